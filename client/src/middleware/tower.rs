//! Services of tower as transports, and transports as services of tower.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http::{Request, Response};
use odata_core::transport::{
    BoxFuture, MaybeSend, RequestBody, ResponseBody, Transport, TransportError,
};
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;

/// A service of tower as a transport, so that layers can stand between the client and its [`TransportService`]: limits on what goes on at once, timeouts,
/// one's own.
///
/// For each request the service is cloned, and called when it is ready. An error of it that is a [`TransportError`] is taken as it is; of others
/// only who knows the layers can say what they mean: [`with_errors`](Self::with_errors).
///
/// # Example: ten seconds for an answer, no more than eight at once
/// ```
/// use std::time::Duration;
/// use odata::transport::TransportError;
/// use odata::{TowerTransport, TransportService};
/// # use odata::doc_example::Defender;
/// # use odata_mock::MockService;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// # let csdl = include_str!("../../../specs/defender/metadata.xml");
/// # let transport = MockService::from_csdl(csdl).unwrap().transport();
/// let service = tower::ServiceBuilder::new()
///     .concurrency_limit(8)
///     .timeout(Duration::from_secs(10))
///     .service(TransportService::new(transport));                  // ReqwestTransport::new()?
/// let transport = TowerTransport::with_errors(service, |error| {
///     if error.is::<tower::timeout::error::Elapsed>() { TransportError::timeout(error) } else { TransportError::other(error) }
/// });
/// let defender = Defender::builder().transport(transport).build()?;
/// assert!(defender.library_files().send().await?.items.is_empty());
/// # Ok::<(), odata::Error>(()) }).unwrap();
/// ```
pub struct TowerTransport<S> {
    /// Services can seldom be shared between threads, and their clones always belong to one.
    service: Mutex<S>,
    errors: fn(BoxError) -> TransportError,
}

impl<S> TowerTransport<S> {
    /// Sends with that service.
    pub fn new(service: S) -> Self {
        TowerTransport::with_errors(service, TransportError::other)
    }

    /// The same, with what errors of its layers mean: whether a request is tried again depends on it.
    pub fn with_errors(service: S, errors: fn(BoxError) -> TransportError) -> Self {
        TowerTransport {
            service: Mutex::new(service),
            errors,
        }
    }
}

impl<S> TowerTransport<S> {
    fn error(&self, error: impl Into<BoxError>) -> TransportError {
        match error.into().downcast::<TransportError>() {
            Ok(error) => *error,
            Err(error) => (self.errors)(error),
        }
    }
}

impl<S> Transport for TowerTransport<S>
where
    S: Service<Request<RequestBody>, Response = Response<ResponseBody>>
        + Clone
        + MaybeSend
        + 'static,
    S::Future: MaybeSend,
    S::Error: Into<BoxError>,
{
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let service = self.service.lock().unwrap_or_else(PoisonError::into_inner);
        let mut service = S::clone(&service);
        Box::pin(async move {
            let ready = poll_fn(|cx| service.poll_ready(cx)).await;
            ready.map_err(|error| self.error(error))?;
            let answer = service.call(request).await;
            answer.map_err(|error| self.error(error))
        })
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TowerTransport")
    }
}

/// A transport as a service of tower. It is always ready.
///
/// # Example: one that is put behind another one's service
/// ```
/// use odata::TransportService;
/// use tower::ServiceExt as _;
/// # use odata::transport::RequestBody;
/// # use odata_mock::MockService;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// # let csdl = include_str!("../../../specs/defender/metadata.xml");
/// # let transport = MockService::from_csdl(csdl).unwrap().transport();
/// let service = TransportService::new(transport);
/// let request = http::Request::get("http://mock.invalid/api/libraryfiles").body(RequestBody::empty())?;
/// assert_eq!(service.oneshot(request).await?.status(), 200);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
pub struct TransportService<T: ?Sized>(Arc<T>);

impl<T: Transport> TransportService<T> {
    /// Calls send with that transport.
    pub fn new(transport: T) -> Self {
        TransportService(Arc::new(transport))
    }
}

impl<T: Transport + ?Sized> Service<Request<RequestBody>> for TransportService<T> {
    type Response = Response<ResponseBody>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Response<ResponseBody>, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        let transport = self.0.clone();
        Box::pin(async move { transport.send(request).await })
    }
}

impl<T: ?Sized> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        TransportService(self.0.clone())
    }
}

impl<T: ?Sized> fmt::Debug for TransportService<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportService")
    }
}

//! Real layers of tower between the client and its transport.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{Request, Response};
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Retry, TowerTransport, TransportService};
use tower::timeout::error::Elapsed;
use tower::{Service, ServiceBuilder, ServiceExt as _};

use crate::sequence::{Answer, Sequence, files, late, ok};

fn over(transport: impl Transport) -> Defender {
    let builder = Defender::builder().transport(transport);
    builder.retry(Retry::never()).build().unwrap()
}

/// Counts how many requests go on at once.
#[derive(Clone, Default)]
struct Busy(Arc<AtomicUsize>, Arc<AtomicUsize>);

impl Transport for Busy {
    fn send(
        &self,
        _: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let now = self.0.fetch_add(1, SeqCst) + 1;
            self.1.fetch_max(now, SeqCst);
            tokio::time::sleep(Duration::from_secs(1)).await;
            self.0.fetch_sub(1, SeqCst);
            Sequence::of([ok(&files(&["a"]))])
                .send(Request::new(RequestBody::empty()))
                .await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_on_what_goes_on_at_once() {
    let busy = Busy::default();
    let service = ServiceBuilder::new()
        .concurrency_limit(3)
        .service(TransportService::new(busy.clone()));
    let defender = over(TowerTransport::new(service));
    let start = tokio::time::Instant::now();
    let tasks: Vec<_> = (0..10)
        .map(|_| tokio::spawn(defender.library_files().send()))
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().items.len(), 1);
    }
    assert_eq!(busy.1.load(SeqCst), 3);
    assert_eq!(start.elapsed().as_secs(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_is_one_where_it_is_said_to_be() {
    let service = || {
        let script = Sequence::of([late(60, ok(&files(&[])))]);
        ServiceBuilder::new()
            .timeout(Duration::from_secs(5))
            .service(TransportService::new(script))
    };
    let error = over(TowerTransport::new(service()))
        .library_files()
        .send()
        .await
        .unwrap_err();
    assert!(
        !error.is_timeout() && error.to_string().contains("request timed out"),
        "{error}"
    );
    let meant = TowerTransport::with_errors(service(), |error| match error.is::<Elapsed>() {
        true => TransportError::timeout(error),
        false => TransportError::other(error),
    });
    let error = over(meant).library_files().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn errors_of_transports_come_through_layers() {
    for (failure, expected) in [
        (Answer::Fails(TransportError::connect), (true, false)),
        (Answer::Fails(TransportError::timeout), (false, true)),
    ] {
        let script = Sequence::of([failure]);
        // The layer boxes the error.
        let service = ServiceBuilder::new()
            .timeout(Duration::from_secs(5))
            .service(TransportService::new(script));
        let error = over(TowerTransport::new(service))
            .library_files()
            .send()
            .await
            .unwrap_err();
        assert_eq!(
            (error.is_connect(), error.is_timeout()),
            expected,
            "{error}"
        );
    }
}

/// Is ready at the third time of asking, and must not be called before.
#[derive(Clone)]
struct Reluctant<S> {
    inner: S,
    asked: usize,
}

impl<S: Service<Request<RequestBody>>> Service<Request<RequestBody>> for Reluctant<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.asked += 1;
        if self.asked < 3 {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<RequestBody>) -> S::Future {
        assert_eq!(self.asked, 3, "it is not ready");
        self.asked = 0;
        self.inner.call(request)
    }
}

#[tokio::test]
async fn nothing_is_called_before_it_is_ready() {
    let script = Sequence::of([ok(&files(&["a"])), ok(&files(&["b"]))]);
    let service = Reluctant {
        inner: TransportService::new(script),
        asked: 0,
    };
    // Layers that add a header, and one whose type is forgotten.
    let service = ServiceBuilder::new()
        .map_request(|mut request: Request<RequestBody>| {
            request
                .headers_mut()
                .insert("x-layer", http::HeaderValue::from_static("1"));
            request
        })
        .service(service)
        .boxed_clone();
    let defender = over(TowerTransport::new(service));
    for name in ["a", "b"] {
        let page = defender.library_files().send().await.unwrap();
        assert_eq!(page.items[0].file_name, name);
    }
}

#[tokio::test]
async fn a_transport_behind_a_pointer_is_a_service() {
    let transport: Arc<dyn Transport> = Arc::new(Sequence::of([ok("{}")]));
    let service = TransportService::new(transport);
    let request = Request::get("http://x/")
        .body(RequestBody::empty())
        .unwrap();
    assert_eq!(
        service.clone().oneshot(request).await.unwrap().status(),
        200
    );
    assert_eq!(
        format!("{service:?} {:?}", TowerTransport::new(service.clone())),
        "TransportService TowerTransport"
    );
}

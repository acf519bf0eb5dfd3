//! The transport over reqwest.

use std::error::Error as StdError;
#[cfg(not(target_arch = "wasm32"))]
use std::future::poll_fn;
#[cfg(not(target_arch = "wasm32"))]
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(not(target_arch = "wasm32"))]
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
#[cfg(target_arch = "wasm32")]
use futures_util::TryStreamExt;
use http::{Request, Response};
use odata_core::transport::{
    BoxFuture, ByteStream, MaybeSend, RequestBody, ResponseBody, Transport, TransportError,
};
use url::Url;

#[cfg(not(target_arch = "wasm32"))]
use super::patience::Patience;
use crate::error::{Error, Result};

/// Sends requests with reqwest: HTTP/1.1 and HTTP/2, rustls, gzip, the proxy that the environment names.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// How long is waited for a head, and for each piece of a body. The client's own timeout would count the time in which the program
    /// works on what came before.
    patience: Option<Duration>,
}

const PATIENCE: Duration = Duration::from_secs(120);

impl ReqwestTransport {
    /// A transport of its own, with a pool of its own.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self> {
        ReqwestTransport::configured(|builder| builder)
    }

    /// The same, with whatever else reqwest can do: a proxy, certificates, how long is waited for a connection (30 seconds unless set).
    ///
    /// What is set here of redirects is not used: the client follows them, since it knows which hosts may see the credential.
    ///
    /// # Errors
    /// When TLS cannot be set up, and when what was set is wrong.
    ///
    /// # Example: through a proxy
    /// ```
    /// use std::time::Duration;
    /// use odata::ReqwestTransport;
    /// # use odata::doc_example::Defender;
    /// let proxy = reqwest::Proxy::https("http://proxy.contoso.com:3128").expect("a URL");
    /// let transport = ReqwestTransport::configured(|builder| {
    ///     builder.proxy(proxy).connect_timeout(Duration::from_secs(5))
    /// })?;
    /// let defender = Defender::builder().transport(transport).build()?;
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn configured(
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self> {
        #[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // It fails where somebody else was quicker, and then there is one.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let builder = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.connect_timeout(Duration::from_secs(30));
        let builder = configure(builder);
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder.redirect(reqwest::redirect::Policy::none());
        match builder.build() {
            Ok(client) => Ok(ReqwestTransport {
                client,
                patience: Some(PATIENCE),
            }),
            Err(error) => Err(Error::setup(format!("reqwest: {}", chain(&error)))),
        }
    }

    /// How long is waited for the head of an answer, and for each piece of its body, before time has run out. It is two minutes unless set;
    /// time in which nobody reads does not count.
    #[must_use]
    pub fn read_timeout(self, time: Duration) -> Self {
        ReqwestTransport {
            patience: Some(time),
            ..self
        }
    }

    /// A transport over a client that is already set up; it must not follow redirects. How long it waits is its own business.
    pub fn from_client(client: reqwest::Client) -> Self {
        ReqwestTransport {
            client,
            patience: None,
        }
    }
}

/// Whether https can be spoken.
pub(super) const HAS_TLS: bool = cfg!(any(
    feature = "rustls",
    feature = "ring",
    feature = "native-tls",
    target_arch = "wasm32"
));

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let taken = Taken::default();
            let request = sendable(announced(request), &taken)?;
            let mut response =
                in_time(self.client.execute(request), self.patience, &taken).await?;
            let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
            let pieces = patient(response.bytes_stream(), self.patience);
            let mut answer = Response::new(ResponseBody::streamed(pieces));
            *answer.status_mut() = status;
            *answer.headers_mut() = headers;
            Ok(answer)
        })
    }
}

/// Whether something of the body was taken since it was looked at last: a service that is still being told something is not late.
#[derive(Clone, Debug, Default)]
struct Taken(Arc<AtomicBool>);

impl Taken {
    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

/// The answer, if its head comes in time.
#[cfg(not(target_arch = "wasm32"))]
async fn in_time(
    asked: impl Future<Output = reqwest::Result<reqwest::Response>>,
    patience: Option<Duration>,
    taken: &Taken,
) -> Result<reqwest::Response, TransportError> {
    let mut asked = pin!(asked);
    let mut patience = patience.map(Patience::new);
    poll_fn(|cx| match (asked.as_mut().poll(cx), &mut patience) {
        (Poll::Pending, Some(patience)) => loop {
            let over = patience.poll(cx);
            if over.is_pending() || !taken.take() {
                return over.map(|()| Err(waited()));
            }
            patience.renew();
        },
        (Poll::Pending, None) => Poll::Pending,
        (Poll::Ready(answer), _) => Poll::Ready(answer.map_err(transport_error)),
    })
    .await
}

/// The pieces of a body, as long as each comes in time.
#[cfg(not(target_arch = "wasm32"))]
fn patient(
    mut pieces: impl Stream<Item = reqwest::Result<Bytes>> + MaybeSend + Unpin + 'static,
    patience: Option<Duration>,
) -> ByteStream {
    let mut patience = patience.map(Patience::new);
    Box::pin(futures_util::stream::poll_fn(move |cx| {
        match (Pin::new(&mut pieces).poll_next(cx), &mut patience) {
            (Poll::Ready(piece), patience) => {
                if let Some(patience) = patience {
                    patience.renew();
                }
                Poll::Ready(piece.map(|piece| piece.map_err(transport_error)))
            }
            (Poll::Pending, Some(patience)) => patience.poll(cx).map(|()| Some(Err(waited()))),
            (Poll::Pending, None) => Poll::Pending,
        }
    }))
}

#[cfg(not(target_arch = "wasm32"))]
#[cold]
fn waited() -> TransportError {
    TransportError::timeout("nothing came in time")
}

/// A browser waits as long as it thinks right.
#[cfg(target_arch = "wasm32")]
async fn in_time(
    asked: impl Future<Output = reqwest::Result<reqwest::Response>>,
    _: Option<Duration>,
    _: &Taken,
) -> Result<reqwest::Response, TransportError> {
    asked.await.map_err(transport_error)
}

#[cfg(target_arch = "wasm32")]
fn patient(
    pieces: impl Stream<Item = reqwest::Result<Bytes>> + MaybeSend + 'static,
    _: Option<Duration>,
) -> ByteStream {
    Box::pin(pieces.map_err(transport_error))
}

/// Says how long a streamed body is, where that is known: some servers take no chunked form.
fn announced(mut request: Request<RequestBody>) -> Request<RequestBody> {
    if let (None, Some(length)) = (whole(request.body()), request.body().length()) {
        request
            .headers_mut()
            .insert(http::header::CONTENT_LENGTH, length.into());
    }
    request
}

fn sendable(
    request: Request<RequestBody>,
    taken: &Taken,
) -> Result<reqwest::Request, TransportError> {
    let (mut head, body) = request.into_parts();
    // The client has it already, and to take it apart again costs as much as to send it. Whoever stands between may have put another one
    // in its place.
    let url = head.extensions.remove::<Url>();
    let url = match url.filter(|url| is_same(url, &head.uri)) {
        Some(url) => url,
        None => Url::parse(&head.uri.to_string()).map_err(TransportError::other)?,
    };
    let is_get = head.method == http::Method::GET;
    let mut request = reqwest::Request::new(head.method, url);
    *request.headers_mut() = head.headers;
    *request.body_mut() = match whole(&body) {
        Some(bytes) if bytes.is_empty() && is_get => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => {
            let taken = taken.clone();
            let pieces = match body.as_bytes() {
                Some(bytes) => cut(bytes.clone()),
                None => body.open(),
            };
            let pieces = pieces.inspect_ok(move |_| taken.set());
            Some(reqwest::Body::wrap_stream(pieces))
        }
    };
    Ok(request)
}

/// How much of what is held is sent at once.
const PIECE: usize = 256 * 1024;

/// A body that is sent at once.
fn whole(body: &RequestBody) -> Option<&Bytes> {
    body.as_bytes().filter(|bytes| bytes.len() <= PIECE)
}

/// The same bytes in pieces, so that it shows how far they are.
fn cut(mut bytes: Bytes) -> ByteStream {
    boxed(futures_util::stream::iter(std::iter::from_fn(move || {
        let piece = bytes.split_to(bytes.len().min(PIECE));
        (!piece.is_empty()).then_some(Ok(piece))
    })))
}

/// Whether both are the same text.
fn is_same(url: &Url, uri: &http::Uri) -> bool {
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let rest = uri
        .scheme_str()
        .and_then(|scheme| url.as_str().strip_prefix(scheme))
        .and_then(|rest| rest.strip_prefix("://"))
        .and_then(|rest| rest.strip_prefix(uri.authority().map_or("", |it| it.as_str())));
    rest == Some(path)
}

fn transport_error(error: reqwest::Error) -> TransportError {
    // The URL is told by the client, once.
    let error = error.without_url();
    if error.is_timeout() {
        TransportError::timeout(error)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_body() || error.is_decode() {
        TransportError::body(error)
    } else {
        TransportError::other(error)
    }
}

/// An error and what caused it, in one line.
fn chain(error: &dyn StdError) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

//! The transport over reqwest.

use std::error::Error as StdError;
#[cfg(not(target_arch = "wasm32"))]
use std::future::poll_fn;
use std::future::ready;
#[cfg(not(target_arch = "wasm32"))]
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(not(target_arch = "wasm32"))]
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, Request, Response};
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
        let builder = direct(builder)
            .connect_timeout(Duration::from_secs(30))
            // The client does that, and keeps no copy of each request for it; who sends by the transport alone does it himself.
            .retry(reqwest::retry::never().max_retries_per_request(0));
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
        let (head, body) = request.into_parts();
        match Url::parse(&head.uri.to_string()) {
            // What reqwest begins may need a runtime, which is there when the future is polled.
            Ok(url) => Box::pin(async move {
                let (method, headers) = (head.method, head.headers);
                self.exchange(method, url, headers, &body).await
            }),
            Err(error) => Box::pin(ready(Err(TransportError::other(error)))),
        }
    }
}

impl ReqwestTransport {
    /// Sends a request of which the URL is known as such. It is called where the future is polled.
    pub(super) fn exchange(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: &RequestBody,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let mut request = reqwest::Request::new(method, url);
        let taken = fill(&mut request, headers, body);
        in_time(self.client.execute(request), self.patience, taken)
    }
}

/// Whether something of a body that is streamed was taken since it was looked at last: a service that is still being told something is
/// not late.
#[derive(Clone, Debug, Default)]
struct Taken(Option<Arc<AtomicBool>>);

impl Taken {
    fn set(&self) {
        if let Some(taken) = &self.0 {
            taken.store(true, Ordering::Relaxed);
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn take(&self) -> bool {
        let taken = self.0.as_ref();
        taken.is_some_and(|taken| taken.swap(false, Ordering::Relaxed))
    }
}

/// What reqwest was answered, if it was, as far as each piece of its body comes in time.
fn answered(
    response: reqwest::Result<reqwest::Response>,
    patience: Option<Duration>,
) -> Result<Response<ResponseBody>, TransportError> {
    let mut response = response.map_err(transport_error)?;
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let pieces = patient(response.bytes_stream(), patience);
    let mut answer = Response::new(ResponseBody::streamed(pieces));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Ok(answer)
}

/// The answer, if its head comes in time.
#[cfg(not(target_arch = "wasm32"))]
fn in_time<'t>(
    mut asked: impl Future<Output = reqwest::Result<reqwest::Response>> + Send + Unpin + 't,
    patience: Option<Duration>,
    taken: Taken,
) -> BoxFuture<'t, Result<Response<ResponseBody>, TransportError>> {
    let mut waits = patience.map(Patience::new);
    Box::pin(poll_fn(move |cx| {
        if let Poll::Ready(response) = Pin::new(&mut asked).poll(cx) {
            return Poll::Ready(answered(response, patience));
        }
        let Some(waits) = &mut waits else {
            return Poll::Pending;
        };
        loop {
            let over = waits.poll(cx);
            if over.is_pending() || !taken.take() {
                return over.map(|()| Err(waited()));
            }
            waits.renew();
        }
    }))
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
fn in_time<'t>(
    asked: impl Future<Output = reqwest::Result<reqwest::Response>> + 't,
    patience: Option<Duration>,
    _: Taken,
) -> BoxFuture<'t, Result<Response<ResponseBody>, TransportError>> {
    Box::pin(async move { answered(asked.await, patience) })
}

#[cfg(target_arch = "wasm32")]
fn patient(
    pieces: impl Stream<Item = reqwest::Result<Bytes>> + MaybeSend + 'static,
    _: Option<Duration>,
) -> ByteStream {
    Box::pin(pieces.map_err(transport_error))
}

/// Gives a request its headers and its body.
fn fill(request: &mut reqwest::Request, headers: HeaderMap, body: &RequestBody) -> Taken {
    *request.headers_mut() = headers;
    let whole = body.as_bytes().filter(|bytes| bytes.len() <= PIECE);
    if let Some(bytes) = whole {
        if !(bytes.is_empty() && request.method() == Method::GET) {
            *request.body_mut() = Some(bytes.clone().into());
        }
        return Taken::default();
    }
    // Some servers take no chunked form.
    if let Some(length) = body.length() {
        let headers = request.headers_mut();
        headers.insert(CONTENT_LENGTH, length.into());
    }
    let pieces = match body.as_bytes() {
        Some(bytes) => cut(bytes.clone()),
        None => body.open(),
    };
    let taken = Taken(Some(Arc::default()));
    let seen = taken.clone();
    let pieces = pieces.inspect_ok(move |_| seen.set());
    *request.body_mut() = Some(reqwest::Body::wrap_stream(pieces));
    taken
}

/// How much of what is held is sent at once.
const PIECE: usize = 256 * 1024;

/// The same bytes in pieces, so that it shows how far they are.
fn cut(mut bytes: Bytes) -> ByteStream {
    Box::pin(futures_util::stream::iter(std::iter::from_fn(move || {
        let piece = bytes.split_to(bytes.len().min(PIECE));
        (!piece.is_empty()).then_some(Ok(piece))
    })))
}

/// Without the search for a proxy that reqwest makes for each request, where the environment names none.
#[cfg(not(target_arch = "wasm32"))]
fn direct(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    // There the system may name one, too.
    let asks_system = cfg!(any(target_vendor = "apple", windows));
    let is_named = |name: &str| std::env::var_os(name).is_some();
    let all = [
        "ALL_PROXY",
        "all_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
    ];
    match asks_system || all.into_iter().any(is_named) {
        true => builder,
        false => builder.no_proxy(),
    }
}

/// Whether a server of HTTP/2 said that it did nothing: it is about to close the connection, or refused the stream (RFC 9113, 8.7).
#[cfg(not(target_arch = "wasm32"))]
fn is_unprocessed(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            let of_connection = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
            let of_stream = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            return error.is_remote() && (of_connection || of_stream);
        }
        cause = error.source();
    }
    false
}

#[cfg(target_arch = "wasm32")]
fn is_unprocessed(_: &reqwest::Error) -> bool {
    false
}

#[cold]
fn transport_error(error: reqwest::Error) -> TransportError {
    // The URL is told by the client, once.
    let error = error.without_url();
    // A connection that is not made in time is both, and nothing was sent.
    if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_timeout() {
        TransportError::timeout(error)
    } else if error.is_body() || error.is_decode() {
        TransportError::body(error)
    } else if is_unprocessed(&error) {
        TransportError::unprocessed(error)
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

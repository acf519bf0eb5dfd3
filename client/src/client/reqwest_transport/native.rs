//! reqwest where there are sockets: it waits only so long, and sends a long body in pieces.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, Response};
use odata_core::transport::{
    BoxFuture, ByteStream, MaybeSend, RequestBody, ResponseBody, TransportError,
};
use reqwest::ClientBuilder;
use url::Url;

use super::answer;
use crate::client::patience::Patience;

/// What the transport is before anybody configures it.
pub(super) fn prepared(builder: ClientBuilder) -> ClientBuilder {
    #[cfg(feature = "ring")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // It fails where somebody else was quicker, and then there is one.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
    direct(builder)
        .connect_timeout(Duration::from_secs(30))
        // The client does that, and keeps no copy of each request for it; who sends by the transport alone does it himself.
        .retry(reqwest::retry::never().max_retries_per_request(0))
}

/// What nobody configures: the client follows redirects.
pub(super) fn fixed(builder: ClientBuilder) -> ClientBuilder {
    builder.redirect(reqwest::redirect::Policy::none())
}

/// Sends a request. It is called where the future is polled.
pub(super) fn exchange<'t>(
    client: &'t reqwest::Client,
    patience: Option<Duration>,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: &RequestBody,
) -> BoxFuture<'t, Result<Response<ResponseBody>, TransportError>> {
    let mut request = reqwest::Request::new(method, url);
    let taken = fill(&mut request, headers, body);
    in_time(client.execute(request), patience, taken)
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
    let response = response.map_err(transport_error)?;
    Ok(answer(response, |response| {
        patient(response.bytes_stream(), patience)
    }))
}

/// The answer, if its head comes in time.
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

#[cold]
fn waited() -> TransportError {
    TransportError::timeout("nothing came in time")
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

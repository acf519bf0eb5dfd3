//! reqwest in WebAssembly, where it is `fetch`: of a browser, a worker of one, or Node. Whoever that is waits as long as it thinks right,
//! keeps connections, unpacks bodies and follows redirects.

use std::time::Duration;

use bytes::Bytes;
use futures_util::TryStreamExt;
use http::{HeaderMap, Method, Response};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, TransportError};
use reqwest::ClientBuilder;
use url::Url;

use super::answer;

pub(super) fn prepared(builder: ClientBuilder) -> ClientBuilder {
    builder
}

pub(super) fn fixed(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Sends a request. A body that is streamed is held before, since `fetch` takes no other everywhere.
pub(super) fn exchange<'t>(
    client: &'t reqwest::Client,
    _: Option<Duration>,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: &RequestBody,
) -> BoxFuture<'t, Result<Response<ResponseBody>, TransportError>> {
    let body = match body.as_bytes() {
        Some(bytes) => Ok(bytes.clone()),
        None => Err(body.open()),
    };
    Box::pin(async move {
        let body = match body {
            Ok(bytes) => bytes,
            Err(pieces) => pieces.try_collect::<Vec<Bytes>>().await?.concat().into(),
        };
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        let response = client.execute(request).await.map_err(transport_error)?;
        Ok(answer(response, |response| {
            Box::pin(response.bytes_stream().map_err(transport_error))
        }))
    })
}

/// Why no connection was made, `fetch` does not say.
#[cold]
fn transport_error(error: reqwest::Error) -> TransportError {
    // The URL is told by the client, once.
    let error = error.without_url();
    if error.is_timeout() {
        TransportError::timeout(error)
    } else if error.is_body() || error.is_decode() {
        TransportError::body(error)
    } else {
        TransportError::other(error)
    }
}

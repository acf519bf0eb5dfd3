//! The transport over reqwest.

use std::error::Error as StdError;

use futures_core::Stream;
use futures_util::TryStreamExt;
use http::{Request, Response};
use odata_core::transport::{
    BoxFuture, ByteStream, RequestBody, ResponseBody, Transport, TransportError,
};

use crate::error::{Error, Result};

/// Sends requests with reqwest: HTTP/1.1 and HTTP/2, rustls, gzip, the proxy that the environment names.
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A transport of its own, with a pool of its own.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self> {
        let builder = reqwest::Client::builder();
        #[cfg(not(target_arch = "wasm32"))]
        let builder = builder
            // The client follows redirects itself, since it knows which hosts may see the credential.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(std::time::Duration::from_secs(30))
            .read_timeout(std::time::Duration::from_secs(120));
        match builder.build() {
            Ok(client) => Ok(ReqwestTransport { client }),
            Err(error) => Err(Error::setup(format!("reqwest: {}", chain(&error)))),
        }
    }

    /// A transport over a client that is already set up; it must not follow redirects.
    pub fn from_client(client: reqwest::Client) -> Self {
        ReqwestTransport { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let client = self.client.clone();
        Box::pin(async move {
            let request = announced(request).map(sendable);
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let response = client.execute(request).await.map_err(transport_error)?;
            let mut answer = Response::builder().status(response.status());
            if let Some(headers) = answer.headers_mut() {
                headers.clone_from(response.headers());
            }
            let pieces = response.bytes_stream().map_err(transport_error);
            answer
                .body(ResponseBody::streamed(boxed(pieces)))
                .map_err(TransportError::other)
        })
    }
}

fn boxed(
    pieces: impl Stream<Item = Result<bytes::Bytes, TransportError>>
    + odata_core::transport::MaybeSend
    + 'static,
) -> ByteStream {
    Box::pin(pieces)
}

/// Says how long a streamed body is, where that is known: some servers take no chunked form.
fn announced(mut request: Request<RequestBody>) -> Request<RequestBody> {
    if let (None, Some(length)) = (request.body().as_bytes(), request.body().length()) {
        request
            .headers_mut()
            .insert(http::header::CONTENT_LENGTH, length.into());
    }
    request
}

fn sendable(body: RequestBody) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap_stream(body.open()),
    }
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

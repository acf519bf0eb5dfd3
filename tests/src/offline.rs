//! What is refused is never sent.

use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

/// A transport that sends nothing: its error says what would have been sent.
pub struct Offline;

impl Transport for Offline {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let said = format!("sent {} {}", request.method(), request.uri());
        Box::pin(async { Err(TransportError::other(std::io::Error::other(said))) })
    }
}

/// What the client says of a request that it refuses to send.
///
/// # Panics
/// When it was sent.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(result: odata::Result<T>) -> String {
    let error = result.unwrap_err();
    assert!(error.is_refused(), "{error}");
    error.to_string()
}

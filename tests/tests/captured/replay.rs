//! A transport that answers every request with what was captured.

use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use crate::corpus::Captured;

pub(crate) struct Replay(pub(crate) Captured);

impl Transport for Replay {
    fn send(
        &self,
        _request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let mut response = http::Response::builder().status(self.0.status);
        for (name, value) in &self.0.headers {
            response = response.header(name, value);
        }
        let body = ResponseBody::from(bytes::Bytes::from(self.0.body.clone()));
        let response = response.body(body).expect("a response");
        Box::pin(async move { Ok(response) })
    }
}

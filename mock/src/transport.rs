//! The service as a transport.

use std::future::poll_fn;

use bytes::{Bytes, BytesMut};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use crate::delay::Delay;
use crate::{MockService, SeenRequest};

/// Hands requests to a [`MockService`] without a socket.
///
/// The host of a request does not matter, only its path; [`SeenRequest::origin`] tells which host was named.
#[derive(Clone, Debug)]
pub struct MockTransport {
    service: MockService,
}

impl MockTransport {
    pub(crate) fn new(service: MockService) -> Self {
        MockTransport { service }
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = collect(&body).await?;
            let canned = self.service.handle(SeenRequest::new(&head, body));
            Delay::new(canned.delay).await;
            let response = canned.into_response();
            Ok(response.map(|pieces| ResponseBody::streamed(Box::pin(pieces))))
        })
    }
}

async fn collect(body: &RequestBody) -> Result<Bytes, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.clone());
    }
    let mut pieces = body.open();
    let mut whole = BytesMut::new();
    while let Some(piece) = poll_fn(|context| pieces.as_mut().poll_next(context)).await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole.freeze())
}

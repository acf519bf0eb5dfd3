//! The service as a transport.

use std::future::poll_fn;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use crate::delay::Delay;
use crate::pieces::{End, Pieces};
use crate::{Canned, MediaSum, Mishap, MockService, SeenRequest};

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
            let counts = self.service.counts_body(&head);
            let (body, sum) = collect(&body, counts).await?;
            let seen = SeenRequest {
                counted: counts.then_some(sum),
                ..SeenRequest::new(&head, body)
            };
            let canned = self.service.handle(seen);
            Delay::new(canned.delay).await;
            let response = met(canned).await?;
            Ok(response.map(|pieces| ResponseBody::streamed(Box::pin(pieces))))
        })
    }
}

/// What a transport makes of an answer and of what befell it.
async fn met(mut canned: Canned) -> Result<http::Response<Pieces>, TransportError> {
    let length = canned.body.len();
    let (bytes, end) = match canned.mishap {
        None => return Ok(canned.into_response()),
        Some(Mishap::Length(said)) => {
            canned.headers.insert(CONTENT_LENGTH, said.into());
            match said > length {
                true => (length, End::Broken),
                // What comes behind the length that was said is no part of the body.
                false => (said, End::Whole),
            }
        }
        Some(Mishap::Reset) => {
            let reset = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
            return Err(TransportError::other(reset));
        }
        Some(Mishap::ResetAfter(bytes)) => (bytes, End::Broken),
        Some(Mishap::Silence) => std::future::pending().await,
        Some(Mishap::StopAfter(bytes)) => (bytes, End::Never),
        Some(Mishap::DripHead(pause)) => {
            let bytes: usize = canned
                .headers
                .iter()
                .map(|(name, value)| name.as_str().len() + value.len())
                .sum();
            let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
            Delay::new(pause.saturating_mul(bytes)).await;
            (length, End::Whole)
        }
        // Unpacking gives some of it before the fault is met.
        Some(Mishap::CorruptGzip | Mishap::CutGzip) => (length / 2, End::Broken),
    };
    let pieces = canned.pieces(bytes, end);
    Ok(canned.with_body(pieces))
}

/// The whole body, or how much of it there is.
async fn collect(body: &RequestBody, counts: bool) -> Result<(Bytes, MediaSum), TransportError> {
    let mut sum = MediaSum::default();
    if let Some(bytes) = body.as_bytes().filter(|_| !counts) {
        return Ok((bytes.clone(), sum));
    }
    let mut pieces = body.open();
    let mut whole = BytesMut::new();
    while let Some(piece) = poll_fn(|context| pieces.as_mut().poll_next(context)).await {
        match counts {
            true => sum.add(&piece?),
            false => whole.extend_from_slice(&piece?),
        }
    }
    Ok((whole.freeze(), sum))
}

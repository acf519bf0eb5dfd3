//! The body of an answer that somebody looks at.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use odata_core::transport::{ResponseBody, TransportError};

use super::call::Watched;
use super::observer::Failure;

/// Counts the bytes, and knows when there are no more.
pub(super) struct Counted {
    pub(super) body: ResponseBody,
    pub(super) call: Arc<Watched>,
}

impl Stream for Counted {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Counted { body, call } = &mut *self;
        let piece = call.span().at_once(|| Pin::new(body).poll_next(cx));
        match &piece {
            Poll::Pending => {}
            Poll::Ready(Some(Ok(piece))) => call.came(piece.len()),
            Poll::Ready(Some(Err(error))) => call.read(Some(Failure::of_transport(error))),
            Poll::Ready(None) => call.read(None),
        }
        piece
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.call.left();
    }
}

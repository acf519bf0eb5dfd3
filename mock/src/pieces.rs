//! The body of an answer, piece by piece.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use odata_core::transport::TransportError;

use crate::delay::Delay;

/// The bytes of a body in pieces, and an error at the end of one that is cut off.
#[derive(Debug)]
pub(crate) struct Pieces {
    rest: Bytes,
    /// The length of a piece and the pause after it.
    pace: Option<(usize, Duration)>,
    cut: bool,
    waiting: Option<Delay>,
}

impl Pieces {
    /// The body, or so many bytes of it when it is cut off.
    pub(crate) fn new(body: &Bytes, pace: Option<(usize, Duration)>, cut: Option<usize>) -> Self {
        Pieces {
            rest: body.slice(..cut.unwrap_or(usize::MAX).min(body.len())),
            pace,
            cut: cut.is_some(),
            waiting: None,
        }
    }
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(waiting) = &mut self.waiting {
            if Pin::new(waiting).poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.waiting = None;
        }
        if self.rest.is_empty() {
            let cut = std::mem::take(&mut self.cut);
            return Poll::Ready(cut.then(|| Err(TransportError::body("the mock cut it off"))));
        }
        let size = self.pace.map_or(self.rest.len(), |(size, _)| size.max(1));
        let size = size.min(self.rest.len());
        let piece = self.rest.split_to(size);
        if !self.rest.is_empty() {
            self.waiting = self.pace.map(|(_, pause)| Delay::new(pause));
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

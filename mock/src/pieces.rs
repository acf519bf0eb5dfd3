//! The body of an answer, piece by piece.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use odata_core::transport::TransportError;

use crate::delay::Delay;
use crate::media::Pattern;

/// What comes behind the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing: the body is whole.
    Whole,
    /// An error.
    Broken,
    /// It is never said.
    Never,
}

/// The bytes of a body in pieces, and how it ends.
#[derive(Debug)]
pub(crate) struct Pieces {
    rest: Bytes,
    /// What is made when the rest was sent, and how much of it was made.
    made: Option<(Pattern, u64)>,
    /// The length of a piece and the pause after it.
    pace: Option<(usize, Duration)>,
    end: End,
    waiting: Option<Delay>,
}

impl Pieces {
    pub(crate) fn new(body: Bytes, pace: Option<(usize, Duration)>, end: End) -> Self {
        Pieces {
            rest: body,
            made: None,
            pace,
            end,
            waiting: None,
        }
    }
}

impl Pieces {
    /// Bytes that are made while they are sent.
    pub(crate) fn made(made: Pattern, pace: Option<(usize, Duration)>, end: End) -> Self {
        Pieces {
            made: Some((made, 0)),
            ..Pieces::new(Bytes::new(), pace, end)
        }
    }

    /// Makes more bytes when all were sent.
    fn refill(&mut self) {
        if let (Some((made, from)), true) = (&mut self.made, self.rest.is_empty()) {
            self.rest = made.block(*from);
            *from += self.rest.len() as u64;
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
        self.refill();
        if self.rest.is_empty() {
            return match self.end {
                End::Whole => Poll::Ready(None),
                End::Broken => {
                    self.end = End::Whole;
                    Poll::Ready(Some(Err(TransportError::body("the mock cut it off"))))
                }
                // Nobody is to be woken: nothing will change.
                End::Never => Poll::Pending,
            };
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

//! The body of an answer: what has arrived of it and was not looked at yet.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use odata_core::transport::ResponseBody;

use super::text::Text;
use crate::error::{Error, Result};

/// How much is made text of at once. More would not stay in the processor's cache, less would cut more items in two.
pub(crate) const AT_ONCE: usize = 64 * 1024;

/// How much is left to read at least while more waits.
const LEFT: usize = 4 * 1024;

/// How much joins it then, at least.
const TOP_UP: usize = 2 * 1024;

/// A body on its way.
#[derive(Debug)]
pub(crate) struct Body {
    pieces: ResponseBody,
    waiting: VecDeque<Bytes>,
    /// How many bytes wait.
    length: usize,
    /// How many bytes have arrived.
    arrived: usize,
    limit: usize,
    end: End,
    /// Whoever sends it will call when there is more.
    is_parked: bool,
}

#[derive(Debug)]
enum End {
    /// More may come.
    Open,
    Reached,
    /// It broke off, which is said when all before it was read.
    Broken(Option<Error>),
}

impl Body {
    /// A body of at most so many bytes.
    pub(crate) fn new(pieces: ResponseBody, limit: usize) -> Self {
        Body {
            pieces,
            waiting: VecDeque::new(),
            length: 0,
            arrived: 0,
            limit,
            end: End::Open,
            is_parked: false,
        }
    }

    /// Whether all of it has arrived.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.end, End::Reached)
    }

    /// Whether the way to the service failed before all of it arrived.
    pub(crate) fn is_cut(&self) -> bool {
        matches!(&self.end, End::Broken(Some(error)) if error.is_transport())
    }

    /// Whether nothing can be done before more arrives.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.length == 0 && !self.has_stopped()
    }

    /// Whether nothing more arrives: it has ended or broken off.
    fn has_stopped(&self) -> bool {
        !matches!(self.end, End::Open)
    }

    /// How many bytes wait to be read.
    pub(crate) fn waiting(&self) -> usize {
        self.length
    }

    /// Reads to the end, if that is not far, and gives the error that it ends with, if any. What comes is dropped.
    pub(crate) fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<Option<Error>> {
        self.waiting.clear();
        self.length = 0;
        loop {
            match &mut self.end {
                End::Broken(error) => return Poll::Ready(error.take()),
                End::Reached => return Poll::Ready(None),
                End::Open if self.arrived > self.limit => return Poll::Ready(None),
                End::Open => {}
            }
            match ready!(Pin::new(&mut self.pieces).poll_next(cx)) {
                None => self.end = End::Reached,
                Some(Err(error)) => self.end = End::Broken(Some(error.into())),
                Some(Ok(piece)) => self.arrived += piece.len(),
            }
        }
    }

    /// Lets no more than so many bytes come from here on.
    pub(crate) fn end_within(&mut self, bytes: usize) {
        self.limit = self.limit.min(self.arrived.saturating_add(bytes));
    }

    /// Takes what has arrived, until so many bytes wait.
    pub(crate) fn poll_fill(&mut self, cx: &mut Context<'_>, ahead: usize) {
        self.is_parked = false;
        while matches!(self.end, End::Open) && self.length < ahead {
            match Pin::new(&mut self.pieces).poll_next(cx) {
                Poll::Pending => {
                    self.is_parked = true;
                    return;
                }
                Poll::Ready(None) => self.end = End::Reached,
                Poll::Ready(Some(Err(error))) => self.end = End::Broken(Some(error.into())),
                Poll::Ready(Some(Ok(piece))) => self.take(piece),
            }
        }
    }

    /// Whether more may have arrived that nobody will call about, and there is room for it.
    pub(crate) fn wants(&self, ahead: usize) -> bool {
        !self.is_parked && !self.has_stopped() && self.length < ahead / 2
    }

    fn take(&mut self, piece: Bytes) {
        self.arrived += piece.len();
        if self.arrived > self.limit {
            self.end = End::Broken(Some(Error::too_long(self.limit)));
        } else if !piece.is_empty() {
            self.length += piece.len();
            self.waiting.push_back(piece);
        }
    }

    /// Gives some of what waits to be read; says whether there was any.
    ///
    /// # Errors
    /// When nothing waits and the body broke off, or is no text from there on.
    pub(crate) fn give(&mut self, text: &mut Text) -> Result<bool> {
        if self.length > 0 {
            self.give_some(text, AT_ONCE);
            return Ok(true);
        }
        match &mut self.end {
            End::Broken(error) => match error.take() {
                Some(error) => Err(error),
                None => Err(Error::payload("the answer broke off")),
            },
            _ => Ok(false),
        }
    }

    /// Gives as much as an item took that was read, when little is left to read and more waits. A little now and then is fetched from
    /// memory while items are read; much at once would be waited for.
    pub(crate) fn top_up(&mut self, text: &mut Text, item_bytes: usize) {
        if self.length > 0 && text.unread().len() < LEFT {
            self.give_some(text, item_bytes.max(TOP_UP));
        }
    }

    fn give_some(&mut self, text: &mut Text, mut room: usize) {
        while room > 0
            && let Some(piece) = self.waiting.front_mut()
        {
            let some = piece.len().min(room);
            let pushed = text.push(piece.get(..some).unwrap_or_default());
            piece.advance(some);
            if piece.is_empty() {
                self.waiting.pop_front();
            }
            room -= some;
            self.length -= some;
            if let Err(error) = pushed {
                // What stands before is read first.
                self.end = End::Broken(Some(error));
                self.waiting.clear();
                self.length = 0;
            }
        }
    }

    /// The end of what waits, as far as it is text.
    pub(crate) fn last(&self, bytes: usize) -> String {
        let mut skip = self.length.saturating_sub(bytes);
        let mut last = Vec::with_capacity(self.length - skip);
        for piece in &self.waiting {
            let from = skip.min(piece.len());
            skip -= from;
            last.extend_from_slice(piece.get(from..).unwrap_or_default());
        }
        // The cut may go through a character.
        let cut = last.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80);
        let cut = cut.count();
        String::from_utf8(last.split_off(cut)).unwrap_or_default()
    }
}

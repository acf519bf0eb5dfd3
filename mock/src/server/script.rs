//! An answer that HTTP would not let a server send, byte by byte.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use tokio::io::AsyncWrite;
use tokio::net::TcpStream;

use crate::delay::Delay;
use crate::pieces::{End, Pieces};
use crate::{Canned, Mishap};

/// What becomes of the connection behind the last byte.
#[derive(Clone, Copy, Debug)]
pub(super) enum After {
    KeepOpen,
    Close,
    Reset,
    Silence,
}

/// What is written on a socket in place of what hyper would write.
#[derive(Debug)]
pub(super) struct Script {
    /// What is to be written before anything else.
    rest: Bytes,
    /// The pause behind each byte of the head.
    drip: Option<Duration>,
    waiting: Option<Delay>,
    body: Pieces,
    after: After,
}

impl Script {
    /// The script of an answer, if it meets with a mishap that needs one.
    pub(super) fn of(canned: &Canned, is_head: bool) -> Option<Self> {
        let length = canned.body.len();
        let (sent, announced, after, drip) = match canned.mishap? {
            Mishap::Length(said) if said > length => (length, said, After::Close, None),
            Mishap::Length(said) => (length, said, After::KeepOpen, None),
            Mishap::Reset => return Some(Self::without_answer(After::Reset)),
            Mishap::Silence => return Some(Self::without_answer(After::Silence)),
            Mishap::ResetAfter(bytes) => (bytes, length, After::Reset, None),
            Mishap::StopAfter(bytes) => (bytes, length, After::Silence, None),
            Mishap::DripHead(pause) => (length, length, After::KeepOpen, Some(pause)),
            Mishap::CorruptGzip | Mishap::CutGzip => return None,
        };
        Some(Script {
            rest: head(canned, announced),
            drip,
            waiting: None,
            body: canned.pieces(if is_head { 0 } else { sent }, End::Whole),
            after,
        })
    }

    fn without_answer(after: After) -> Self {
        Script {
            rest: Bytes::new(),
            drip: None,
            waiting: None,
            body: Pieces::new(Bytes::new(), None, End::Whole),
            after,
        }
    }

    /// Writes what can be written; tells what becomes of the connection when all is.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        stream: &mut TcpStream,
    ) -> Poll<io::Result<After>> {
        loop {
            if let Some(waiting) = &mut self.waiting {
                ready!(Pin::new(waiting).poll(cx));
                self.waiting = None;
            }
            if self.rest.is_empty() {
                self.drip = None;
                match ready!(Pin::new(&mut self.body).poll_next(cx)) {
                    Some(Ok(piece)) => self.rest = piece,
                    _ => return Poll::Ready(Ok(self.after)),
                }
            }
            let most = if self.drip.is_some() { 1 } else { usize::MAX };
            let next = self.rest.slice(..most.min(self.rest.len()));
            let written = ready!(Pin::new(&mut *stream).poll_write(cx, &next))?;
            if written == 0 && !next.is_empty() {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            drop(self.rest.split_to(written));
            self.waiting = self.drip.map(Delay::new);
        }
    }
}

/// Status line and headers (RFC 9112, 2.1).
fn head(canned: &Canned, announced: usize) -> Bytes {
    let mut head = BytesMut::new();
    let reason = canned.status.canonical_reason().unwrap_or_default();
    head.extend_from_slice(format!("HTTP/1.1 {} {reason}\r\n", canned.status.as_str()).as_bytes());
    for (name, value) in canned
        .headers
        .iter()
        .filter(|(name, _)| *name != CONTENT_LENGTH)
    {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(format!("{CONTENT_LENGTH}: {announced}\r\n\r\n").as_bytes());
    head.freeze()
}

//! Bodies: what is sent can be sent again, what comes back comes in pieces.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::{MaybeSend, MaybeSync, TransportError};

/// Pieces of a body.
#[cfg(not(target_arch = "wasm32"))]
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;
/// Pieces of a body.
#[cfg(target_arch = "wasm32")]
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>>>>;

/// The body of a request. A clone of it sends the same bytes again, so that a request can be retried.
#[derive(Clone)]
pub struct RequestBody(Sent);

/// Opens a body from its beginning.
trait Open: Fn() -> ByteStream + MaybeSend + MaybeSync {}
impl<F: Fn() -> ByteStream + MaybeSend + MaybeSync> Open for F {}

#[derive(Clone)]
enum Sent {
    Bytes(Bytes),
    Streamed {
        length: Option<u64>,
        open: Arc<dyn Open>,
    },
}

impl RequestBody {
    /// No body.
    pub fn empty() -> Self {
        RequestBody(Sent::Bytes(Bytes::new()))
    }

    /// A body that is read piece by piece. It is opened anew for each try.
    pub fn streamed(
        length: Option<u64>,
        open: impl Fn() -> ByteStream + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        RequestBody(Sent::Streamed {
            length,
            open: Arc::new(open),
        })
    }

    /// Its length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Sent::Bytes(bytes) => Some(bytes.len() as u64),
            Sent::Streamed { length, .. } => *length,
        }
    }

    /// The whole body, if it is held in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Sent::Bytes(bytes) => Some(bytes),
            Sent::Streamed { .. } => None,
        }
    }

    /// Its pieces, from the beginning.
    pub fn open(&self) -> ByteStream {
        match &self.0 {
            Sent::Bytes(bytes) => Box::pin(Once(Some(bytes.clone()))),
            Sent::Streamed { open, .. } => open(),
        }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        RequestBody(Sent::Bytes(bytes))
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "RequestBody({length} bytes)"),
            None => f.write_str("RequestBody(streamed)"),
        }
    }
}

/// The body of an answer.
pub struct ResponseBody(ByteStream);

impl ResponseBody {
    /// A body that comes in pieces.
    pub fn streamed(pieces: ByteStream) -> Self {
        ResponseBody(pieces)
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        ResponseBody(Box::pin(Once(Some(bytes))))
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody")
    }
}

impl Stream for ResponseBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

/// One piece, if it is not empty.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().filter(|bytes| !bytes.is_empty()).map(Ok))
    }
}

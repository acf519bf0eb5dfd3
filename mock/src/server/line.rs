//! A connection on which an answer can be replaced by other bytes.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::script::{After, Script};

/// A socket that hyper reads and writes.
#[derive(Debug)]
pub(super) struct Line {
    stream: TcpStream,
    orders: Orders,
}

/// What the socket is told while hyper has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders(Arc<Mutex<Order>>);

#[derive(Debug, Default)]
enum Order {
    /// What hyper writes is sent.
    #[default]
    Pass,
    /// This is sent in place of the next answer.
    Play(Script),
    /// The answer was replaced; what hyper writes of it goes nowhere.
    Swallow,
    /// Nothing is sent any more.
    Silence,
}

impl Orders {
    /// The next answer is hyper's.
    pub(super) fn pass(&self) {
        *self.lock() = Order::Pass;
    }

    /// The next answer is this.
    pub(super) fn play(&self, script: Script) {
        *self.lock() = Order::Play(script);
    }

    fn lock(&self) -> MutexGuard<'_, Order> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    pub(super) fn new(stream: TcpStream, orders: Orders) -> Self {
        Line { stream, orders }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Line { stream, orders } = self.get_mut();
        let mut order = orders.lock();
        loop {
            match &mut *order {
                Order::Pass => return Pin::new(stream).poll_write(cx, bytes),
                Order::Swallow => return Poll::Ready(Ok(bytes.len())),
                Order::Silence => return gone(cx, stream).map(Err),
                Order::Play(script) => match ready!(script.poll(cx, stream))? {
                    After::KeepOpen => *order = Order::Swallow,
                    After::Silence => *order = Order::Silence,
                    After::Close => return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
                    After::Reset => {
                        stream.set_zero_linger()?;
                        return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
                    }
                },
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Ready when the client has closed the connection.
fn gone(cx: &mut Context<'_>, stream: &TcpStream) -> Poll<io::Error> {
    let mut byte = [0];
    match ready!(stream.poll_peek(cx, &mut ReadBuf::new(&mut byte))) {
        Ok(0) => Poll::Ready(io::ErrorKind::BrokenPipe.into()),
        // It asks for more, and waits.
        Ok(_) => Poll::Pending,
        Err(error) => Poll::Ready(error),
    }
}

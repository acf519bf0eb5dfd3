//! The service over HTTP.

mod gzip;
mod line;
mod script;

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use odata_core::transport::TransportError;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::delay::Delay;
use crate::pieces::{End, Pieces};
use crate::{Canned, MediaSum, MockService, SeenRequest};
use line::{Line, Orders};
use script::Script;

/// A [`MockService`] that answers HTTP/1.1 on a port of the loopback interface. It stops when it is dropped.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    root_path: String,
    task: AbortHandle,
}

impl MockServer {
    pub(crate) async fn start(service: MockService) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let root_path = service.config.root_path.clone();
        let task = tokio::spawn(accept(listener, service)).abort_handle();
        Ok(MockServer {
            address,
            root_path,
            task,
        })
    }

    /// The service root: `http://127.0.0.1:PORT/api/`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.root_path)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// How much room is made for a body before any of it came.
const MOST_AT_ONCE: u64 = 64 * 1024 * 1024;

/// Accepts connections; when this ends, the set drops them all.
async fn accept(listener: TcpListener, service: MockService) {
    let service = Arc::new(service);
    let mut connections = JoinSet::new();
    loop {
        // A connection that was gone before it was accepted is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        // Answers are small, and each is waited for.
        let _ = stream.set_nodelay(true);
        let (service, orders) = (Arc::clone(&service), Orders::default());
        let line = Line::new(stream, orders.clone());
        connections.spawn(async move {
            let respond = service_fn(move |request| {
                let (service, orders) = (Arc::clone(&service), orders.clone());
                async move { respond(&service, &orders, request).await }
            });
            // How a client ends its connection is its own business.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(line), respond)
                .await;
        });
    }
}

async fn respond(
    service: &MockService,
    orders: &Orders,
    request: http::Request<Incoming>,
) -> Result<http::Response<Sent>, Infallible> {
    orders.pass();
    let (head, body) = request.into_parts();
    let is_head = head.method == http::Method::HEAD;
    let seen = received(service, &head, body).await;
    let canned = service.handle(seen);
    Delay::new(canned.delay).await;
    let canned = gzip::packed(canned);
    if let Some(script) = Script::of(&canned, is_head) {
        orders.play(script);
        // Something that hyper writes, and nobody gets.
        let nothing = Canned::status(200).with_body(Pieces::new(Bytes::new(), None, End::Whole));
        return Ok(nothing.map(|pieces| Sent::new(pieces, true)));
    }
    let whole = canned.length();
    let is_cut = canned.cut.is_some();
    let mut response = canned.into_response();
    if !is_head {
        response.headers_mut().remove(CONTENT_LENGTH);
        let no_body = matches!(response.status().as_u16(), 204 | 304);
        if !no_body {
            response.headers_mut().insert(CONTENT_LENGTH, whole.into());
        }
    }
    let ends = !is_cut && (is_head || whole == 0);
    Ok(response.map(|pieces| Sent::new(pieces, ends)))
}

/// The request with its body; what is not kept of it is counted.
async fn received(service: &MockService, head: &Parts, mut body: Incoming) -> SeenRequest {
    let counts = service.counts_body(head);
    let announced = body.size_hint().lower().min(MOST_AT_ONCE);
    let mut kept = BytesMut::with_capacity(match counts {
        true => 0,
        false => usize::try_from(announced).unwrap_or_default(),
    });
    let mut sum = MediaSum::default();
    while let Some(frame) = body.frame().await {
        match frame.map(Frame::into_data) {
            Ok(Ok(piece)) if counts => sum.add(&piece),
            Ok(Ok(piece)) => kept.extend_from_slice(&piece),
            Ok(Err(_)) => {}
            // A client that goes away in the middle has sent nothing.
            Err(_) => return SeenRequest::new(head, Bytes::new()),
        }
    }
    SeenRequest {
        counted: counts.then_some(sum),
        ..SeenRequest::new(head, kept.freeze())
    }
}

/// A body on its way to a socket.
struct Sent {
    pieces: Pieces,
    /// Whether it is known that nothing comes.
    ends: bool,
    /// The error that it ends with, held back until what came before it was sent.
    broken: Option<TransportError>,
}

impl Sent {
    fn new(pieces: Pieces, ends: bool) -> Self {
        Sent {
            pieces,
            ends,
            broken: None,
        }
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        match ready!(Pin::new(&mut self.pieces).poll_next(cx)) {
            Some(Ok(piece)) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            Some(Err(error)) => {
                // Whoever drives the connection writes out what it has before it asks again.
                self.broken = Some(error);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ends
    }

    fn size_hint(&self) -> SizeHint {
        if self.ends {
            SizeHint::with_exact(0)
        } else {
            SizeHint::new()
        }
    }
}

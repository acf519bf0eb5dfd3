//! A transport that answers by a script, piece by piece, and stops where the script does.

use std::collections::HashMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream;
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

pub(crate) const ROOT: &str = "https://api.security.microsoft.com/api/";

/// What comes of a body.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Bytes(Bytes),
    /// Nothing more comes until somebody opens the gate.
    Gate,
    Broken,
}

/// Answers by path and query, what was asked, and whether the gate is open.
#[derive(Clone, Default)]
pub(crate) struct Script {
    pages: Arc<Mutex<HashMap<String, Vec<Piece>>>>,
    redirects: Arc<Mutex<HashMap<String, (u16, String)>>>,
    asked: Arc<Mutex<Vec<(String, String)>>>,
    gate: Arc<Mutex<Gate>>,
}

#[derive(Default)]
struct Gate {
    open: bool,
    waiting: Vec<Waker>,
}

impl Script {
    pub(crate) fn page(self, path: &str, pieces: Vec<Piece>) -> Self {
        self.pages.lock().unwrap().insert(path.to_owned(), pieces);
        self
    }

    /// Another place to ask, below the root.
    pub(crate) fn redirect(self, path: &str, status: u16, to: &str) -> Self {
        let to = match to.contains("://") {
            true => to.to_owned(),
            false => format!("{ROOT}{to}"),
        };
        let mut redirects = self.redirects.lock().unwrap();
        redirects.insert(path.to_owned(), (status, to));
        drop(redirects);
        self
    }

    /// A page in pieces of so many bytes.
    pub(crate) fn cut(self, path: &str, body: &[u8], length: usize) -> Self {
        self.page(path, cut(body, length))
    }

    pub(crate) fn client(&self) -> Defender {
        Defender::builder().transport(self.clone()).build().unwrap()
    }

    /// What was asked so far, below the root.
    pub(crate) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(_, path)| path.clone()).collect()
    }

    /// How it was asked.
    pub(crate) fn methods(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(method, _)| method.clone()).collect()
    }

    pub(crate) fn open(&self) {
        let mut gate = self.gate.lock().unwrap();
        gate.open = true;
        gate.waiting.drain(..).for_each(Waker::wake);
    }
}

pub(crate) fn cut(body: &[u8], length: usize) -> Vec<Piece> {
    body.chunks(length)
        .map(|piece| Piece::Bytes(Bytes::copy_from_slice(piece)))
        .collect()
}

pub(crate) fn text(text: &str) -> Piece {
    Piece::Bytes(Bytes::copy_from_slice(text.as_bytes()))
}

impl Transport for Script {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let url = request.uri().to_string();
        let path = url.strip_prefix(ROOT).unwrap_or(&url).to_owned();
        let method = request.method().to_string();
        self.asked.lock().unwrap().push((method, path.clone()));
        let redirect = self.redirects.lock().unwrap().get(&path).cloned();
        let pieces = self.pages.lock().unwrap().get(&path).cloned();
        let gate = self.gate.clone();
        Box::pin(async move {
            if let Some((status, to)) = redirect {
                let answer = http::Response::builder().status(status);
                let answer = answer
                    .header("location", to)
                    .body(ResponseBody::from(Bytes::new()));
                return answer.map_err(TransportError::other);
            }
            let status = if pieces.is_some() { 200 } else { 404 };
            let pieces = pieces.unwrap_or_default().into_iter();
            let body = ResponseBody::streamed(Box::pin(Pieces { pieces, gate }));
            let answer = http::Response::builder()
                .status(status)
                .header("content-type", "application/json")
                .body(body);
            answer.map_err(TransportError::other)
        })
    }
}

struct Pieces {
    pieces: std::vec::IntoIter<Piece>,
    gate: Arc<Mutex<Gate>>,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(Piece::Gate) = self.pieces.as_slice().first() {
            let mut gate = self.gate.lock().unwrap();
            if !gate.open {
                gate.waiting.push(cx.waker().clone());
                return Poll::Pending;
            }
            drop(gate);
            self.pieces.next();
        }
        Poll::Ready(match self.pieces.next() {
            Some(Piece::Bytes(bytes)) => Some(Ok(bytes)),
            Some(Piece::Broken) => Some(Err(TransportError::body("cut"))),
            Some(Piece::Gate) | None => None,
        })
    }
}

/// What a future gives that has to wait for nothing.
#[track_caller]
pub(crate) fn ready<T>(future: impl Future<Output = T>) -> T {
    poll(future).expect("it waits for something")
}

pub(crate) fn poll<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// Rows with these names.
pub(crate) fn rows(names: &[&str]) -> String {
    let rows: Vec<String> = names
        .iter()
        .map(|name| format!(r#"{{"fileName":"{name}"}}"#))
        .collect();
    rows.join(",")
}

//! Services that batches are sent to.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata_mock::{MockServer, MockService};
use serde_json::{Value as Json, json};

pub(crate) const CSDL: &str = include_str!("../../../specs/defender/metadata.xml");
pub(crate) const ROOT: &str = "https://api.security.microsoft.com/api/";

/// A service with so many files: `file0`, `file1`, ...
pub(crate) fn service(files: usize) -> MockService {
    let rows: Vec<Json> = (0..files)
        .map(|number| json!({"fileName": format!("file{number}"), "description": "d"}))
        .collect();
    MockService::from_csdl(CSDL)
        .and_then(|service| service.entity_set("libraryfiles", Json::from(rows)))
        .expect("a service")
}

pub(crate) fn client(service: &MockService) -> Defender {
    let builder = Defender::builder().transport(service.transport());
    builder
        .documented_limits(false)
        .bearer_token("secret")
        .build()
        .expect("a client")
}

/// The service on a port, and a client of it.
pub(crate) async fn over_tcp(service: &MockService) -> (MockServer, Defender) {
    let server = service.serve().await.expect("a port");
    let client = Defender::builder()
        .base_url(server.url())
        .allow_http()
        .documented_limits(false)
        .build()
        .expect("a client");
    (server, client)
}

/// A transport that gives one answer to everything, in pieces.
#[derive(Clone)]
pub(crate) struct Canned {
    content_type: String,
    pieces: Vec<Bytes>,
    is_cut: bool,
    pub(crate) sent: Arc<Mutex<Vec<(http::HeaderMap, Bytes)>>>,
}

impl Canned {
    pub(crate) fn new(content_type: &str, body: &str) -> Self {
        Canned {
            content_type: content_type.to_owned(),
            pieces: vec![Bytes::copy_from_slice(body.as_bytes())],
            is_cut: false,
            sent: Arc::default(),
        }
    }

    pub(crate) fn json(body: &Json) -> Self {
        Canned::new("application/json", &body.to_string())
    }

    pub(crate) fn in_pieces(mut self, length: usize) -> Self {
        let whole = self.pieces.concat();
        self.pieces = whole.chunks(length).map(Bytes::copy_from_slice).collect();
        self
    }

    /// The way to the service fails behind what was sent.
    pub(crate) fn cut(mut self) -> Self {
        self.is_cut = true;
        self
    }

    pub(crate) fn client(&self) -> Defender {
        let builder = Defender::builder().transport(self.clone());
        builder
            .retry(odata::Retry::never())
            .build()
            .expect("a client")
    }

    pub(crate) fn body(&self) -> String {
        let sent = self.sent.lock().unwrap();
        let (_, body) = sent.last().expect("it was asked");
        String::from_utf8(body.to_vec()).expect("text")
    }
}

impl Transport for Canned {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let body = request.body().as_bytes().cloned().unwrap_or_default();
        let headers = request.headers().clone();
        self.sent.lock().unwrap().push((headers, body));
        let mut pieces: Vec<Result<Bytes, TransportError>> =
            self.pieces.iter().cloned().map(Ok).collect();
        if self.is_cut {
            pieces.push(Err(TransportError::body("cut")));
        }
        Box::pin(async move {
            let pieces = Pieces(pieces.into_iter());
            http::Response::builder()
                .header("content-type", &self.content_type)
                .body(ResponseBody::streamed(Box::pin(pieces)))
                .map_err(TransportError::other)
        })
    }
}

struct Pieces(std::vec::IntoIter<Result<Bytes, TransportError>>);

impl futures_core::Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

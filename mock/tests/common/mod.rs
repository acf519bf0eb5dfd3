//! A service to ask, and a client that hides nothing.
#![allow(dead_code, reason = "each test binary uses its share")]

pub(crate) mod batches;
pub(crate) mod changing;
pub(crate) mod shop;

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use http::Request;
use odata_core::transport::{RequestBody, Transport, TransportError};
use odata_mock::{MockServer, MockService};
use serde_json::{Value as Json, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) const CSDL: &str = include_str!("../files.xml");

pub(crate) fn service() -> MockService {
    let files = json!([
        {
            "name": "a.ps1", "size": "9007199254740993", "price": "1.10", "content": "Zm8=",
            "origin": {"user": "ann", "host": null}, "tags": ["x", "y"],
            "builds": [{"vendor": "v", "number": 1}]
        },
        {"name": "b 50%/'q'.sh", "size": 20, "origin": null, "tags": []},
        {"name": "c.ps1", "size": 10, "tags": ["x"]},
        {"name": "d.txt", "size": null, "tags": []},
        {"name": "e.ps1", "size": 30, "tags": ["z"]},
    ]);
    let builds = json!([{"vendor": "v", "number": 1}, {"vendor": "v", "number": 2}]);
    MockService::from_csdl(CSDL)
        .and_then(|service| service.entity_set("files", files))
        .and_then(|service| service.entity_set("builds", builds))
        .and_then(|service| service.entity_set("machines", json!([{"id": 7, "group": 1}])))
        .unwrap()
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The message of an error body.
    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"].as_str().unwrap().to_owned()
    }

    /// The names of the files of a page.
    pub(crate) fn names(&self) -> Vec<String> {
        let json = self.json();
        let rows = json["value"]
            .as_array()
            .unwrap_or_else(|| panic!("no page: {json}"));
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// Sends a request as it is written and reads all that comes back.
pub(crate) async fn send(
    server: &MockServer,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
) -> Answer {
    send_body(server, method, target, headers, b"").await
}

/// Sends a request with a body as they are written and reads all that comes back.
pub(crate) async fn send_body(
    server: &MockServer,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut text = format!(
        "{method} {target} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
        server.address()
    );
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).await.unwrap();
    let end = whole
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a head");
    let head = String::from_utf8(whole[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer {
        status,
        headers,
        body: whole[end + 4..].to_vec(),
    }
}

pub(crate) async fn get(server: &MockServer, below_root: &str) -> Answer {
    send(server, "GET", &format!("/api/{below_root}"), &[]).await
}

/// Sends a request to the service without a socket; gives what came of the body before it broke off, if it did.
pub(crate) async fn in_process(
    service: &MockService,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> (Answer, Option<TransportError>) {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("http://mock.invalid{target}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = RequestBody::from(Bytes::copy_from_slice(body));
    let response = service.transport().send(request.body(body).unwrap()).await;
    let (head, mut pieces) = response.unwrap().into_parts();
    let (mut body, mut broken) = (Vec::new(), None);
    while let Some(piece) = poll_fn(|cx| Pin::new(&mut pieces).poll_next(cx)).await {
        match piece {
            Ok(piece) => body.extend_from_slice(&piece),
            Err(error) => broken = Some(error),
        }
    }
    let headers = head.headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap().to_owned();
        (name.as_str().to_owned(), value)
    });
    let answer = Answer {
        status: head.status.as_u16(),
        headers: headers.collect(),
        body,
    };
    (answer, broken)
}

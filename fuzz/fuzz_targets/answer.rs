//! Any answer from the network: its status, its headers, its body in any pieces. Whatever comes, a caller gets rows or an error.
#![no_main]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, ByteStream, RequestBody, ResponseBody, Transport, TransportError};

/// The same answer to every request.
#[derive(Clone)]
struct Always {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
    body: Bytes,
    pieces: usize,
    broken: bool,
}

impl Always {
    /// `STATUS` and how the body comes, lines `name: value`, an empty line, the body.
    fn read(text: &[u8]) -> Option<Self> {
        let [first, second, how, text @ ..] = text else {
            return None;
        };
        let (mut headers, mut rest) = (Vec::new(), text);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, behind) = rest.split_at(end);
            rest = behind.get(1..).unwrap_or_default();
            let Some(colon) = line.iter().position(|byte| *byte == b':') else {
                break;
            };
            let (name, value) = line.split_at(colon);
            let value = value.get(1..).unwrap_or_default().trim_ascii().to_vec();
            headers.push((String::from_utf8_lossy(name).trim().to_owned(), value));
        }
        Some(Always {
            status: 200 + u16::from_le_bytes([*first, *second]) % 400,
            headers,
            body: Bytes::copy_from_slice(rest),
            pieces: usize::from(how >> 1),
            broken: how & 1 == 1,
        })
    }

    fn answer(&self) -> Result<http::Response<ResponseBody>, TransportError> {
        let mut answer = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            let name = http::HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, http::HeaderValue::from_bytes(value)) {
                answer = answer.header(name, value);
            }
        }
        let mut rest = self.body.clone();
        let (length, broken) = (self.pieces.max(1), self.broken);
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            pieces.push(Ok(rest.split_to(length.min(rest.len()))));
        }
        if broken {
            pieces.push(Err(TransportError::body("cut")));
        }
        let pieces: ByteStream = Box::pin(futures_util::stream::iter(pieces));
        answer.body(ResponseBody::streamed(pieces)).map_err(TransportError::other)
    }
}

impl Transport for Always {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(std::future::ready(self.answer()))
    }
}

/// Nothing here waits for anything.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    for _ in 0..100_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return value;
        }
    }
    panic!("it waits for something that never comes");
}

fn shown<T>(result: odata::Result<T>) {
    if let Err(error) = result {
        assert!(!error.to_string().is_empty());
        let _ = (error.retry_after(), error.code(), error.request_id(), error.payload_path());
    }
}

fuzz_target!(|text: &[u8]| {
    let Some(always) = Always::read(text) else {
        return;
    };
    let client = Defender::builder().bearer_token("sesame").transport(always).documented_limits(false).build().expect("a client");
    let files = client.library_files();
    shown(ready(files.query().send()));
    shown(ready(files.query().metadata(odata::Metadata::Full).keep_annotations().by_post().send()));
    shown(ready(files.by_key("a").send()));
    shown(ready(files.by_key("a").delete().send()));
    shown(ready(files.total().send()));
    ready(async {
        let mut rows = files.query().stream();
        for _ in 0..200 {
            let Some(row) = rows.next().await else { break };
            shown(row);
        }
        let mut changes = files.query().track_changes();
        for _ in 0..200 {
            let Some(change) = changes.next().await else { break };
            shown(change);
        }
    });
});

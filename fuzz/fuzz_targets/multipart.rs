//! Any answer to a batch, as multipart or as JSON, whole or cut off. Whatever comes, each request has an answer or an error.
#![no_main]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use libfuzzer_sys::fuzz_target;
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, ByteStream, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Changes, Retry, Service as _};

/// The same answer to every batch.
#[derive(Clone)]
struct Always {
    content_type: &'static str,
    body: Bytes,
    broken: bool,
}

impl Transport for Always {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let mut pieces = vec![Ok(self.body.clone())];
        if self.broken {
            pieces.push(Err(TransportError::body("cut")));
        }
        let pieces: ByteStream = Box::pin(futures_util::stream::iter(pieces));
        let answer = http::Response::builder()
            .header("content-type", self.content_type)
            .body(ResponseBody::streamed(pieces))
            .map_err(TransportError::other);
        Box::pin(std::future::ready(answer))
    }
}

/// Nothing here waits for anything.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((how, body)) = bytes.split_first() else {
        return;
    };
    let always = Always {
        content_type: match how & 2 {
            0 => "multipart/mixed; boundary=b",
            _ => "application/json",
        },
        body: Bytes::copy_from_slice(body),
        broken: how & 1 == 1,
    };
    let builder = Defender::builder().transport(always).retry(Retry::never());
    let Ok(defender) = builder.documented_limits(false).build() else {
        return;
    };
    let files = defender.library_files();
    let mut batch = defender.client().batch();
    let one = batch.add(&files.by_key("a"));
    let page = batch.add(&files.top(2));
    let (new, gone) = batch.atomic(|group| {
        let new = group.add(&files.insert(&Changes::new().set(LibraryFile::FILE_NAME, "b")));
        (new, group.add(&files.by_key("c").delete()))
    });
    let total = batch.add(&files.total());
    let Ok(mut answers) = ready(batch.send()) else {
        return;
    };
    assert_eq!(answers.len(), 5);
    let errors = [
        answers.take(one).err(),
        answers.take(page).err(),
        answers.take(new).err(),
        answers.take(gone).err(),
        answers.take(total).err(),
    ];
    for error in errors.into_iter().flatten() {
        assert!(!error.to_string().is_empty());
    }
});

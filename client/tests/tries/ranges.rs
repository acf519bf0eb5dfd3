//! Bytes that a program goes on with itself, from a certain one on.

use odata::{RawQuery, Request as _, Service as _};

use crate::sequence::{Answer, Sequence};

const ALL: &str = "aäbcdef";

fn of(status: u16, etag: &str, range: &str, body: &str) -> Sequence {
    let headers = [("etag", etag), ("content-range", range)];
    let headers = headers.into_iter().filter(|(_, value)| !value.is_empty());
    let headers = headers.map(|(name, value)| (name, value.to_owned()));
    Sequence::of([Answer::Status(status, headers.collect(), body.to_owned())])
}

/// Those from byte 3 on, of what had the ETag `"1"`.
fn asked(script: &Sequence) -> RawQuery {
    let media = script.client().library_files().by_key("a").media();
    media.from_byte(3, Some("\"1\""))
}

/// Them as bytes, and as text.
async fn read(answer: impl Fn() -> Sequence) -> [odata::Result<Option<String>>; 2] {
    let bytes = asked(&answer()).bytes().await;
    let bytes = bytes.map(|bytes| bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()));
    [bytes, asked(&answer()).text().await]
}

#[tokio::test]
async fn what_comes_before_is_cut_off() {
    for (status, range, body) in [
        (206, "bytes 3-7/8", "bcdef"),
        // A part that begins earlier, and all of it, from a service that does not know ranges.
        (206, "bytes 1-7/8", "äbcdef"),
        (200, "", ALL),
    ] {
        for read in read(|| of(status, "\"1\"", range, body)).await {
            assert_eq!(read.unwrap().as_deref(), Some("bcdef"), "{status} {range}");
        }
    }
    // There are no more than were read before.
    for read in read(|| of(200, "\"1\"", "", "abc")).await {
        assert_eq!(read.unwrap().as_deref(), Some(""));
    }
    for read in read(|| of(204, "", "", "")).await {
        assert_eq!(read.unwrap(), None);
    }
}

/// 416 with the number of bytes that were read before says that they are all (RFC 9110, 14.4); what comes with it is the text of an error.
#[tokio::test]
async fn nothing_that_is_left_is_no_error() {
    let end = |etag: &'static str, range: &'static str| {
        move || {
            of(
                416,
                etag,
                range,
                r#"{"error":{"code":"InvalidRange","message":"no"}}"#,
            )
        }
    };
    for (etag, range) in [("\"1\"", "bytes */3"), ("", "bytes */3")] {
        for read in read(end(etag, range)).await {
            assert_eq!(read.unwrap().as_deref(), Some(""), "{range}");
        }
        let mut body = asked(&end(etag, range)()).open().await.unwrap().unwrap();
        assert_eq!((body.content_length(), body.content_type()), (None, None));
        assert!(body.next().await.is_none());
    }
    for range in [
        "bytes */2",
        "bytes */4",
        "bytes */*",
        "bytes 3-7/8",
        "pieces */3",
        "",
    ] {
        for read in read(end("\"1\"", range)).await {
            assert_eq!(read.unwrap_err().status().unwrap(), 416, "{range}");
        }
    }
    for read in read(end("\"2\"", "bytes */3")).await {
        let error = read.unwrap_err().to_string();
        assert!(error.contains("their ETag is another one"), "{error}");
    }
}

#[tokio::test]
async fn other_bytes_are_an_error() {
    for (status, etag, range, says) in [
        (200, "\"2\"", "", "their ETag is another one"),
        (206, "\"2\"", "bytes 3-7/8", "their ETag is another one"),
        (
            206,
            "\"1\"",
            "bytes 5-7/8",
            "bytes from 3 on were asked for",
        ),
        (206, "\"1\"", "", "bytes from 3 on were asked for"),
    ] {
        for read in read(|| of(status, etag, range, ALL)).await {
            let error = read.unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
            assert!(error.contains("[GET "), "{error}");
        }
    }
}

#[tokio::test]
async fn a_part_is_no_request_among_others() {
    let script = Sequence::of([]);
    let client = script.client();
    let part = asked(&script);
    let mut bytes = client.client().batch();
    let _ = bytes.add(&part);
    let mut text = client.client().batch();
    let _ = text.add(&part.as_text());
    for batch in [bytes, text] {
        let error = batch.send().await.unwrap_err();
        assert!(error.is_refused(), "{error}");
        assert!(
            error.to_string().contains("no request of a batch"),
            "{error}"
        );
    }
    let error = part.respond_async().send().await.unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert!(script.times().is_empty());
}

/// As a service that knows ranges says with 416: whoever has more bytes than there are has others.
#[tokio::test]
async fn fewer_bytes_than_were_read_before_are_an_error() {
    let answer = || of(200, "", "", "ab");
    let says = "bytes from 3 on were asked for, and there are no more than 2: those that were read before are others";
    for read in read(answer).await {
        let error = read.unwrap_err().to_string();
        assert!(error.contains(says) && error.contains("[GET "), "{error}");
    }
    let mut body = asked(&answer()).open().await.unwrap().unwrap();
    let error = body.next().await.unwrap().unwrap_err().to_string();
    assert!(error.contains(says) && error.contains("[GET "), "{error}");
    assert!(body.next().await.is_none());
}

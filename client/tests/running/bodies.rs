//! Bodies as servers and what stands between send them.

use std::time::{Duration, Instant};

use odata::{Error, Retry};

use crate::wire::{JSON, PAGE, Step, Wire, answer, json, ms, raw};

/// What comes of one page and of all of them: how many rows, or what is said.
async fn read(steps: Vec<Step>) -> [Result<usize, String>; 3] {
    let wire = Wire::of(move |_, _| steps.clone()).await;
    let client = wire.builder().retry(Retry::never()).build().unwrap();
    let files = client.library_files();
    let said = |error: Error| error.to_string();
    let page = files.query().send().await.map(|page| page.items.len());
    let all = files.all().await.map(|rows| rows.len());
    let total = files.query().total().send().await.map(|_| 0);
    [page.map_err(said), all.map_err(said), total.map_err(said)]
}

fn closed(mut steps: Vec<Step>) -> Vec<Step> {
    steps.push(Step::Close);
    steps
}

fn bytes(head: &str, body: &[u8]) -> Vec<Step> {
    let mut all = format!(
        "HTTP/1.1 200 OK\r\n{head}content-length: {}\r\n\r\n",
        body.len()
    );
    let mut all = std::mem::take(&mut all).into_bytes();
    all.extend_from_slice(body);
    vec![Step::Send(all)]
}

#[tokio::test]
async fn what_is_whole_is_read_however_it_is_framed() {
    let length = PAGE.len();
    let chunked = format!(
        "HTTP/1.1 200 OK\r\n{JSON}transfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n{length:x};ext=1\r\n{PAGE}\r\n0\r\nx-sum: 7\r\n\r\n"
    );
    for (what, steps) in [
        ("a byte order mark", json(&format!("\u{feff}{PAGE}"))),
        ("blanks", json(&format!(" \r\n{PAGE} \r\n\t"))),
        (
            "a charset",
            answer(
                "200 OK",
                "content-type: application/json; charset=ISO-8859-1\r\n",
                PAGE,
            ),
        ),
        ("chunks and trailers", raw(&chunked)),
        (
            "no length",
            closed(raw(&format!("HTTP/1.1 200 OK\r\n{JSON}\r\n{PAGE}"))),
        ),
        (
            "HTTP/1.0",
            closed(raw(&format!("HTTP/1.0 200 OK\r\n{JSON}\r\n{PAGE}"))),
        ),
        (
            "the length twice",
            answer(
                "200 OK",
                &format!("{JSON}content-length: {length}\r\n"),
                PAGE,
            ),
        ),
        (
            "a continuation",
            [raw("HTTP/1.1 100 Continue\r\n\r\n"), json(PAGE)].concat(),
        ),
        (
            "early hints",
            [
                raw("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
                json(PAGE),
            ]
            .concat(),
        ),
        (
            "identity",
            answer(
                "200 OK",
                &format!("{JSON}content-encoding: identity\r\n"),
                PAGE,
            ),
        ),
        (
            "a charset as encoding",
            answer(
                "200 OK",
                &format!("{JSON}content-encoding: UTF-8\r\n"),
                PAGE,
            ),
        ),
        (
            "203",
            answer("203 Non-Authoritative Information", JSON, PAGE),
        ),
        ("no reason", answer("200", JSON, PAGE)),
    ] {
        let [page, all, _] = read(steps).await;
        assert_eq!((page, all), (Ok(1), Ok(1)), "{what}");
    }
}

#[tokio::test]
async fn what_is_not_whole_or_something_else_is_told() {
    let utf16: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let long = format!("{JSON}content-length: 7\r\n");
    for (what, steps, said) in [
        ("something behind it", json(&format!("{PAGE}x")), ""),
        ("two of them", json(&format!("{PAGE}{PAGE}")), ""),
        ("UTF-16", bytes(JSON, &utf16), ""),
        (
            "br",
            bytes(&format!("{JSON}content-encoding: br\r\n"), b"\x1b\x00\x01"),
            "is packed as `br`",
        ),
        (
            "deflate",
            bytes(&format!("{JSON}content-encoding: deflate\r\n"), b"\x78\x9c"),
            "is packed as `deflate`",
        ),
        (
            "zstd",
            bytes(&format!("{JSON}content-encoding: gzip, zstd\r\n"), b"\x28"),
            "is packed as `zstd`",
        ),
        (
            "gzip that is none",
            bytes(
                &format!("{JSON}content-encoding: gzip\r\n"),
                PAGE.as_bytes(),
            ),
            "the answer broke off",
        ),
        ("two lengths", answer("200 OK", &long, PAGE), ""),
        (
            "a cut without a length",
            closed(raw(&format!(
                "HTTP/1.0 200 OK\r\n{JSON}\r\n{{\"value\":[{{\"fileName\":"
            ))),
            "the answer broke off",
        ),
        (
            "204 with a body",
            answer("204 No Content", JSON, PAGE),
            "204 No Content with an empty body",
        ),
        (
            "304",
            answer("304 Not Modified", "", ""),
            "304 Not Modified",
        ),
        (
            "no HTTP",
            raw("SSH-2.0-OpenSSH_9.6\r\n"),
            "could not be sent",
        ),
        ("nothing", vec![Step::Close], ""),
        (
            "a status that is none",
            answer("999 Whatever", JSON, PAGE),
            "999",
        ),
        (
            "a negative length",
            raw(&format!(
                "HTTP/1.1 200 OK\r\n{JSON}content-length: -1\r\n\r\n{PAGE}"
            )),
            "",
        ),
        (
            "many headers",
            answer("200 OK", &"x-a: b\r\n".repeat(2_000), PAGE),
            "",
        ),
    ] {
        for came in read(steps).await.into_iter().take(2) {
            let error = came.expect_err(what);
            assert!(error.contains(said), "{what}: {error}");
        }
    }
}

#[tokio::test]
async fn an_error_that_is_packed_is_told_by_its_status() {
    let packed = |status: &str| {
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-encoding: br\r\ncontent-length: 3\r\n\r\n");
        vec![Step::Send([head.as_bytes(), b"\x1b\x00\x01"].concat())]
    };
    let [page, ..] = read(packed("400 Bad Request")).await;
    let error = page.unwrap_err();
    assert!(error.contains("400 Bad Request: an empty body"), "{error}");
}

/// What is no JSON is told by its beginning, and nobody waits for an end that does not come.
#[tokio::test]
async fn a_page_of_html_without_end_holds_nobody_up() {
    let html = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\n6\r\n<html>\r\n";
    for (length, drip) in [("dripping", ms(20)), ("pouring", Duration::ZERO)] {
        let wire = Wire::of(move |_, _| {
            let mut steps = raw(html);
            steps.push(Step::Drip("4\r\n<br>\r\n", drip));
            steps
        })
        .await;
        let client = wire.builder().retry(Retry::never()).try_timeout(ms(300));
        let client = client.build().unwrap();
        let files = client.library_files();
        let start = Instant::now();
        let page = files.query().send().await.map(|page| page.items.len());
        let rows = files.stream().next().await.unwrap().map(|_| 1);
        let one = files.by_key("a").send().await.map(|_| 1);
        for came in [page, rows, one] {
            let error = came.unwrap_err().to_string();
            assert!(
                error.contains("time ran out") || error.contains("not JSON"),
                "{length}: {error}"
            );
        }
        assert!(
            start.elapsed() < Duration::from_secs(8),
            "{length}: {:?}",
            start.elapsed()
        );
    }
}

/// The same of an error: its status is known.
#[tokio::test]
async fn an_error_without_end_holds_nobody_up() {
    let wire = Wire::of(|_, _| {
        let mut steps = raw("HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n");
        steps.push(Step::Drip("2\r\nno\r\n", ms(20)));
        steps
    })
    .await;
    let client = wire.builder().retry(Retry::never()).try_timeout(ms(300));
    let start = Instant::now();
    let error = client.build().unwrap().library_files().send().await;
    error.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5));
}

/// A gzip file of one block that is not compressed (RFC 1951, 3.2.4; RFC 1952), of which the sum is that of `right`.
fn gzip(text: &[u8], right: &[u8]) -> Vec<u8> {
    let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    let length = u16::try_from(text.len()).unwrap();
    file.extend(length.to_le_bytes());
    file.extend((!length).to_le_bytes());
    file.extend(text);
    let mut crc = !0_u32;
    for byte in right {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
        }
    }
    file.extend((!crc).to_le_bytes());
    file.extend(u32::try_from(right.len()).unwrap().to_le_bytes());
    file
}

#[tokio::test]
async fn a_page_that_was_spoilt_on_its_way_is_asked_for_again() {
    let right = r#"{"value":[{"fileName":"a"},{"fileName":"b"}]}"#;
    // One byte is another one, so that it is no JSON any more, and the sum at the end says so.
    let wrong = right.replace(r#""b"}"#, r#""b"]"#);
    for all in [false, true] {
        let (right, wrong) = (right.to_owned(), wrong.clone());
        let wire = Wire::of(move |number, _| {
            let text = if number == 0 { &wrong } else { &right };
            let packed = gzip(text.as_bytes(), right.as_bytes());
            bytes(&format!("{JSON}content-encoding: gzip\r\n"), &packed)
        })
        .await;
        let files = wire.client().library_files();
        let rows = match all {
            true => files.all().await.map(|rows| rows.len()),
            false => files.query().send().await.map(|page| page.items.len()),
        };
        assert_eq!(rows.unwrap(), 2, "all: {all}");
        assert_eq!(wire.asked().len(), 2, "all: {all}");
    }
}

/// A page that cannot be read, of which the rest does not come, is told all the same.
#[tokio::test(start_paused = true)]
async fn the_rest_of_a_page_that_cannot_be_read_is_not_waited_for_long() {
    use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
    struct Dripping;
    impl Transport for Dripping {
        fn send(
            &self,
            _: http::Request<RequestBody>,
        ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
            let blanks = futures_util::stream::unfold(0, |count| async move {
                if count > 0 {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                let piece = if count == 0 { "{\"value\":[}" } else { " " };
                Some((Ok(bytes::Bytes::from_static(piece.as_bytes())), count + 1))
            });
            let answer = http::Response::builder().header("content-type", "application/json");
            let answer = answer.body(ResponseBody::streamed(Box::pin(blanks)));
            Box::pin(std::future::ready(answer.map_err(TransportError::other)))
        }
    }
    let client = odata::doc_example::Defender::builder().transport(Dripping);
    let client = client.build().unwrap();
    for all in [true, false] {
        let start = tokio::time::Instant::now();
        let error = match all {
            true => client.library_files().all().await.map(drop),
            false => client.library_files().send().await.map(drop),
        };
        assert!(error.unwrap_err().is_decode());
        assert!(
            start.elapsed() < Duration::from_secs(15),
            "{:?}",
            start.elapsed()
        );
    }
}

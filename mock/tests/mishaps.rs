//! What befalls answers on their way, as it looks on the socket and in process.

mod common;

use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use common::{Answer, in_process, service};
use flate2::read::GzDecoder;
use odata_mock::{Canned, Mishap, MockServer, MockService, Trouble};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How a connection looks when nothing comes any more.
#[derive(Debug, PartialEq)]
enum Left {
    Closed,
    Reset,
    Open,
}

/// Long enough for what comes at once, on a machine that does something else.
const AWHILE: Duration = Duration::from_millis(300);

async fn connected(server: &MockServer) -> TcpStream {
    TcpStream::connect(server.address()).await.unwrap()
}

async fn ask(stream: &mut TcpStream, headers: &str) {
    let request = format!("GET /api/files HTTP/1.1\r\nhost: mock\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// All that comes, and what is left of the connection.
async fn read(stream: &mut TcpStream) -> (Vec<u8>, Left) {
    let mut whole = Vec::new();
    loop {
        match timeout(AWHILE, stream.read_buf(&mut whole)).await {
            Err(_) => return (whole, Left::Open),
            Ok(Ok(0)) => return (whole, Left::Closed),
            Ok(Ok(_)) => (),
            Ok(Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::ConnectionReset);
                return (whole, Left::Reset);
            }
        }
    }
}

/// Head and body of what came.
fn parts(whole: &[u8]) -> (String, Vec<u8>) {
    let end = whole.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head: {}", String::from_utf8_lossy(whole)));
    let head = String::from_utf8(whole[..end].to_vec()).unwrap();
    (head.to_lowercase(), whole[end + 4..].to_vec())
}

fn length(head: &str) -> usize {
    let mut lines = head.lines();
    let said = lines.find_map(|line| line.strip_prefix("content-length: "));
    said.expect("a length").parse().unwrap()
}

/// One request over a connection that stays open, and the same in process.
async fn meet(trouble: Trouble) -> ((Vec<u8>, Left), TcpStream, MockServer, Answer, bool) {
    let server = service()
        .trouble_once(trouble.clone())
        .serve()
        .await
        .unwrap();
    let mut stream = connected(&server).await;
    ask(&mut stream, "").await;
    let over_http = read(&mut stream).await;
    let service = service().trouble_once(trouble);
    let (answer, broken) = in_process(&service, "GET", "/api/files", &[], b"").await;
    (over_http, stream, server, answer, broken.is_some())
}

/// The body that comes when nothing goes wrong.
async fn whole(origin: &str) -> String {
    let (answer, _) = in_process(&service(), "GET", "/api/files", &[], b"").await;
    answer.text().replace("http://mock.invalid", origin)
}

#[tokio::test]
async fn a_length_that_is_too_great_ends_too_early() {
    let ((came, left), _, _, answer, broken) = meet(Trouble::length_too_great()).await;
    let (head, body) = parts(&came);
    assert_eq!(String::from_utf8(body).unwrap(), whole("http://mock").await);
    assert!(length(&head) > came.len(), "{head}");
    assert_eq!(left, Left::Closed);
    assert!(broken && answer.json()["value"].is_array());
}

#[tokio::test]
async fn a_length_that_is_too_small_leaves_bytes_behind() {
    let ((came, left), mut stream, _server, answer, broken) =
        meet(Trouble::length_too_small()).await;
    let (head, body) = parts(&came);
    assert_eq!((length(&head), left), (body.len() / 2, Left::Open));
    assert_eq!(String::from_utf8(body).unwrap(), whole("http://mock").await);
    ask(&mut stream, "").await;
    let (next, _) = read(&mut stream).await;
    let (head, body) = parts(&next);
    assert_eq!(
        length(&head),
        body.len(),
        "the next answer is as it should be"
    );
    assert!(!broken);
    let half: usize = answer.header("content-length").parse().unwrap();
    assert_eq!(
        (answer.body.len(), answer.text().ends_with('}')),
        (half, false)
    );
}

#[tokio::test]
async fn a_connection_is_reset() {
    let service = service().trouble_once(Trouble::reset());
    let server = service.serve().await.unwrap();
    let mut stream = connected(&server).await;
    ask(&mut stream, "").await;
    assert_eq!(read(&mut stream).await, (Vec::new(), Left::Reset));
    let mut stream = connected(&server).await;
    ask(&mut stream, "").await;
    assert!(read(&mut stream).await.0.starts_with(b"HTTP/1.1 200 "));
    assert_eq!(service.counts().troubled, 1);

    let ((came, left), _, _, answer, broken) = meet(Trouble::reset_in_body()).await;
    // What came before the reset may be lost with it.
    assert_eq!(left, Left::Reset);
    if !came.is_empty() {
        let (head, body) = parts(&came);
        assert!(body.len() <= length(&head) / 2);
    }
    assert!(broken && !answer.body.is_empty());
}

#[tokio::test]
async fn in_process_a_reset_is_an_error_of_the_transport() {
    use odata_core::transport::{RequestBody, Transport};
    let service = service().trouble_once(Trouble::reset());
    let request = http::Request::get("http://mock.invalid/api/files");
    let sent = service
        .transport()
        .send(request.body(RequestBody::empty()).unwrap())
        .await;
    let error = sent.err().unwrap();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(!error.is_connect() && source.contains("reset"), "{source}");
}

#[tokio::test]
async fn nothing_comes_and_nobody_hangs_up() {
    let service = service()
        .trouble_once(Trouble::silence())
        .trouble_once(Trouble::stop_in_body());
    let server = service.serve().await.unwrap();
    let mut stream = connected(&server).await;
    ask(&mut stream, "").await;
    assert_eq!(read(&mut stream).await, (Vec::new(), Left::Open));
    let mut stream = connected(&server).await;
    ask(&mut stream, "").await;
    let (came, left) = read(&mut stream).await;
    let (head, body) = parts(&came);
    assert_eq!((body.len(), left), (length(&head) / 2, Left::Open));
    // Nor does anything come when the client closes its side: it is told that the connection is at its end.
    stream.shutdown().await.unwrap();
    assert_eq!(read(&mut stream).await, (Vec::new(), Left::Closed));
}

#[tokio::test]
async fn in_process_nothing_comes_either() {
    for trouble in [Trouble::silence(), Trouble::stop_in_body()] {
        let service = service().trouble_once(trouble);
        let asked = in_process(&service, "GET", "/api/files", &[], b"");
        assert!(timeout(Duration::from_millis(50), asked).await.is_err());
    }
}

#[tokio::test]
async fn a_head_drips() {
    let service = service().intercept(|_| {
        Some(Canned::html("<p>").mishap(Mishap::DripHead(Duration::from_millis(1))))
    });
    let server = service.serve().await.unwrap();
    let mut stream = connected(&server).await;
    let start = Instant::now();
    ask(&mut stream, "connection: close\r\n").await;
    let (came, left) = read(&mut stream).await;
    let (head, body) = parts(&came);
    assert_eq!((body.as_slice(), left), (b"<p>".as_slice(), Left::Closed));
    assert!(start.elapsed() >= Duration::from_millis(head.len() as u64));
    let start = Instant::now();
    in_process(&service, "GET", "/", &[], b"").await;
    assert!(start.elapsed() >= Duration::from_millis(30));
}

fn unpacked(body: &[u8]) -> std::io::Result<String> {
    let mut text = String::new();
    GzDecoder::new(body).read_to_string(&mut text).map(|_| text)
}

async fn packed(service: MockService, headers: &str) -> (String, Vec<u8>) {
    let server = service.serve().await.unwrap();
    let mut stream = connected(&server).await;
    ask(&mut stream, &format!("connection: close\r\n{headers}")).await;
    parts(&read(&mut stream).await.0)
}

#[tokio::test]
async fn bodies_are_packed_for_those_who_accept_it() {
    let (head, body) = packed(service().gzip(), "accept-encoding: br, gzip\r\n").await;
    assert!(
        head.contains("\r\ncontent-encoding: gzip") && head.contains("\r\nvary: accept-encoding")
    );
    assert_eq!(
        (length(&head), unpacked(&body).unwrap()),
        (body.len(), whole("http://mock").await)
    );
    let (head, body) = packed(service().gzip(), "").await;
    assert!(!head.contains("content-encoding"), "{head}");
    assert_eq!(body, whole("http://mock").await.into_bytes());
    let cut = service().gzip().trouble_once(Trouble::cut_off());
    let (head, body) = packed(cut, "accept-encoding: gzip\r\n").await;
    assert!(body.len() < length(&head) && unpacked(&body).is_err());
}

#[tokio::test]
async fn packed_bodies_are_broken() {
    let (head, body) = packed(service().trouble_once(Trouble::corrupt_gzip()), "").await;
    assert!(head.contains("\r\ncontent-encoding: gzip"));
    assert_eq!(
        length(&head),
        body.len(),
        "HTTP has nothing to complain about"
    );
    assert!(unpacked(&body).is_err());
    let (head, body) = packed(service().trouble_once(Trouble::cut_gzip()), "").await;
    assert_eq!(length(&head), body.len());
    assert_eq!(
        unpacked(&body).unwrap_err().kind(),
        ErrorKind::UnexpectedEof
    );
    for trouble in [Trouble::corrupt_gzip(), Trouble::cut_gzip()] {
        let service = service().trouble_once(trouble);
        let (answer, broken) = in_process(&service, "GET", "/api/files", &[], b"").await;
        assert!(broken.is_some_and(|error| error.is_body()));
        assert!(answer.header("content-encoding").is_empty());
        assert!(
            answer.text().starts_with("{\"@odata.context\""),
            "some of it is unpacked"
        );
    }
}

//! Answers that come later, and requests that come twice, as they are on the wire.

mod common;

use std::time::{Duration, SystemTime};

use common::{Answer, send_body, service};
use odata_mock::{MockServer, MockService};

const JSON: (&str, &str) = ("content-type", "application/json");
const LATER: (&str, &str) = ("prefer", "return=representation, respond-async");
const NEW: &[u8] = br#"{"name":"n","size":1}"#;

async fn insert(server: &MockServer, headers: &[(&str, &str)]) -> Answer {
    send_body(server, "POST", "/api/files", headers, NEW).await
}

async fn ask(server: &MockServer, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
    send_body(server, method, target, headers, b"").await
}

/// How often the file is there.
async fn count(server: &MockServer) -> usize {
    let target = "/api/files?$filter=startswith(name,'n')";
    ask(server, "GET", target, &[]).await.names().len()
}

#[tokio::test]
async fn a_monitor_tells_when_it_is_done() {
    let server = service().respond_async(1).serve().await.unwrap();
    let accepted = insert(&server, &[JSON, LATER]).await;
    assert_eq!((accepted.status, accepted.body.len()), (202, 0));
    assert_eq!(accepted.header("preference-applied"), "respond-async");
    let monitor = format!("{}$async/1", server.url());
    assert_eq!(accepted.header("location"), monitor);
    let place = "/api/$async/1";
    let busy = ask(&server, "GET", place, &[]).await;
    assert_eq!((busy.status, busy.header("location")), (202, &*monitor));
    assert_eq!(count(&server).await, 0);

    let done = ask(&server, "GET", place, &[]).await;
    assert_eq!((done.status, done.header("asyncresult")), (200, "201"));
    assert_eq!(done.json()["name"], "n");
    assert_eq!(count(&server).await, 1);
    for header in [("odata-maxversion", "4.0"), ("accept", "application/http")] {
        let done = ask(&server, "GET", place, &[header]).await;
        assert_eq!(done.header("content-type"), "application/http");
        assert_eq!(done.header("content-transfer-encoding"), "binary");
        let text = done.text();
        assert!(text.starts_with("HTTP/1.1 201 Created\r\n"), "{text}");
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("\r\nlocation: "), "{head}");
        assert!(body.contains("\"name\":\"n\""), "{body}");
    }
    assert_eq!(ask(&server, "PUT", place, &[]).await.status, 405);
    assert_eq!(ask(&server, "DELETE", place, &[]).await.status, 204);
    for gone in [place, "/api/$async/2", "/api/$async/x"] {
        assert_eq!(ask(&server, "GET", gone, &[]).await.status, 404, "{gone}");
    }
    assert_eq!(count(&server).await, 1);
    assert_eq!(
        insert(&server, &[JSON]).await.status,
        409,
        "at once, unless it is preferred"
    );
}

#[tokio::test]
async fn what_is_cancelled_is_never_done_and_who_may_not_ask_is_told_at_once() {
    let short = Duration::from_millis(30);
    let server = service().respond_async_after(short).require_token("t");
    let server = server.serve().await.unwrap();
    assert_eq!(insert(&server, &[JSON, LATER]).await.status, 401);
    let token = ("authorization", "Bearer t");
    let accepted = insert(&server, &[JSON, LATER, token]).await;
    assert_eq!(
        (accepted.status, accepted.header("retry-after")),
        (202, "1")
    );
    assert_eq!(
        ask(&server, "DELETE", "/api/$async/1", &[]).await.status,
        401
    );
    assert_eq!(
        ask(&server, "DELETE", "/api/$async/1", &[token])
            .await
            .status,
        204
    );
    assert_eq!(insert(&server, &[JSON, LATER, token]).await.status, 202);
    tokio::time::sleep(short).await;
    let gone = ask(&server, "GET", "/api/$async/1", &[token]).await;
    let done = ask(&server, "GET", "/api/$async/2", &[token]).await;
    assert_eq!((gone.status, done.header("asyncresult")), (404, "201"));
}

fn date(ago: u64) -> String {
    let when = SystemTime::now() - Duration::from_secs(ago);
    httpdate::fmt_http_date(when)
}

async fn remembering() -> MockServer {
    let service: MockService = service().repeatable(Duration::from_secs(60));
    service.serve().await.unwrap()
}

#[tokio::test]
async fn what_comes_twice_is_done_once() {
    let server = remembering().await;
    let now = date(1);
    let id = ("repeatability-request-id", "1");
    let sent = ("repeatability-first-sent", &*now);
    let first = insert(&server, &[JSON, id, sent]).await;
    let second = insert(&server, &[JSON, id, sent]).await;
    for answer in [&first, &second] {
        assert_eq!(answer.status, 201);
        assert_eq!(answer.header("repeatability-result"), "accepted");
    }
    assert_eq!((first.text(), count(&server).await), (second.text(), 1));
    // Another one, or the same one of somebody else.
    for other in [
        &[JSON, ("repeatability-request-id", "2"), sent][..],
        &[JSON, id, sent, ("repeatability-client-id", "b")],
    ] {
        let answer = insert(&server, other).await;
        assert_eq!(
            (answer.status, answer.header("repeatability-result")),
            (409, "accepted")
        );
    }
    let plain = insert(&server, &[JSON]).await;
    assert_eq!(
        (plain.status, plain.header("repeatability-result")),
        (409, "")
    );
    let delete = |id| {
        let server = &server;
        let headers = [("repeatability-request-id", id), sent];
        async move {
            ask(server, "DELETE", "/api/files('n')", &headers)
                .await
                .status
        }
    };
    assert_eq!(
        [delete("3").await, delete("3").await, delete("4").await],
        [204, 204, 404]
    );
}

#[tokio::test]
async fn what_would_not_be_known_is_rejected() {
    let server = remembering().await;
    let (now, old) = (date(1), date(90));
    let id = ("repeatability-request-id", "1");
    let sent = |date| ("repeatability-first-sent", date);
    for (headers, status) in [
        (&[JSON, id][..], 400),
        (&[JSON, sent(&*now)], 400),
        (&[JSON, ("repeatability-request-id", ""), sent(&now)], 400),
        (&[JSON, id, sent("yesterday")], 400),
        (&[JSON, id, sent(&old)], 412),
    ] {
        let answer = insert(&server, headers).await;
        assert_eq!(answer.status, status, "{headers:?}");
        assert_eq!(answer.header("repeatability-result"), "rejected");
    }
    assert_eq!(count(&server).await, 0);
    assert_eq!(insert(&server, &[JSON, id, sent(&now)]).await.status, 201);
    let headers = [JSON, id, sent(&*now)];
    let other = send_body(
        &server,
        "POST",
        "/api/files",
        &headers,
        b"{\"name\":\"n2\"}",
    )
    .await;
    assert_eq!((other.status, count(&server).await), (400, 1));
}

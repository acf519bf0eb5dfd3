//! Batches as they are written, and what comes of them.

use odata_mock::MockService;
use serde_json::{Value as Json, json};

use super::{Answer, in_process};

pub(crate) const MULTIPART: (&str, &str) = ("content-type", "multipart/mixed; boundary=b");
pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");

pub(crate) async fn ask(service: &MockService, headers: &[(&str, &str)], body: &str) -> Answer {
    let (answer, broken) =
        in_process(service, "POST", "/api/$batch", headers, body.as_bytes()).await;
    assert!(broken.is_none());
    answer
}

pub(crate) async fn ask_json(service: &MockService, requests: &Json) -> Vec<Json> {
    let body = json!({ "requests": requests }).to_string();
    let answer = ask(service, &[JSON, ("prefer", "continue-on-error")], &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        answer.header("preference-applied"),
        "odata.continue-on-error"
    );
    answer.json()["responses"].as_array().unwrap().clone()
}

pub(crate) async fn get(service: &MockService, path: &str) -> Answer {
    in_process(service, "GET", &format!("/api/{path}"), &[], b"")
        .await
        .0
}

pub(crate) fn request(line: &str, more: &str) -> String {
    format!(
        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{line} HTTP/1.1\r\n{more}\r\n\r\n"
    )
}

pub(crate) fn change(id: &str, line: &str, body: &str) -> String {
    format!(
        "--c\r\nContent-Type: application/http\r\nContent-ID: {id}\r\n\r\n{line} HTTP/1.1\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}\r\n",
        body.len()
    )
}

pub(crate) fn change_set(changes: &[String]) -> String {
    format!(
        "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n{}--c--\r\n\r\n",
        changes.concat()
    )
}

/// The status lines of an answer, in order.
pub(crate) fn statuses(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = answer.text();
    let lines = text
        .lines()
        .filter_map(|line| line.strip_prefix("HTTP/1.1 "));
    lines.map(str::to_owned).collect()
}

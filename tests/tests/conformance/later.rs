//! Answers that come later (Protocol, 11.6).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use odata::{AsyncAnswer, Request as _};
use odata_mock::Canned;
use odata_tests::atlas::Place;
use serde_json::json;

use crate::wire::Version::{self, V4_0};
use crate::wire::Wire;

/// The answer as the monitor of that version gives it: within another answer, or with its status beside it (8.3.1).
fn done(version: Version) -> Canned {
    let place = version.answer(&json!({"id": 1, "name": "Rome"}));
    if version != V4_0 {
        return place.header("asyncresult", "200");
    }
    let body = String::from_utf8(place.body.to_vec()).expect("text");
    let whole = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{body}");
    Canned::status(200)
        .header("content-type", "application/http")
        .header("content-transfer-encoding", "binary")
        .body(whole)
}

pub(crate) async fn asynchronous_answers_are_supported(version: Version) {
    let polls = AtomicUsize::new(0);
    let wire = Wire::answering(move |request| {
        let busy = || Canned::status(202).header("location", "/monitors/1");
        let is_monitor = request.path() == "/monitors/1";
        Some(match (request.method.as_str(), is_monitor) {
            ("DELETE", true) => Canned::status(204),
            (_, false) => busy().header("retry-after", "0"),
            _ if polls.fetch_add(1, Ordering::Relaxed) < 2 => busy(),
            _ => done(version),
        })
    })
    .await;
    let asked = || wire.atlas().places().by_key(1).respond_async();
    let AsyncAnswer::Pending(pending) = asked().send().await.expect("accepted") else {
        panic!("it was not answered at once");
    };
    let short = Duration::from_millis(5);
    let mut pending = pending.intervals(short, short);
    let place: Place = pending.wait().await.expect("a place");
    assert_eq!(place.name, "Rome");
    let AsyncAnswer::Pending(pending) = asked().send().await.expect("accepted") else {
        panic!("it was not answered at once");
    };
    pending.cancel().await.expect("cancelled");
    let requests = wire.service.requests();
    let all: Vec<String> = requests
        .iter()
        .map(|request| format!("{} {}", request.method, request.path()))
        .collect();
    let (place, monitor) = ("GET /api/places(1)", "GET /monitors/1");
    let cancelled = "DELETE /monitors/1";
    assert_eq!(all, [place, monitor, monitor, monitor, place, cancelled]);
    assert_eq!(requests[0].header("prefer"), Some("respond-async"));
}

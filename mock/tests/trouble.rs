//! The service at its worst.

mod common;

use std::time::{Duration, Instant, SystemTime};

use common::{Answer, get, in_process, send, send_body, service};
use odata_mock::{Canned, Trouble};
use serde_json::json;

/// What the first request and the second meet, over HTTP and in process.
async fn meet(trouble: Trouble, path: &str) -> [(Answer, bool); 2] {
    let server = service().page_size(2).trouble_once(trouble.clone());
    let server = server.serve().await.unwrap();
    let over_http = get(&server, path).await;
    let length = over_http.header("content-length").parse().unwrap_or(0);
    let cut = over_http.body.len() < length;
    assert_eq!(get(&server, path).await.status, 200, "only once");

    let service = service().page_size(2).trouble_once(trouble);
    let (answer, broken) = in_process(&service, "GET", &format!("/api/{path}"), &[], b"").await;
    assert!(broken.as_ref().is_none_or(|error| error.is_body()));
    assert_eq!(answer.status, over_http.status);
    [(over_http, cut), (answer, broken.is_some())]
}

#[tokio::test]
async fn each_trouble() {
    for (answer, cut) in meet(
        Trouble::too_many_requests(Duration::from_millis(1500)),
        "files",
    )
    .await
    {
        assert_eq!(
            (answer.status, answer.header("retry-after"), cut),
            (429, "2", false)
        );
        assert_eq!(answer.json()["error"]["code"], "TooManyRequests");
    }
    for (answer, _) in meet(Trouble::server_error(), "files").await {
        assert_eq!((answer.status, answer.message().is_empty()), (500, false));
    }
    for (answer, _) in meet(Trouble::answer(Canned::html("<p>")), "files").await {
        assert_eq!(answer.text(), "<p>");
    }
    for (answer, cut) in meet(Trouble::cut_off(), "files").await {
        assert!(cut && answer.status == 200);
        assert!(
            answer.text().starts_with("{\"@odata.context\":"),
            "half of it comes"
        );
        assert!(serde_json::from_slice::<serde_json::Value>(&answer.body).is_err());
    }
    for (answer, _) in meet(Trouble::content_type("text/html"), "files").await {
        assert_eq!(
            (answer.header("content-type"), answer.names().len()),
            ("text/html", 2)
        );
    }
    for path in ["files?$top=2", "files?$top=3"] {
        for (answer, _) in meet(Trouble::next_link_loop(), path).await {
            let json = answer.json();
            assert!(
                json["@odata.nextLink"]
                    .as_str()
                    .unwrap()
                    .ends_with(&format!("/api/{path}"))
            );
            assert_eq!(answer.text().matches("nextLink").count(), 1);
            assert!(answer.text().contains("9007199254740993,\"price\":1.10,"));
        }
    }
    for (answer, _) in meet(Trouble::next_link_loop(), "files('c.ps1')").await {
        assert!(!answer.text().contains("nextLink"));
    }
    for (answer, _) in meet(
        Trouble::redirect("https://elsewhere.example/"),
        "files?$top=1",
    )
    .await
    {
        let wanted = "https://elsewhere.example/api/files?$top=1";
        assert_eq!((answer.status, answer.header("location")), (307, wanted));
    }
}

#[tokio::test]
async fn answers_of_gateways_and_sign_in_pages() {
    for (answer, cut) in meet(
        Trouble::service_unavailable(Duration::from_millis(2500)),
        "files",
    )
    .await
    {
        assert_eq!(
            (answer.status, answer.header("retry-after"), cut),
            (503, "3", false)
        );
        assert_eq!(answer.json()["error"]["code"], "ServiceUnavailable");
    }
    let before = SystemTime::now();
    let wait = Duration::from_secs(90);
    for (answer, _) in meet(Trouble::service_unavailable_until(wait), "files").await {
        let until = httpdate::parse_http_date(answer.header("retry-after")).unwrap();
        assert_eq!(answer.status, 503);
        assert!(answer.header("retry-after").ends_with(" GMT"));
        assert!(
            until >= before + wait && until <= SystemTime::now() + wait + Duration::from_secs(1)
        );
    }
    for (answer, _) in meet(Trouble::unauthorized(), "files").await {
        let challenge = answer.header("www-authenticate");
        assert_eq!(
            (answer.status, challenge),
            (401, "Bearer error=\"invalid_token\"")
        );
    }
    for (answer, _) in meet(Trouble::html(), "files").await {
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "text/html; charset=utf-8")
        );
        assert!(answer.text().starts_with("<!DOCTYPE html>"));
    }
    for (answer, cut) in meet(Trouble::empty_body(), "files").await {
        assert_eq!((answer.status, answer.body.len(), cut), (200, 0, false));
        assert!(
            answer
                .header("content-type")
                .starts_with("application/json")
        );
    }
}

#[tokio::test]
async fn redirects_lead_back() {
    let itself = service().trouble_when(|_| true, Trouble::redirect_to_itself());
    let (answer, _) = in_process(&itself, "GET", "/api/files?$top=1", &[], b"").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (307, "http://mock.invalid/api/files?$top=1")
    );
    let circle = service().trouble_when(|_| true, Trouble::redirect_in_circle());
    for start in ["/api/files", "/api/files?$top=1"] {
        let mut target = start.to_owned();
        for at in 0..4 {
            let (answer, _) = in_process(&circle, "GET", &target, &[], b"").await;
            assert_eq!(answer.status, 307);
            let location = answer
                .header("location")
                .strip_prefix("http://mock.invalid");
            target = location.unwrap().to_owned();
            assert_eq!(target == start, at % 2 == 1, "{target}");
        }
    }
    // The other place of the circle is one that the service answers.
    let once = service().trouble_once(Trouble::redirect_in_circle());
    let (answer, _) = in_process(&once, "GET", "/api/files?$top=1", &[], b"").await;
    let location = answer
        .header("location")
        .strip_prefix("http://mock.invalid");
    let (answer, _) = in_process(&once, "GET", location.unwrap(), &[], b"").await;
    assert_eq!(answer.names().len(), 1);
}

#[tokio::test]
async fn slow_answers_take_their_time() {
    let wait = Duration::from_millis(60);
    for trouble in [Trouble::slow(wait), Trouble::slow_pieces(100, wait)] {
        let start = Instant::now();
        for (answer, cut) in meet(trouble, "files").await {
            assert_eq!((answer.names().len(), cut), (2, false));
        }
        assert!(start.elapsed() >= 2 * wait, "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn troubles_come_in_turn_and_under_conditions() {
    let service = service()
        .trouble_once(Trouble::server_error())
        .trouble_once(Trouble::too_many_requests(Duration::ZERO))
        .trouble_when(
            |request| request.method == "DELETE",
            Trouble::server_error(),
        )
        .trouble_when(|request| request.method == "PATCH", Trouble::cut_off());
    let server = service.serve().await.unwrap();
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(get(&server, "files").await.status);
    }
    assert_eq!(statuses, [500, 429, 200]);
    assert_eq!(
        send(&server, "DELETE", "/api/files('c.ps1')", &[])
            .await
            .status,
        500
    );
    assert_eq!(
        get(&server, "files('c.ps1')").await.status,
        200,
        "nothing was deleted"
    );
    let headers = [
        ("content-type", "application/json"),
        ("prefer", "return=representation"),
    ];
    let patched = send_body(
        &server,
        "PATCH",
        "/api/files('c.ps1')",
        &headers,
        b"{\"size\":1}",
    )
    .await;
    assert_eq!(patched.status, 200);
    assert!(serde_json::from_slice::<serde_json::Value>(&patched.body).is_err());
    assert_eq!(
        get(&server, "files('c.ps1')").await.json()["size"],
        1,
        "it was changed"
    );
    assert_eq!(service.requests().len(), 7);
}

#[tokio::test]
async fn canned_answers_break_off_and_drip() {
    let service = service().intercept(|request| {
        let whole = Canned::json(&json!({"value": [1, 2, 3]}));
        match request.path() {
            "/api/none" => Some(whole.cut_after(0)),
            "/api/twelve" => Some(whole.cut_after(12).in_pieces(5, Duration::from_millis(1))),
            "/api/all" => Some(whole.cut_after(1000)),
            _ => None,
        }
    });
    let server = service.serve().await.unwrap();
    for (path, length) in [("/api/none", 0), ("/api/twelve", 12), ("/api/all", 17)] {
        let over_http = send(&server, "GET", path, &[]).await;
        assert_eq!(
            (over_http.body.len(), over_http.header("content-length")),
            (length, "17")
        );
        let (answer, broken) = in_process(&service, "GET", path, &[], b"").await;
        assert_eq!(
            (answer.body.len(), broken.is_some()),
            (length, true),
            "{path}"
        );
    }
}

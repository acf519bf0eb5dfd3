//! Monitors that are not what they should be: whatever comes, an error says what it is.

use odata::doc_example::LibraryFile;
use odata::{ActionCall, Error, OnEntity, One, Pending, Request as _};
use odata_mock::{Canned, MockService};
use serde_json::json;

use super::{client, file, pending, sent, service};

/// A service that answers an insert so, and everything else so.
fn scripted(first: Canned, then: Canned) -> MockService {
    service().intercept(move |request| {
        let is_first = request.method == http::Method::POST;
        Some(if is_first {
            first.clone()
        } else {
            then.clone()
        })
    })
}

fn accepted(location: &str) -> Canned {
    Canned::status(202).header("location", location)
}

async fn asked(service: &MockService) -> odata::Result<Pending<LibraryFile>> {
    let files = client(service).library_files();
    let answer = files.insert(&file("new.ps1")).respond_async().send().await;
    answer.map(pending)
}

async fn polled(then: Canned) -> (Error, MockService) {
    let service = scripted(accepted("/m/1"), then);
    let mut pending = asked(&service).await.unwrap();
    (pending.poll().await.unwrap_err(), service)
}

const FILE: &str = "{\"fileName\":\"new.ps1\"}";

#[tokio::test]
async fn the_answer_has_many_forms() {
    let json = ("content-type", "application/json");
    let created = format!("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n{FILE}");
    for then in [
        Canned::status(200)
            .header("content-type", "application/http;msgtype=response")
            .body(created),
        Canned::status(200)
            .header("asyncresult", "201")
            .header(json.0, json.1)
            .body(FILE),
        // Neither, where a service has its own way.
        Canned::status(200).header(json.0, json.1).body(FILE),
        Canned::status(201).header(json.0, json.1).body(FILE),
    ] {
        let service = scripted(accepted("/m/1?token=x"), then.clone());
        let mut pending = asked(&service).await.unwrap();
        let made = pending.poll().await.unwrap().expect("an answer");
        assert_eq!(made.file_name, "new.ps1", "{then:?}");
        assert_eq!(sent(&service)[1].target, "/m/1?token=x");
    }
}

#[tokio::test]
async fn what_failed_later_is_an_error_of_the_request() {
    let body = json!({"error": {"code": "Full", "message": "no place"}}).to_string();
    let whole = format!("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\n\r\n{body}");
    for then in [
        Canned::status(200)
            .header("content-type", "application/http")
            .body(whole),
        Canned::status(200)
            .header("asyncresult", "409")
            .header("content-type", "application/json")
            .body(body),
    ] {
        let (error, _) = polled(then).await;
        assert_eq!(
            (error.status().unwrap().as_u16(), error.code()),
            (409, Some("Full"))
        );
        assert!(error.to_string().contains("[POST "), "{error}");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_said_to_be_none() {
    for (then, what) in [
        (
            Canned::status(404),
            "the status monitor is not there (404 Not Found)",
        ),
        (
            Canned::status(410),
            "the status monitor is not there (410 Gone)",
        ),
        (
            Canned::status(200)
                .header("content-type", "application/http")
                .body("nothing"),
            "the answer within the answer does not begin with a status line",
        ),
        (
            Canned::status(200).header("asyncresult", "soon"),
            "the status monitor says a status (`AsyncResult`) that is none",
        ),
        (Canned::status(200), "did not send it back"),
        (Canned::status(403), "the service answered 403 Forbidden"),
        (
            accepted("https://elsewhere.example/2"),
            "the status monitor moved to `elsewhere.example`, which is not a host of the service",
        ),
        (accepted("http://[/2"), "is no URL"),
        (
            Canned::status(307).header("location", "/m/1"),
            "more than 10 redirects, one after the other",
        ),
    ] {
        let (error, _) = polled(then).await;
        let said = error
            .to_string()
            .replace("the status monitor `http://[/2` ", "");
        assert!(said.contains(what), "{said}");
    }
}

#[tokio::test]
async fn a_request_that_was_accepted_has_a_monitor() {
    for (first, what) in [
        (Canned::status(202), "there is no `Location`"),
        (accepted("http://[/"), "is no URL"),
        (
            accepted("http://mock.invalid/m"),
            "is not https, so it is not asked",
        ),
        (
            accepted("https://a:b@mock.invalid/m"),
            "has a user name in its URL",
        ),
        (accepted("javascript:1"), "is not https, so it is not asked"),
    ] {
        let service = scripted(first, Canned::status(500));
        let error = asked(&service).await.unwrap_err();
        assert!(error.to_string().contains(what), "{error}");
        assert!(error.to_string().contains("[POST "), "{error}");
        assert_eq!(sent(&service).len(), 1);
    }
}

#[tokio::test]
async fn a_monitor_elsewhere_gets_no_credential() {
    let done = || {
        let json = Canned::status(200).header("content-type", "application/json");
        json.header("asyncresult", "201").body(FILE)
    };
    for (location, proof) in [
        ("https://elsewhere.example/m", None),
        (
            "https://eu.api.security.microsoft.com/m",
            Some("Bearer hush"),
        ),
        ("/m", Some("Bearer hush")),
    ] {
        let service = scripted(accepted(location), done());
        let mut pending = asked(&service).await.unwrap();
        assert!(pending.poll().await.unwrap().is_some());
        pending.cancel().await.unwrap();
        for poll in &sent(&service)[1..] {
            assert_eq!(poll.header("authorization"), proof, "{location}");
        }
    }
}

/// What was only accepted is neither lost nor taken for the answer: Microsoft Graph copies files and makes teams so.
#[tokio::test]
async fn what_was_accepted_unasked_is_told() {
    let at = "https://storage.example/monitor/7?token=x";
    let service = scripted(accepted(at), Canned::status(500));
    let files = client(&service).library_files();
    let error = files.insert(&file("new.ps1")).send().await.unwrap_err();
    let expected = "the service accepted the change (202), and does not say whether it was made; how far it is it says at \
                    `https://storage.example/monitor/7?...`: `minimal()` gives that place, `respond_async()` waits";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(!error.is_done());
    let saved = files.insert(&file("new.ps1")).minimal().send().await;
    assert_eq!(saved.unwrap().location(), Some(at));

    let copy = || ActionCall::<OnEntity<LibraryFile>, One<LibraryFile>>::plain("copy");
    let copy = files.by_key("a").call(copy());
    let error = copy.send().await.unwrap_err();
    let expected = "the service answered 202 Accepted with an empty body, where JSON is expected; it goes on with what was asked and says \
                    at `https://storage.example/monitor/7?...` how far it is: `respond_async()` waits for that";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert_eq!(copy.send_optional().await.unwrap(), None);
    copy.minimal().send().await.unwrap();
    let answer = copy.respond_async().send().await.unwrap();
    assert_eq!(pending(answer).monitor().as_str(), at);
}

/// A row that Microsoft Graph adds to a table comes back without its key, so that it is no entity, and there is nothing wrong with that.
#[tokio::test]
async fn what_an_action_gives_can_be_passed_over() {
    let service = scripted(Canned::json(&json!({"sha256": "x"})), Canned::status(500));
    let files = client(&service).library_files();
    let add = ActionCall::<OnEntity<LibraryFile>, One<LibraryFile>>::plain("add");
    let add = files.by_key("a").call(add).if_match("*");
    assert!(add.send().await.unwrap_err().is_done());
    add.header("x-reason", "y").minimal().send().await.unwrap();
    let sent = sent(&service);
    assert_eq!(sent[0].header("prefer"), None);
    let of = |name| sent[1].header(name);
    assert_eq!(
        (of("prefer"), of("x-reason"), of("if-match")),
        (Some("return=minimal"), Some("y"), Some("*"))
    );
    assert_eq!(sent[0].target, sent[1].target);
}

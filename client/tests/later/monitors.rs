//! A status monitor, from the first answer to the last.

use std::time::Duration;

use odata::{AsyncAnswer, Request as _};

use super::{client, file, names, pending, sent, service};

#[tokio::test(start_paused = true)]
async fn an_insert_is_answered_when_it_is_done() {
    let service = service().respond_async(2).require_token("hush");
    let files = client(&service).library_files();
    let asked = files.insert(&file("new.ps1")).respond_async();
    let mut pending = pending(
        asked
            .prefer_wait(Duration::from_millis(1_500))
            .send()
            .await
            .unwrap(),
    );
    let first = &sent(&service)[0];
    assert_eq!(
        first.header("prefer"),
        Some("return=representation, respond-async, wait=2")
    );
    assert_eq!(pending.monitor().path(), "/api/$async/1");
    assert!(pending.poll().await.unwrap().is_none());
    assert!(pending.poll().await.unwrap().is_none());
    assert_eq!(names(&service).await, ["old.ps1"]);
    let made = pending.poll().await.unwrap().expect("the answer");
    assert_eq!(made.file_name, "new.ps1");
    assert_eq!(names(&service).await, ["old.ps1", "new.ps1"]);
    let again = pending.poll().await.unwrap_err();
    assert!(again.is_refused(), "{again}");
    for poll in &sent(&service)[1..] {
        assert_eq!(poll.method, "GET");
        assert_eq!(poll.header("authorization"), Some("Bearer hush"));
        assert!(
            poll.header("accept")
                .unwrap()
                .starts_with("application/http, ")
        );
        assert_eq!((poll.header("prefer"), poll.body.len()), (None, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_comes_as_it_would_have_come_at_once() {
    let service = service().respond_async(0);
    let files = client(&service).library_files();
    let asked = files.by_key("old.ps1").respond_async();
    let found = asked.send().await.unwrap().wait().await.unwrap();
    assert_eq!(found.file_name, "old.ps1");
    let deleted = files.by_key("old.ps1").delete().respond_async();
    deleted.send().await.unwrap().wait().await.unwrap();
    assert_eq!(names(&service).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn an_error_is_that_of_the_request() {
    let service = service().respond_async(0);
    let files = client(&service).library_files();
    let asked = files.by_key("none.ps1").respond_async();
    let mut pending = pending(asked.send().await.unwrap());
    let error = pending.wait().await.unwrap_err();
    assert!(
        error.is_not_found() && error.service_error().is_some(),
        "{error}"
    );
    assert!(error.to_string().contains("GET http"), "{error}");
    assert!(
        error.to_string().contains("libraryfiles/none.ps1"),
        "{error}"
    );
}

#[tokio::test]
async fn a_service_may_answer_at_once_all_the_same() {
    let service = service();
    let files = client(&service).library_files();
    let asked = files.insert(&file("new.ps1")).respond_async();
    let AsyncAnswer::Ready(made) = asked.send().await.unwrap() else {
        panic!("it was not answered at once");
    };
    assert_eq!(made.file_name, "new.ps1");
    assert_eq!(sent(&service).len(), 1);
    let twice = files.insert(&file("new.ps1")).respond_async();
    let error = twice.send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 409, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_monitor_is_kept_as_text() {
    let service = service().respond_async(1);
    let files = client(&service).library_files();
    let asked = files.insert(&file("new.ps1")).respond_async();
    let kept = pending(asked.send().await.unwrap()).monitor().to_string();
    let files = client(&service).library_files();
    let asked = files.insert(&file("")).respond_async();
    let made = asked.resume(&kept).unwrap().wait().await.unwrap();
    assert_eq!(made.file_name, "new.ps1");
    assert_eq!(names(&service).await, ["old.ps1", "new.ps1"]);
    for wrong in ["http://[", "ftp://mock.invalid/1", "https://a:b@c/", ""] {
        let asked = files.by_key("a").respond_async();
        let resumed = asked.resume(wrong);
        match wrong {
            // Relative to what was asked, as a location would be.
            "" => assert!(resumed.is_ok()),
            _ => assert!(resumed.unwrap_err().is_link(), "{wrong}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_cancelled_is_not_done() {
    let service = service().respond_async(5);
    let files = client(&service).library_files();
    let asked = files.insert(&file("new.ps1")).respond_async();
    let mut pending = pending(asked.send().await.unwrap());
    assert!(pending.poll().await.unwrap().is_none());
    pending.cancel().await.unwrap();
    let error = pending.wait().await.unwrap_err();
    assert!(error.is_link() && !error.is_not_found(), "{error}");
    assert!(
        error.to_string().contains("the request was cancelled"),
        "{error}"
    );
    assert!(pending.cancel().await.unwrap_err().is_link());
    assert_eq!(names(&service).await, ["old.ps1"]);
}

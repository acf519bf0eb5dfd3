//! Many requests, some of which fail.

use odata::doc_example::{Defender, LibraryFile};
use odata::{Batch, Error, Handle, Service as _};
use odata_mock::{BatchQuirk, Canned};

use crate::service::{client, over_tcp, service};

/// A thousand entities, of which every seventh is not there and every eleventh is not given out.
fn add_all(defender: &Defender, batch: &mut Batch) -> Vec<Handle<LibraryFile>> {
    let files = defender.library_files();
    (0..1000)
        .map(|number| {
            let name = match (number % 7, number % 11) {
                (3, _) => format!("gone{number}"),
                (_, 5) => "busy".to_owned(),
                _ => format!("file{}", number % 50),
            };
            batch.add(&files.by_key(name))
        })
        .collect()
}

fn check(number: usize, file: Result<LibraryFile, Error>) {
    match (number % 7, number % 11) {
        (3, _) => {
            let error = file.unwrap_err();
            assert!(error.is_not_found(), "{error}");
            assert_eq!(error.code(), Some("NotFound"));
            let asked = format!("/libraryfiles/gone{number}]");
            assert!(error.to_string().contains(&asked), "{error}");
        }
        (_, 5) => {
            let error = file.unwrap_err();
            assert!(error.is_throttled(), "{error}");
            assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(9)));
        }
        _ => assert_eq!(file.unwrap().file_name, format!("file{}", number % 50)),
    }
}

#[tokio::test]
async fn a_thousand_requests_over_tcp_with_failures_in_the_middle() {
    let service = service(50).intercept(|request| {
        let is_busy = request.path().ends_with("busy");
        is_busy.then(|| Canned::status(429).header("retry-after", "9"))
    });
    let quirks = [
        (false, vec![]),
        (false, vec![BatchQuirk::LineFeeds, BatchQuirk::NoReasons]),
        (false, vec![BatchQuirk::NoLengths]),
        (false, vec![BatchQuirk::NoEnd]),
        (true, vec![]),
        (true, vec![BatchQuirk::Shuffled(7)]),
    ];
    for (is_json, quirks) in quirks {
        let quirky = quirks
            .iter()
            .cloned()
            .fold(service.clone(), |service, quirk| service.batch_quirk(quirk));
        let (_server, defender) = over_tcp(&quirky).await;
        let mut batch = defender.client().batch().continue_on_error();
        if is_json {
            batch = batch.json();
        }
        let handles = add_all(&defender, &mut batch);
        let before = quirky.counts().requests;
        let mut answers = batch.send().await.unwrap();
        assert_eq!(quirky.counts().requests, before + 1);
        assert_eq!(answers.len(), 1000);
        // In any order.
        for (number, handle) in handles.into_iter().enumerate().rev() {
            check(number, answers.take(handle));
        }
    }
}

#[tokio::test]
async fn a_service_stops_at_the_first_failure_unless_it_is_asked_to_go_on() {
    let service = service(50);
    let defender = client(&service);
    for is_json in [false, true] {
        let mut batch = defender.client().batch();
        if is_json {
            batch = batch.json();
        }
        let handles = add_all(&defender, &mut batch);
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.failed(), 997);
        for (number, handle) in handles.into_iter().enumerate() {
            let status = answers.status(&handle);
            let file = answers.take(handle);
            match number {
                ..3 => assert_eq!(file.unwrap().file_name, format!("file{number}")),
                3 => assert!(file.unwrap_err().is_not_found()),
                _ => {
                    let error = file.unwrap_err();
                    assert!(error.is_unanswered() && status.is_none(), "{error}");
                    assert!(!error.is_not_found() && !error.is_decode());
                    let said =
                        "4 of the 1000 requests of the batch were answered, and not this one";
                    assert!(error.to_string().contains(said), "{error}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_service_may_answer_fewer_than_were_asked() {
    for is_json in [false, true] {
        let service = service(10).batch_quirk(BatchQuirk::Fewer(6));
        let defender = client(&service);
        let mut batch = defender.client().batch().continue_on_error();
        if is_json {
            batch = batch.json();
        }
        let files = defender.library_files();
        let handles: Vec<_> = (0..10)
            .map(|number| batch.add(&files.by_key(format!("file{number}"))))
            .collect();
        let mut answers = batch.send().await.unwrap();
        for (number, handle) in handles.into_iter().enumerate() {
            match answers.take(handle) {
                Ok(file) => assert_eq!(
                    (file.file_name, number < 6),
                    (format!("file{number}"), true)
                ),
                Err(error) => assert!(error.is_unanswered() && number >= 6, "{error}"),
            }
        }
    }
}

#[tokio::test]
async fn content_that_looks_like_a_boundary_is_read_as_it_is() {
    let tricky = "x\r\n--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 500\r\n\r\n--b--\r\n";
    let service = service(3).batch_quirk(BatchQuirk::Boundary("b".to_owned()));
    let (_server, defender) = over_tcp(&service).await;
    let files = defender.library_files();
    let changes = odata::Changes::new().set(LibraryFile::DESCRIPTION, tricky);
    files.by_key("file1").update(&changes).send().await.unwrap();
    let mut batch = defender.client().batch();
    let before = batch.add(&files.by_key("file0"));
    let text = files.by_key("file1").property(LibraryFile::DESCRIPTION);
    let raw = batch.add(&text.raw().as_text());
    let bytes = batch.add(&text.raw());
    let behind = batch.add(&files.by_key("file2"));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(raw).unwrap().as_deref(), Some(tricky));
    assert_eq!(
        answers.take(bytes).unwrap().as_deref(),
        Some(tricky.as_bytes())
    );
    assert_eq!(answers.take(before).unwrap().file_name, "file0");
    assert_eq!(answers.take(behind).unwrap().file_name, "file2");
}

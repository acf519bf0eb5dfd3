//! What an error says of a change: that it was made, that it was not, that nobody knows.

use std::time::Duration;

use odata::doc_example::LibraryFile;
use odata::transport::TransportError;
use odata::{Changes, Error, FilePart, Request as _, Retry, Service as _, Written};

use crate::sequence::{Answer, Sequence, files, ok, status};

fn new() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::FILE_NAME, "a.ps1")
}

fn created(body: &str) -> Answer {
    let location = vec![("location", "libraryfiles/a.ps1".to_owned())];
    Answer::Status(201, location, body.to_owned())
}

async fn inserted(answer: Answer) -> Error {
    let script = Sequence::of([answer]);
    let insert = script.client().library_files().insert(&new());
    insert.send().await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_broken_was_given_all_the_same() {
    for body in ["{\"fileName\":7}", "{\"fileName\":"] {
        let error = inserted(created(body)).await;
        assert_eq!(error.done_at(), Some("libraryfiles/a.ps1"), "{error}");
    }
    // The status came, and then the body broke off.
    let error = inserted(Answer::Cut("{".to_owned())).await;
    assert!(
        error.is_done() && error.transport_error().is_some(),
        "{error}"
    );

    let script = Sequence::of([created(&"x".repeat(2_000))]);
    let client = script.builder().max_response_bytes(1_000).build().unwrap();
    let error = client.library_files().insert(&new()).send().await;
    let error = error.unwrap_err();
    assert_eq!(error.done_at(), Some("libraryfiles/a.ps1"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_an_earlier_try_has_done_is_done() {
    let gone = || Answer::Fails(TransportError::connect);
    let script = Sequence::of([Answer::Cut("{".to_owned()), gone(), gone(), gone()]);
    let replaced = script
        .client()
        .library_files()
        .by_key("a.ps1")
        .replace(&new())
        .send()
        .await;
    let error = replaced.unwrap_err();
    assert!(error.is_done() && error.is_connect(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_form_was_taken_though_no_entity_came() {
    for body in ["", "{}", "{\"fileName\":7}"] {
        let script = Sequence::of([ok(body)]);
        let file = FilePart::bytes("a.ps1", "exit");
        let error = script.client().upload_library_file(file).send().await;
        let error = error.unwrap_err();
        assert!(error.is_done(), "{body:?}: {error}");
    }
    let failed = ok("{\"error\":{\"code\":\"Full\",\"message\":\"no room\"}}");
    let script = Sequence::of([failed]);
    let file = FilePart::bytes("a.ps1", "exit");
    let error = script.client().upload_library_file(file).send().await;
    let error = error.unwrap_err();
    assert!(
        !error.is_done() && error.service_error().is_some(),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_only_reads_changes_nothing() {
    let script = Sequence::of([ok("{\"value\":7}")]);
    let error = script.client().library_files().query().send().await;
    assert!(!error.unwrap_err().is_done());
}

#[tokio::test(start_paused = true)]
async fn what_was_accepted_may_fail_yet() {
    let monitor = vec![("location", "monitor/1".to_owned())];
    let error = inserted(Answer::Status(202, monitor, String::new())).await;
    assert!(
        !error.is_done() && error.to_string().contains("202"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_condition_may_fail_for_the_own_change() {
    let changes = new();
    let script = Sequence::of([Answer::Fails(TransportError::other), status(412)]);
    let file = script.client().library_files().by_key("a.ps1");
    let replaced = file.replace(&changes).if_match("\"1\"").try_send().await;
    let error = replaced.map(|written| matches!(written, Written::Conflict(_)));
    let error = error.unwrap_err();
    assert!(!error.is_concurrency_conflict(), "{error}");
    assert!(error.to_string().contains("may have been done"), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(412));

    // One that came to nobody but this request.
    for answers in [vec![status(412)], vec![status(429), status(412)]] {
        let script = Sequence::of(answers);
        let file = script.client().library_files().by_key("a.ps1");
        let written = file
            .replace(&changes)
            .if_match("\"1\"")
            .try_send()
            .await
            .unwrap();
        assert!(matches!(written, Written::Conflict(_)));
    }
}

#[tokio::test(start_paused = true)]
async fn time_without_end_is_no_time() {
    let forever = Duration::MAX;
    let script = Sequence::of([
        status(503),
        Answer::Status(
            503,
            vec![("retry-after", u64::MAX.to_string())],
            String::new(),
        ),
        ok(&files(&["a"])),
    ]);
    let retry = Retry::default().longest_retry_after(forever);
    let builder = script.builder().try_timeout(forever).call_timeout(forever);
    let client = builder.retry(retry).build().unwrap().within(forever);
    let page = tokio::time::timeout(
        Duration::from_secs(3_600),
        client.library_files().query().send(),
    );
    // It asks for a wait that nobody lives to see.
    assert!(page.await.is_err());

    let script = Sequence::of([ok(&files(&["a"]))]);
    let client = script.client();
    let query = client.library_files().query();
    let answer = query.respond_async().prefer_wait(forever).send().await;
    assert!(answer.is_ok());
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_transport_may_wait_for_ever() {
    let service =
        odata_mock::MockService::from_csdl(include_str!("../../../specs/defender/metadata.xml"))
            .unwrap();
    let server = service.serve().await.unwrap();
    let transport = odata::ReqwestTransport::new()
        .unwrap()
        .read_timeout(Duration::MAX);
    let client = odata::doc_example::Defender::builder()
        .base_url(server.url())
        .allow_http();
    let client = client.transport(transport).build().unwrap();
    assert!(client.library_files().query().send().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn another_host_stops_none_but_itself() {
    let script = Sequence::of([
        Answer::Status(503, vec![("retry-after", "600".to_owned())], String::new()),
        ok("{\"responses\":[]}"),
    ]);
    let client = script.builder().retry(Retry::never()).build().unwrap();
    let elsewhere = client
        .client()
        .bytes_at("https://storage.example/a")
        .unwrap();
    assert!(elsewhere.bytes().await.is_err());
    let mut batch = client.client().batch();
    let _ = batch.add(&client.library_files().by_key("a"));
    assert!(batch.send().await.is_ok());
    assert!(script.times()[1] < 1.0, "{:?}", script.times());
}

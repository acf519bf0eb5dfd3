//! Which failure of which request is worth another try.

use odata::doc_example::LibraryFile;
use odata::transport::TransportError;
use odata::{Changes, Retry};
use std::time::Duration;

use crate::sequence::{Answer, Sequence, files, ok, status, wait};

const ENTITY: &str = r#"{"fileName":"a.ps1"}"#;

#[tokio::test(start_paused = true)]
async fn what_reads_is_asked_again() {
    for failure in [
        || status(408),
        || status(500),
        || status(502),
        || status(503),
        || status(504),
        || status(429),
        || Answer::Fails(TransportError::connect),
        || Answer::Fails(TransportError::timeout),
        || Answer::Fails(TransportError::other),
        || Answer::Cut("{\"value\":[{".to_owned()),
    ] {
        let script = Sequence::of([failure(), failure(), ok(&files(&["a"]))]);
        let page = script
            .client()
            .library_files()
            .query()
            .send()
            .await
            .unwrap();
        assert_eq!(page.items.len(), 1);
        let times = script.times();
        assert!(times[1] >= 0.25 && times[1] <= 0.5, "{times:?}");
        assert!(
            times[2] - times[1] >= 0.5 && times[2] - times[1] <= 1.0,
            "{times:?}"
        );
    }
    for failure in [
        || status(400),
        || status(403),
        || status(404),
        || status(501),
    ] {
        let script = Sequence::of([failure()]);
        let error = script
            .client()
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err();
        assert_eq!((error.tries(), script.times().len()), (1, 1), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_changes_is_sent_again_only_where_nothing_was_done() {
    let changes = || Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
    for (failure, again) in [
        (status(429), true),
        (Answer::Fails(TransportError::connect), true),
        (status(408), false),
        (status(500), false),
        (status(502), false),
        (status(503), false),
        (status(504), false),
        (Answer::Fails(TransportError::timeout), false),
        (Answer::Fails(TransportError::other), false),
        (Answer::Cut("{\"fileName\":".to_owned()), false),
    ] {
        let script = Sequence::of([failure, Answer::Status(201, Vec::new(), ENTITY.to_owned())]);
        let inserted = script
            .client()
            .library_files()
            .insert(&changes())
            .send()
            .await;
        assert_eq!(inserted.is_ok(), again, "{inserted:?}");
        assert_eq!(
            script.times().len(),
            if again { 2 } else { 1 },
            "{inserted:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_query_that_is_sent_by_post_is_a_question() {
    let script = Sequence::of([status(503), ok(&files(&["a"]))]);
    let client = script.client();
    let page = client
        .library_files()
        .query()
        .by_post()
        .send()
        .await
        .unwrap();
    assert_eq!(page.items.len(), 1);
    let asked = script.asked();
    assert!(
        asked.iter().all(|asked| asked.method == "POST"),
        "{asked:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_gone_after_a_try_that_may_have_deleted_it_is_deleted() {
    let lost = || Answer::Fails(TransportError::other);
    let script = Sequence::of([lost(), status(404)]);
    script
        .client()
        .library_files()
        .by_key("a")
        .delete()
        .send()
        .await
        .unwrap();
    assert_eq!(script.times().len(), 2);
    // Nobody can have deleted it.
    for sure in [status(429), Answer::Fails(TransportError::connect)] {
        let script = Sequence::of([sure, status(404)]);
        let error = script
            .client()
            .library_files()
            .by_key("a")
            .delete()
            .send()
            .await;
        assert!(error.unwrap_err().is_not_found());
    }
    let script = Sequence::of([status(404)]);
    let error = script
        .client()
        .library_files()
        .by_key("a")
        .delete()
        .send()
        .await;
    assert!(error.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn the_service_says_how_long_to_wait() {
    let script = Sequence::of([wait(429, "7"), wait(503, "120"), ok(&files(&[]))]);
    script
        .client()
        .library_files()
        .query()
        .send()
        .await
        .unwrap();
    assert_eq!(script.times(), [0.0, 7.0, 127.0]);
    // Too long for anybody who waits.
    let script = Sequence::of([wait(429, "301")]);
    let error = script
        .client()
        .library_files()
        .query()
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(301)));
    assert_eq!(script.times(), [0.0]);
    // Asked for nothing, it is asked again at once.
    let script = Sequence::of([wait(429, "Sun, 06 Nov 1994 08:49:37 GMT"), ok(&files(&[]))]);
    script
        .client()
        .library_files()
        .query()
        .send()
        .await
        .unwrap();
    assert_eq!(script.times(), [0.0, 0.0]);
}

#[tokio::test(start_paused = true)]
async fn the_error_says_what_was_tried() {
    let script = Sequence::of([
        status(503),
        Answer::Fails(TransportError::timeout),
        wait(429, "2"),
        status(500),
    ]);
    let error = script
        .client()
        .library_files()
        .query()
        .send()
        .await
        .unwrap_err();
    assert_eq!((error.tries(), error.status().unwrap().as_u16()), (4, 500));
    let said = error.to_string();
    assert!(
        said.contains("(try 4; before: 503 Service Unavailable, "),
        "{said}"
    );
    assert!(said.contains("; time ran out, "), "{said}");
    assert!(
        said.ends_with("; 429 Too Many Requests, 2.0 s later again)"),
        "{said}"
    );
    assert_eq!(script.times().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn how_often_is_the_callers_to_say() {
    let script = Sequence::of([status(503)]);
    let client = script.builder().retry(Retry::never()).build().unwrap();
    assert_eq!(
        client
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err()
            .tries(),
        1
    );
    let script = Sequence::of((0..6).map(|_| status(503)));
    let client = script
        .builder()
        .retry(Retry::default().tries(6))
        .build()
        .unwrap();
    assert_eq!(
        client
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err()
            .tries(),
        6
    );
}

#[tokio::test(start_paused = true)]
async fn clones_share_a_budget() {
    let answers = (0..5)
        .map(|_| status(503))
        .chain([ok(&files(&[])), status(503)]);
    let script = Sequence::of(answers);
    let retry = Retry::default().budget(3);
    let client = script.builder().retry(retry).build().unwrap();
    let other = client.clone();
    assert_eq!(
        client
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err()
            .tries(),
        4
    );
    // Nothing is left for the others.
    assert_eq!(
        other
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err()
            .tries(),
        1
    );
    other.library_files().query().send().await.unwrap();
    assert_eq!(
        client
            .library_files()
            .query()
            .send()
            .await
            .unwrap_err()
            .tries(),
        1
    );
    assert_eq!(script.times().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_goes_on_nowhere() {
    let script = Sequence::of([status(503)]);
    let client = script.client();
    {
        let files = client.library_files();
        let call = files.query().send();
        let cut_short = tokio::time::timeout(Duration::from_millis(100), call).await;
        assert!(cut_short.is_err());
    }
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.times(), [0.0]);
}

//! What an error says to who reads it at night.

use std::error::Error as _;
use std::time::Duration;

use odata::doc_example::{Defender, LibraryFile};
use odata::transport::TransportError;
use odata::{Changes, Error, Retry, Service as _};

use crate::sequence::{Answer, Sequence, files, late, ok, status, wait};

async fn page(client: &Defender) -> Error {
    client.library_files().send().await.unwrap_err()
}

async fn entity(client: &Defender) -> Error {
    client.library_files().by_key("a").send().await.unwrap_err()
}

async fn insert(client: &Defender) -> Error {
    let changes = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
    client
        .library_files()
        .insert(&changes)
        .send()
        .await
        .unwrap_err()
}

fn answer(body: &str) -> Defender {
    Sequence::of([ok(body)]).client()
}

/// As programs print an error that print its causes, too.
fn chain(error: &Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    causes.fold(error.to_string(), |all, cause| format!("{all}: {cause}"))
}

#[track_caller]
fn says(error: &Error, what: &str) {
    assert!(error.to_string().contains(what), "{error}");
}

#[tokio::test(start_paused = true)]
async fn causes_are_told_once() {
    for fails in [
        TransportError::connect,
        TransportError::timeout,
        TransportError::other,
    ] {
        let script = Sequence::of([Answer::Fails(fails)]);
        let client = script.builder().retry(Retry::never()).build().unwrap();
        let error = page(&client).await;
        assert_eq!(
            chain(&error).matches("as the script has it").count(),
            1,
            "{error}"
        );
        let cause = error.transport_error().and_then(|error| error.source());
        assert_eq!(cause.unwrap().to_string(), "as the script has it");
    }
    let error = page(&answer("[]")).await;
    assert_eq!(chain(&error), error.to_string());
    assert!(error.transport_error().is_none());
}

#[tokio::test(start_paused = true)]
async fn whose_time_ran_out_is_told() {
    let script = Sequence::of([status(503), late(60, ok("{}"))]);
    let error = page(&script.client().within(Duration::from_secs(2))).await;
    assert!(error.is_timeout());
    says(
        &error,
        "the whole call had 2s (`within`, `call_timeout`), and its try 2 was not over then [GET",
    );
    says(&error, "(try 2; before: 503 Service Unavailable, ");
    let script = Sequence::of([late(60, ok("{}"))]);
    let client = script.builder().retry(Retry::never());
    let client = client
        .try_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    says(
        &page(&client).await,
        "nothing was there after 300ms (`try_timeout`)",
    );
}

#[tokio::test(start_paused = true)]
async fn why_nothing_was_tried_again_is_told() {
    let error = page(&Sequence::of([wait(429, "3600")]).client()).await;
    says(
        &error,
        "; it asks to wait 3600s; not tried again, since the wait would be longer than 300s (`Retry::longest_retry_after`) [GET",
    );
    let client = Sequence::of([wait(503, "60")])
        .client()
        .within(Duration::from_secs(5));
    says(
        &page(&client).await,
        "; it asks to wait 60s; not tried again, since the 5s of the whole call end before (`within`, `call_timeout`) [GET",
    );
    let error = insert(&Sequence::of([wait(503, "1")]).client()).await;
    says(
        &error,
        "; it asks to wait 1s; not tried again, since it may have been done [POST",
    );
    let error = insert(&Sequence::of([Answer::Fails(TransportError::timeout)]).client()).await;
    says(
        &error,
        "; not tried again, since it may have been done [POST",
    );
    for (retry, why) in [
        (Retry::never(), "one try is allowed (`Retry::tries`)"),
        (Retry::default().budget(0), "used up (`Retry::budget`)"),
    ] {
        let script = Sequence::of([status(503)]);
        let client = script.builder().retry(retry).build().unwrap();
        let error = page(&client).await;
        says(&error, "; not tried again, since ");
        says(&error, why);
    }
    // The tries that are told say enough, and what no other try would help needs no reason.
    let error = page(&Sequence::of((0..4).map(|_| status(503))).client()).await;
    assert!(!error.to_string().contains("not tried again"), "{error}");
    let error = insert(&Sequence::of([status(400)]).client()).await;
    assert!(!error.to_string().contains("not tried again"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_the_service_asks_for_is_told() {
    let challenge =
        r#"Bearer realm="", error="invalid_token", error_description="The token hush has expired""#;
    let refused = || {
        let headers = vec![("www-authenticate", challenge.to_owned())];
        Sequence::of([Answer::Status(401, headers, String::new())])
    };
    says(
        &page(&refused().client()).await,
        "; it asks for Bearer (invalid_token: The token hush has expired); this client has no credential [GET",
    );
    let client = refused().builder().bearer_token("hush").build().unwrap();
    let error = page(&client).await;
    assert!(error.is_unauthorized());
    says(
        &error,
        "; it asks for Bearer (invalid_token: The token ... has expired); a credential was sent [GET",
    );
    says(
        &page(&Sequence::of([status(403)]).client()).await,
        "; this client has no credential [GET",
    );
    let error = page(&Sequence::of([status(404)]).client()).await;
    assert!(!error.to_string().contains("credential"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_error_with_a_status_of_success_is_told_as_one() {
    let body = r#"{"error":{"code":"Busy","message":"Try later"}}"#;
    for error in [page(&answer(body)).await, entity(&answer(body)).await] {
        says(
            &error,
            "the service answered 200 OK with an error: Busy: Try later (byte 9)",
        );
        assert!(!error.to_string().contains("schema"), "{error}");
        assert_eq!((error.code(), error.is_decode()), (Some("Busy"), true));
        assert_eq!(error.status(), None);
    }
    // Behind the rows it is the service that broke off.
    let error = page(&answer(r#"{"value":[],"error":{"code":"Busy"}}"#)).await;
    says(
        &error,
        "the service broke off with an error: Busy (byte 20)",
    );
    let error = page(&answer(r#"{"error":7}"#)).await;
    says(
        &error,
        "the service answered 200 OK with an error: 7 (byte 9)",
    );
}

#[tokio::test(start_paused = true)]
async fn a_collection_in_place_of_an_entity_is_told() {
    let error = entity(&answer(&files(&["a"]))).await;
    says(
        &error,
        "value: one entity was asked for, and the answer is a collection (byte 9)",
    );
    assert!(!error.to_string().contains("partial-entities"), "{error}");
    let error = entity(&answer(r#"{"value":[],"more":1}"#)).await;
    says(&error, "LibraryFile lacks it");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_labelled_as_json_is_told() {
    let body = "\u{feff} <!DOCTYPE html><title>Sign in</title>";
    for error in [page(&answer(body)).await, entity(&answer(body)).await] {
        says(&error, "the answer is not JSON but ");
        says(&error, "<!DOCTYPE html><title>Sign in</title> (");
        says(
            &error,
            "a page comes from a sign-in, a proxy or another place than the service",
        );
    }
    let error = page(&answer(r#"{"value":[<]}"#)).await;
    says(
        &error,
        "an object is expected, and `<` is here, which is not JSON (byte 10)",
    );
}

#[tokio::test(start_paused = true)]
async fn a_value_that_does_not_fit_is_shown() {
    let dated = |date: &str| {
        answer(&format!(
            "{{\"value\":[{{\"fileName\":\"a\",\"lastUpdatedTime\":\"{date}\"}}]}}"
        ))
    };
    says(
        &page(&dated("yesterday")).await,
        "value[0].lastUpdatedTime: `yesterday` is not an Edm.DateTimeOffset: ",
    );
    let error = page(&dated(&"7".repeat(500))).await;
    says(&error, &format!("`{}...` is not", "7".repeat(60)));
}

#[tokio::test(start_paused = true)]
async fn who_answered_is_told() {
    const TO: &str = "https://api.security.microsoft.com/elsewhere?sig=hush";
    let moved = || Answer::Status(307, vec![("location", TO.to_owned())], String::new());
    let after = |answer| Sequence::of([moved(), answer]).client();
    let named =
        "/api/libraryfiles, answered by https://api.security.microsoft.com/elsewhere?sig=...]";
    says(&page(&after(status(404))).await, named);
    says(&page(&after(ok("[]"))).await, named);
    let html = vec![("content-type", "text/html".to_owned())];
    let login = Answer::Status(200, html, "<html>Sign in</html>".to_owned());
    says(&page(&after(login)).await, named);
    let key = "/libraryfiles/a, answered by https://api.security.microsoft.com/elsewhere?sig=...]";
    says(&entity(&after(ok("[]"))).await, key);
    says(&entity(&after(status(404))).await, key);
}

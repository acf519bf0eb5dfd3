//! No secret is recorded.

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use odata::Recorder;
use odata::doc_example::LibraryFile;
use odata::transport::{RequestBody, Transport};
use odata::{Changes, Replay, Retry};

use crate::sequence::{Answer, Sequence};

const HUSH: &str = "HUSH";

#[tokio::test]
async fn no_secret_is_recorded() {
    let location = format!("https://api.security.microsoft.com/api/libraryfiles?sig={HUSH}&$top=2");
    let redirect = Answer::Status(307, vec![("location", location)], String::new());
    let next =
        format!(r#"{{"value":[],"@odata.nextLink":"libraryfiles?sig={HUSH}&$skiptoken=1"}}"#);
    let answer = |body: &str| {
        Answer::Status(
            200,
            vec![
                ("set-cookie", HUSH.to_owned()),
                ("x-auth-token", HUSH.to_owned()),
                ("x-csrf-token", HUSH.to_owned()),
                (
                    "operation-location",
                    format!("https://x.example/?sig={HUSH}"),
                ),
            ],
            body.to_owned(),
        )
    };
    let script = Sequence::of([
        redirect,
        answer(&next),
        answer(r#"{"value":[{"fileName":"a"}]}"#),
        answer(r#"{"value":[]}"#),
        answer(r#"{"fileName":"a"}"#),
    ]);
    // The link's signature stands in a body, where only who knows it can find it.
    let recorder = Recorder::new(script.clone()).hide(HUSH);
    let defender = odata::doc_example::Defender::builder;
    let work = |transport: std::sync::Arc<dyn Transport>| async move {
        let builder = defender().transport(transport).retry(Retry::never());
        let defender = builder.bearer_token(HUSH).build().unwrap();
        let query = defender.library_files().option("code", HUSH).top(2);
        let mut rows = query.clone().stream();
        let mut names = Vec::new();
        while let Some(row) = rows.next().await {
            names.push(row.unwrap().file_name);
        }
        query.by_post().send().await.unwrap();
        let changes = Changes::new().set(LibraryFile::DESCRIPTION, HUSH);
        defender
            .library_files()
            .insert(&changes)
            .send()
            .await
            .unwrap();
        names
    };
    assert_eq!(work(std::sync::Arc::new(recorder.clone())).await, ["a"]);
    let text = recorder.recording().to_string();
    assert!(!text.contains(HUSH), "{text}");
    assert!(
        text.contains("?code=...&$top=2") || text.contains("?$top=2&code=..."),
        "{text}"
    );
    assert_eq!(text.lines().count(), 5, "{text}");
    // It is good enough for a replay, also with another secret than the hidden one.
    let replay = Replay::of(text.parse().unwrap());
    assert_eq!(work(std::sync::Arc::new(replay.clone())).await, ["a"]);
    replay.assert_done();
}

#[tokio::test]
async fn what_is_not_the_clients_own_is_hidden_too() {
    let token = Answer::Status(
        200,
        Vec::new(),
        format!(r#"{{"access_token":"{HUSH}","expires_in":3}}"#),
    );
    let recorder = Recorder::new(Sequence::of([token])).keep_option("v");
    let form = format!("client_id=1&client_secret={HUSH}&grant_type=client_credentials");
    let mut secret = http::HeaderValue::from_static(HUSH);
    secret.set_sensitive(true);
    let request = http::Request::post(format!("https://login.example/token?v=2&w={HUSH}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-any", secret)
        .header(AUTHORIZATION, HUSH)
        .header(COOKIE, HUSH)
        .header("Ocp-Apim-Subscription-Key", HUSH)
        .body(RequestBody::from(Bytes::from(form)))
        .unwrap();
    let response = recorder.send(request).await.unwrap();
    let body = futures_util::TryStreamExt::try_collect::<Vec<Bytes>>(response.into_body());
    // Who asked gets it.
    assert!(
        String::from_utf8(body.await.unwrap().concat())
            .unwrap()
            .contains(HUSH)
    );
    let text = recorder.recording().to_string();
    assert!(!text.contains(HUSH), "{text}");
    assert!(
        text.contains("client_secret=...") && text.contains("token?v=2&w=..."),
        "{text}"
    );
    assert!(text.contains("expires_in"), "{text}");
}

//! Changes that are sent again and done once (OASIS Repeatable Requests 1.0).

use std::time::{Duration, SystemTime};

use odata::doc_example::Defender;
use odata::doc_example::LibraryFile;
use odata::{Changes, Clock, Retry};
use odata_mock::{Canned, MockService, Trouble};

use super::{file, names, sent, service};

const REMEMBERED: Duration = Duration::from_secs(300);

fn client(service: &MockService, repeatable: Option<bool>) -> Defender {
    let builder = Defender::builder()
        .transport(service.transport())
        .bearer_token("hush");
    match repeatable {
        Some(repeatable) => builder.repeatable(repeatable).build(),
        None => builder.build(),
    }
    .unwrap()
}

fn troubles() -> [Trouble; 4] {
    [
        Trouble::reset(),
        Trouble::cut_off(),
        Trouble::reset_in_body(),
        Trouble::answer(Canned::status(503)),
    ]
}

#[tokio::test(start_paused = true)]
async fn an_insert_whose_answer_was_lost_is_sent_again_and_done_once() {
    for trouble in troubles() {
        let service = service()
            .repeatable(REMEMBERED)
            .trouble_once(trouble.clone());
        let files = client(&service, Some(true)).library_files();
        let made = files.insert(&file("new.ps1")).send().await;
        assert_eq!(made.unwrap().file_name, "new.ps1", "{trouble:?}");
        assert_eq!(names(&service).await, ["old.ps1", "new.ps1"]);
        let sent = sent(&service);
        let [first, second] = &sent[..] else {
            panic!("{sent:?}");
        };
        for name in ["repeatability-request-id", "repeatability-first-sent"] {
            assert!(first.header(name).is_some(), "{name}");
            assert_eq!(first.header(name), second.header(name), "{name}");
        }
        assert_eq!(first.body, second.body);
    }
}

#[tokio::test(start_paused = true)]
async fn without_it_nothing_is_sent_again() {
    for repeatable in [None, Some(false)] {
        for trouble in troubles() {
            let service = service()
                .repeatable(REMEMBERED)
                .trouble_once(trouble.clone());
            let files = client(&service, repeatable).library_files();
            let error = files.insert(&file("new.ps1")).send().await.unwrap_err();
            assert_eq!(error.tries(), 1, "{error}");
            let sent = sent(&service);
            assert_eq!(sent.len(), 1, "{trouble:?}");
            assert_eq!(sent[0].header("repeatability-request-id"), None);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_update_is_sent_again_too_and_each_request_has_an_id_of_its_own() {
    let service = service()
        .repeatable(REMEMBERED)
        .trouble_once(Trouble::reset());
    let files = client(&service, Some(true)).library_files();
    let changes = Changes::new().set(LibraryFile::DESCRIPTION, "d");
    let update = || files.by_key("old.ps1").update(&changes);
    update().send().await.unwrap();
    update().send().await.unwrap();
    files.by_key("old.ps1").send().await.unwrap();
    files.by_key("old.ps1").delete().send().await.unwrap();
    let sent = sent(&service);
    let id = |at: usize| sent[at].header("repeatability-request-id");
    assert_eq!(sent.len(), 5);
    assert!(id(0).is_some() && id(0) == id(1));
    assert!(id(2).is_some() && id(1) != id(2));
    assert_eq!((id(3), id(4)), (None, None), "these may come twice anyway");
}

/// A clock that is far behind the service's.
struct Late;

impl Clock for Late {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
    fn date(&self) -> SystemTime {
        SystemTime::now() - 10 * REMEMBERED
    }
    fn sleep(&self, _: Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn what_the_service_does_not_remember_is_no_conflict() {
    let service = service().repeatable(REMEMBERED);
    let builder = Defender::builder().transport(service.transport());
    let defender = builder.repeatable(true).clock(Late).build().unwrap();
    let error = defender
        .library_files()
        .insert(&file("new.ps1"))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_repetition_rejected(), "{error}");
    assert!(!error.is_concurrency_conflict(), "{error}");
    assert!(
        error
            .to_string()
            .contains("this may have been there before"),
        "{error}"
    );
    assert_eq!(names(&service).await, ["old.ps1"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_being_worked_on_is_asked_for_again() {
    let service = service()
        .repeatable(REMEMBERED)
        .trouble_once(Trouble::answer(Canned::status(425)));
    let files = client(&service, Some(true)).library_files();
    files.insert(&file("new.ps1")).send().await.unwrap();
    assert_eq!(sent(&service).len(), 2);

    let never = Defender::builder()
        .transport(service.transport())
        .repeatable(true);
    let never = never.retry(Retry::never()).build().unwrap();
    let error = never
        .library_files()
        .insert(&file("new.ps1"))
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        error.status().unwrap(),
        409,
        "another request has another id: {error}"
    );
}

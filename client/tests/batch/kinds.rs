//! Everything that can be asked can be asked in a batch.

use odata::doc_example::LibraryFile;
use odata::{Metadata, ProtocolVersion, Service as _};
use odata_mock::MockService;
use serde_json::json;

use crate::service::{CSDL, client};

fn service() -> MockService {
    let rows = json!([
        {"fileName": "a.ps1", "sha256": "00ff", "hasParameters": true, "@odata.etag": "W/\"1\""},
        {"fileName": "b.sh", "hasParameters": false},
        {"fileName": "c.ps1", "sha256": null},
    ]);
    MockService::from_csdl(CSDL)
        .and_then(|service| service.entity_set("libraryfiles", rows))
        .expect("a service")
}

#[tokio::test]
async fn each_kind_of_question_gives_what_it_gives_alone() {
    let service = service().page_size(2);
    let defender = client(&service);
    let files = defender.library_files();
    let scripts = files.filter(LibraryFile::FILE_NAME.ends_with(".ps1"));
    for is_json in [false, true] {
        let mut batch = defender.client().batch();
        if is_json {
            batch = batch.json();
        }
        let one = batch.add(&files.by_key("b.sh"));
        let page = batch.add(&files.query().count());
        let names = batch.add(&scripts.clone().select(LibraryFile::FILE_NAME));
        let posted = batch.add(&scripts.clone().by_post());
        let full = batch.add(&files.query().metadata(Metadata::Full).top(1));
        let total = batch.add(&scripts.total());
        let value = batch.add(&files.by_key("a.ps1").property(LibraryFile::HAS_PARAMETERS));
        let null = batch.add(&files.by_key("c.ps1").property(LibraryFile::SHA256));
        let hash = files.by_key("a.ps1").property(LibraryFile::SHA256);
        let text = batch.add(&hash.raw().as_text());
        let references = batch.add(&files.references());
        let by_id = batch.add(
            &defender
                .client()
                .entity::<LibraryFile>("libraryfiles('a.ps1')"),
        );
        assert_eq!(batch.len(), 11);
        let mut answers = batch.send().await.unwrap();

        assert_eq!(answers.take(one).unwrap().file_name, "b.sh");
        let page = answers.take(page).unwrap();
        assert_eq!((page.items.len(), page.count), (2, Some(3)));
        assert_eq!(answers.take(names).unwrap().items, ["a.ps1", "c.ps1"]);
        assert_eq!(answers.take(posted).unwrap().items.len(), 2);
        let full = answers.take(full).unwrap();
        assert!(full.items[0].odata.id().is_some());
        assert_eq!(answers.take(total).unwrap(), 2);
        assert_eq!(answers.take(value).unwrap(), Some(true));
        assert_eq!(answers.take(null).unwrap(), None);
        assert_eq!(answers.take(text).unwrap().as_deref(), Some("00ff"));
        let references = answers.take(references).unwrap();
        assert_eq!(references.items[0].key().as_deref(), Some("'a.ps1'"));
        assert_eq!(answers.take(by_id).unwrap().file_name, "a.ps1");

        // What stands behind the page is read as ever.
        let mut rest = defender
            .client()
            .rest::<LibraryFile>(page.next_link.as_deref());
        assert_eq!(rest.next().await.unwrap().unwrap().file_name, "c.ps1");
    }
}

#[tokio::test]
async fn what_a_single_answer_cannot_be_read_as_is_its_own_error() {
    let service = service().intercept(|request| {
        let is_wrong = request.path().ends_with("b.sh");
        is_wrong.then(|| odata_mock::Canned::json(&json!({"fileName": 7})))
    });
    let defender = client(&service);
    let files = defender.library_files();
    let mut batch = defender.client().batch();
    let wrong = batch.add(&files.by_key("b.sh"));
    let right = batch.add(&files.by_key("a.ps1"));
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(wrong).unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.payload_path(), Some("fileName"));
    assert!(
        error.to_string().ends_with("api/libraryfiles/b.sh]"),
        "{error}"
    );
    assert_eq!(answers.take(right).unwrap().file_name, "a.ps1");
}

#[tokio::test]
async fn the_version_of_the_service_says_how_a_batch_is_written() {
    for (version, is_json) in [
        (ProtocolVersion::V4_0, false),
        (ProtocolVersion::V4_01, true),
    ] {
        let service = service();
        let defender = odata::doc_example::Defender::builder()
            .transport(service.transport())
            .protocol_version(version)
            .build()
            .unwrap();
        let mut batch = defender.client().batch();
        let total = batch.add(&defender.library_files().total());
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.take(total).unwrap(), 3);
        let content_type = service.requests()[0]
            .header("content-type")
            .unwrap()
            .to_owned();
        assert_eq!(
            content_type == "application/json",
            is_json,
            "{content_type}"
        );
    }
}

#[tokio::test]
async fn a_batch_without_requests_is_not_sent() {
    let service = service();
    let defender = client(&service);
    let batch = defender.client().batch();
    assert!(batch.is_empty());
    let answers = batch.send().await.unwrap();
    assert!(answers.is_empty() && service.requests().is_empty());
}

#[tokio::test]
async fn a_handle_of_another_batch_gets_nothing() {
    let service = service();
    let defender = client(&service);
    let files = defender.library_files();
    let (mut one, mut other) = (defender.client().batch(), defender.client().batch());
    let _ = one.add(&files.by_key("a.ps1"));
    let handle = other.add(&files.by_key("b.sh"));
    let mut answers = one.send().await.unwrap();
    assert_eq!(answers.status(&handle), None);
    let error = answers.take(handle).unwrap_err();
    assert!(error.is_unanswered(), "{error}");
    assert!(error.to_string().contains("another batch"), "{error}");
}

#[tokio::test]
async fn what_would_be_refused_alone_keeps_the_batch_from_being_sent() {
    let service = service();
    let defender = client(&service);
    let files = defender.library_files();
    let mut batch = defender.client().batch();
    let _ = batch.add(&files.by_key("a.ps1"));
    let refused = batch.add(&files.by_key("x".repeat(70_000)));
    assert_eq!(format!("{refused:?}"), "Handle(2)");
    let error = batch.send().await.unwrap_err();
    assert!(
        error.is_refused() && service.requests().is_empty(),
        "{error}"
    );
    assert!(
        error.to_string().contains("request 2 of the batch"),
        "{error}"
    );
}

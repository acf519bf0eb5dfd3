//! Two who write: one wins, the other is told, and goes on from what is there.

use odata::doc_example::LibraryFile;
use odata::json::Reader;
use odata::{Changes, EntityQuery, Value, Written};

use crate::wire::{Answer, Wire, status};

fn read(text: &str) -> LibraryFile {
    let mut file = LibraryFile::default();
    file.read(&mut Reader::new(text)).unwrap();
    file
}

fn by_entity(wire: &Wire) -> EntityQuery<LibraryFile> {
    let file = read(r#"{"@odata.etag":"\"1\"","fileName":"a"}"#);
    wire.defender().library_files().by_entity(&file)
}

fn changes() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::DESCRIPTION, "x")
}

fn current() -> Answer {
    status(200).json(r#"{"fileName":"a","description":"theirs"}"#)
}

#[tokio::test]
async fn who_is_late_goes_on_from_what_is_there() {
    let etag = |answer: Answer| answer.header("etag", "\"2\"");
    let wire = Wire::of([
        status(412),
        etag(current()),
        status(204).header("etag", "\"3\""),
    ]);
    let query = by_entity(&wire);
    let written = query.update(&changes()).try_send().await.unwrap();
    let conflict = written.conflict().unwrap();
    assert!(conflict.error().is_concurrency_conflict());
    let now = conflict.current().await.unwrap().unwrap();
    assert_eq!(now.description.as_deref(), Some("theirs"));
    let again = conflict.resume(&now).update(&changes()).try_send();
    let Written::Done(saved) = again.await.unwrap() else {
        panic!("nobody was faster")
    };
    assert_eq!(saved.etag(), Some("\"3\""));
    let sent = wire.sent();
    let conditions: Vec<_> = sent.iter().map(|sent| sent.header("if-match")).collect();
    assert_eq!(conditions, [Some("\"1\""), None, Some("\"2\"")]);
    assert_eq!(wire.lines()[1], "GET libraryfiles/a");
}

#[tokio::test]
async fn each_change_can_meet_a_conflict() {
    for status_of in [409, 412, 428] {
        let wire = Wire::of((0..4).map(|_| status(status_of)));
        let query = by_entity(&wire);
        let all = [
            query
                .update(&changes())
                .try_send()
                .await
                .unwrap()
                .done()
                .map(drop),
            query
                .replace(&changes())
                .minimal()
                .try_send()
                .await
                .unwrap()
                .done()
                .map(drop),
            query.delete().try_send().await.unwrap().done(),
            query
                .upsert(&changes())
                .only_if_new()
                .try_send()
                .await
                .unwrap()
                .done()
                .map(drop),
        ];
        for result in all {
            let error = result.unwrap_err();
            assert_eq!(
                error.status().map(|status| status.as_u16()),
                Some(status_of)
            );
            assert_eq!(error.is_conflict(), status_of == 409);
            assert_eq!(error.needs_etag(), status_of == 428);
            assert!(query.conflict(error).is_ok());
        }
    }
    let wire = Wire::of([status(403), status(204)]);
    let query = by_entity(&wire);
    let error = query.update(&changes()).try_send().await.unwrap_err();
    assert!(error.is_forbidden() && query.conflict(error).is_err());
    query.delete().try_send().await.unwrap().done().unwrap();
}

#[tokio::test]
async fn what_was_deleted_meanwhile_is_nothing() {
    let wire = Wire::of([status(412), status(404)]);
    let written = by_entity(&wire).delete().try_send().await.unwrap();
    let conflict = written.conflict().unwrap();
    assert!(conflict.current().await.unwrap().is_none());
}

/// A second try without a condition would overwrite whatever is there by then.
#[tokio::test]
async fn nobody_goes_on_without_an_etag() {
    let wire = Wire::of([status(412), current()]);
    let written = by_entity(&wire)
        .update(&changes())
        .try_send()
        .await
        .unwrap();
    let conflict = written.conflict().unwrap();
    let now = conflict.current().await.unwrap().unwrap();
    let again = conflict.resume(&now);
    for refused in [
        again.update(&changes()).as_curl(),
        again.replace(&changes()).must_exist().as_curl(),
        again.delete().as_curl(),
        again.edit(LibraryFile::DESCRIPTION).set("x").as_curl(),
    ] {
        let error = refused.unwrap_err();
        assert!(
            error.is_refused() && error.to_string().contains("without an ETag"),
            "{error}"
        );
    }
    assert!(again.update(&changes()).if_match("*").as_curl().is_ok());
}

#[tokio::test]
async fn what_has_not_changed_is_not_read() {
    let wire = Wire::of([
        status(304),
        current().header("etag", "\"2\""),
        status(304),
        status(404),
        current(),
    ]);
    let query = by_entity(&wire);
    assert_eq!(query.if_changed().send().await.unwrap(), None);
    let newer = query.if_none_match("\"1\"").send().await.unwrap().unwrap();
    assert_eq!(newer.odata.etag(), Some("\"2\""));
    let names = query
        .clone()
        .select(LibraryFile::FILE_NAME)
        .if_none_match("\"5\"");
    assert_eq!(names.send().await.unwrap(), None);
    let error = query.if_changed().send().await.unwrap_err();
    assert!(error.is_not_found());
    let unknown = wire.defender().library_files().by_key("a").if_changed();
    assert!(unknown.send().await.unwrap().is_some());
    let sent = wire.sent();
    let conditions: Vec<_> = sent
        .iter()
        .map(|sent| sent.header("if-none-match"))
        .collect();
    assert_eq!(
        conditions,
        [
            Some("\"1\""),
            Some("\"1\""),
            Some("\"5\""),
            Some("\"1\""),
            None
        ]
    );
    assert!(
        query
            .if_none_match("a\nb")
            .send()
            .await
            .unwrap_err()
            .is_refused()
    );
}

#[tokio::test]
async fn a_page_that_has_not_changed_is_not_read() {
    let page = status(200).json(r#"{"value":[{"fileName":"a"}]}"#);
    let wire = Wire::of([status(304), page]);
    let files = wire
        .defender()
        .library_files()
        .top(5)
        .if_none_match("W/\"1\"");
    assert_eq!(files.send().await.unwrap(), None);
    let page = files.send().await.unwrap().unwrap();
    assert_eq!(page.items.len(), 1);
    let sent = wire.sent();
    assert_eq!(sent[1].header("if-none-match"), Some("W/\"1\""));
    assert_eq!(sent[1].line(), "GET libraryfiles?$top=5");
}

#[tokio::test]
async fn the_etag_of_the_head_is_kept_with_what_is_read() {
    let wire = Wire::of([current().header("etag", "\"2\""), status(204)]);
    let files = wire.defender().library_files();
    let file = files.by_key("a").send().await.unwrap();
    assert_eq!(file.odata.etag(), Some("\"2\""));
    files.by_entity(&file).delete().send().await.unwrap();
    assert_eq!(wire.sent()[1].header("if-match"), Some("\"2\""));
}

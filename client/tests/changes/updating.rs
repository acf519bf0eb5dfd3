//! Updating and replacing: on what condition, and what comes back.

use odata::doc_example::LibraryFile;
use odata::json::Reader;
use odata::{Changes, Value};

use crate::wire::{Wire, status};

const FILE: &str = r#"{"fileName":"a","createdBy":"me"}"#;

fn changes() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::DESCRIPTION, "x")
}

fn read() -> LibraryFile {
    let mut file = LibraryFile::default();
    let text = r#"{"@odata.etag":"W/\"7\"","fileName":"a"}"#;
    file.read(&mut Reader::new(text)).unwrap();
    file
}

#[tokio::test]
async fn the_new_etag_is_told_whatever_comes() {
    let answers = [
        status(204).header("etag", "W/\"8\""),
        status(200).json(FILE).header("etag", "W/\"8\""),
    ];
    for (answer, comes) in answers.into_iter().zip([false, true]) {
        let wire = Wire::of([answer]);
        let file = wire.defender().library_files().by_entity(&read());
        let saved = file.update(&changes()).minimal().send().await.unwrap();
        assert_eq!(saved.etag(), Some("W/\"8\""));
        assert_eq!(saved.entity().is_some(), comes);
        assert!(!saved.is_created());
        let sent = wire.only();
        assert_eq!(sent.line(), "PATCH libraryfiles/a");
        assert_eq!(sent.header("prefer"), Some("return=minimal"));
        assert_eq!(sent.header("if-match"), Some("W/\"7\""));
    }
    let answer = status(200).json(FILE).header("etag", "W/\"8\"");
    let file = Wire::of([answer]).defender().library_files().by_key("a");
    let updated = file.update(&changes()).send().await.unwrap().unwrap();
    assert_eq!(updated.odata.etag(), Some("W/\"8\""));
}

#[tokio::test]
async fn an_updated_entity_that_is_wanted_is_read_where_it_was_updated() {
    let wire = Wire::of([status(204), status(200).json(FILE)]);
    let file = wire.defender().library_files().by_key("a");
    let file = file
        .update(&changes())
        .representation()
        .send()
        .await
        .unwrap();
    assert_eq!(file.created_by.as_deref(), Some("me"));
    assert_eq!(wire.lines(), ["PATCH libraryfiles/a", "GET libraryfiles/a"]);
    let sent = wire.sent();
    assert_eq!(sent[0].header("prefer"), Some("return=representation"));

    let wire = Wire::of([status(204), status(403)]);
    let file = wire.defender().library_files().by_key("a");
    let update = file.update(&changes()).representation();
    let error = update.send().await.unwrap_err();
    assert!(error.is_done(), "{error}");
}

#[tokio::test]
async fn what_is_replaced_is_put() {
    let wire = Wire::of([status(200).json(FILE)]);
    let file = wire.defender().library_files().by_entity(&read());
    let replaced = file.replace(&changes()).send().await.unwrap();
    assert_eq!(replaced.unwrap().file_name, "a");
    let sent = wire.only();
    assert_eq!(sent.line(), "PUT libraryfiles/a");
    assert_eq!(
        (sent.header("prefer"), sent.header("if-match")),
        (None, Some("W/\"7\""))
    );
    assert_eq!(sent.body, r#"{"description":"x"}"#);
}

#[tokio::test]
async fn on_what_condition() {
    let file = |wire: &Wire| wire.defender().library_files().by_key("a");
    for (made, condition) in [
        (file(&Wire::of([])).update(&changes()), None),
        (
            file(&Wire::of([])).update(&changes()).must_exist(),
            Some("*"),
        ),
        (
            file(&Wire::of([])).update(&changes()).if_match("\"1\""),
            Some("\"1\""),
        ),
        (
            file(&Wire::of([]))
                .update(&changes())
                .if_match("\"1\"")
                .must_exist(),
            Some("\"1\""),
        ),
    ] {
        let curl = made.as_curl().unwrap().to_string();
        let expected = condition.map(|etag| format!("'if-match: {etag}'"));
        assert_eq!(curl.contains("if-match"), condition.is_some(), "{curl}");
        assert!(
            expected.is_none_or(|expected| curl.contains(&expected)),
            "{curl}"
        );
    }
    let wire = Wire::of([]);
    let update = file(&wire).update(&changes()).if_match("a\nb");
    let error = update.send().await.unwrap_err();
    assert!(
        error.is_refused() && error.to_string().contains("the ETag"),
        "{error}"
    );
}

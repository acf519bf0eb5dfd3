//! Updating what is there and inserting what is not.

use odata::Changes;
use odata::doc_example::LibraryFile;

use crate::wire::{Wire, status};

fn changes() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::DESCRIPTION, "x")
}

#[tokio::test]
async fn whether_it_was_there_is_told() {
    let file = r#"{"fileName":"a"}"#;
    for (answer, created) in [
        (
            status(201).json(file).header("location", "libraryfiles/a"),
            true,
        ),
        (status(200).json(file), false),
        (status(204), false),
        (
            status(204).header("odata-entityid", "libraryfiles('a')"),
            false,
        ),
        (status(204).header("location", "libraryfiles/a"), true),
    ] {
        let wire = Wire::of([answer]);
        let query = wire.defender().library_files().by_key("a");
        let saved = query.upsert(&changes()).send().await.unwrap();
        assert_eq!(saved.is_created(), created, "{saved:?}");
        let sent = wire.only();
        assert_eq!(sent.line(), "PATCH libraryfiles/a");
        for header in ["if-match", "if-none-match", "prefer"] {
            assert_eq!(sent.header(header), None);
        }
    }
}

#[tokio::test]
async fn only_what_is_new() {
    let wire = Wire::of([status(412)]);
    let query = wire.defender().library_files().by_key("a");
    let upsert = query.upsert(&changes()).only_if_new().minimal();
    let error = upsert.send().await.unwrap_err();
    assert!(error.is_concurrency_conflict());
    let sent = wire.only();
    assert_eq!(sent.header("if-none-match"), Some("*"));
    assert_eq!(sent.header("prefer"), Some("return=minimal"));
}

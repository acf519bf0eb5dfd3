//! Inserting: what comes back, and where it is read when it does not.

use odata::Changes;
use odata::doc_example::LibraryFile;

use crate::wire::{ROOT, Wire, status};

const FILE: &str = r#"{"fileName":"a.ps1","createdBy":"me"}"#;

fn new() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::FILE_NAME, "a.ps1")
}

#[tokio::test]
async fn the_etag_of_the_head_is_kept_with_the_entity() {
    let head = || status(201).json(FILE).header("etag", "W/\"8\"");
    let file = Wire::of([head()]).defender().library_files();
    let file = file.insert(&new()).send().await.unwrap();
    assert_eq!(file.odata.etag(), Some("W/\"8\""));
    let own = r#"{"@odata.etag":"W/\"9\"","fileName":"a.ps1"}"#;
    let own = Wire::of([head().json(own)]).defender().library_files();
    let file = own.insert(&new()).send().await.unwrap();
    assert_eq!(file.odata.etag(), Some("W/\"9\""), "the entity's own");
}

#[tokio::test]
async fn an_entity_that_does_not_come_is_read_where_the_service_says() {
    let here = format!("{ROOT}libraryfiles/a.ps1");
    for (headers, asked) in [
        (vec![("location", here.clone())], "GET libraryfiles/a.ps1"),
        // Relative to what was asked, as in any answer (RFC 9110, 10.2.2).
        (
            vec![("location", "libraryfiles/b?x=1".to_owned())],
            "GET libraryfiles/b?x=1",
        ),
        (
            vec![
                ("location", "https://gateway.internal/a".to_owned()),
                ("odata-entityid", here.clone()),
            ],
            "GET libraryfiles/a.ps1",
        ),
        (
            vec![("odata-entityid", "libraryfiles('c')".to_owned())],
            "GET libraryfiles('c')",
        ),
        // An id that is no URL of the service.
        (
            vec![("odata-entityid", "urn:files:7".to_owned())],
            "GET $entity?$id=urn:files:7",
        ),
    ] {
        let created = headers.iter().fold(status(204), |answer, (name, value)| {
            answer.header(name, value)
        });
        let read = status(200).json(FILE).header("etag", "\"7\"");
        let wire = Wire::of([created, read]);
        let insert = wire.defender().library_files().insert(&new());
        let file = insert.send().await.unwrap();
        assert_eq!(file.created_by.as_deref(), Some("me"));
        assert_eq!(file.odata.etag(), Some("\"7\""));
        assert_eq!(wire.lines(), ["POST libraryfiles", asked]);
        let [insert, read] = &wire.sent()[..] else {
            unreachable!()
        };
        assert_eq!(insert.header("prefer"), Some("return=representation"));
        assert_eq!(read.header("authorization"), Some("Bearer secret"));
        assert_eq!(read.header("prefer"), None);
    }
}

#[tokio::test]
async fn where_it_cannot_be_read_the_error_says_that_it_was_inserted_and_where() {
    let elsewhere = "https://gateway.internal/a?sig=hush";
    for (answers, says) in [
        (vec![status(204)], "not said where"),
        (
            vec![status(204).header("location", elsewhere)],
            "https://gateway.internal/a?...",
        ),
        (
            vec![
                status(204).header("location", "libraryfiles/a"),
                status(404),
            ],
            "libraryfiles/a",
        ),
        (
            vec![
                status(204).header("location", "libraryfiles/a"),
                status(204),
            ],
            "there is nothing",
        ),
        // It came, and is broken.
        (
            vec![status(201).json("{\"fileName\":7}").header("location", "x")],
            "; the change was made: x",
        ),
    ] {
        let wire = Wire::of(answers);
        let insert = wire.defender().library_files().insert(&new());
        let error = insert.send().await.unwrap_err();
        let said = error.to_string();
        assert!(error.is_done(), "{said}");
        assert!(error.is_decode() && !error.is_not_found(), "{said}");
        assert!(
            said.contains(says) && said.contains("the change was made"),
            "{said}"
        );
        assert!(!said.contains("hush") && said.contains("[POST "), "{said}");
    }
}

#[tokio::test]
async fn what_is_wanted_may_be_no_more_than_where_it_is() {
    let created = status(204)
        .header("location", &format!("{ROOT}libraryfiles/a.ps1"))
        .header("odata-entityid", "libraryfiles('a.ps1')")
        .header("etag", "W/\"1\"");
    let wire = Wire::of([created, status(204)]);
    let defender = wire.defender();
    let insert = defender.library_files().insert(&new()).minimal();
    let saved = insert.send().await.unwrap();
    assert_eq!(wire.only().header("prefer"), Some("return=minimal"));
    let id = saved.id().unwrap();
    assert_eq!(
        (id.id(), id.key().as_deref()),
        ("libraryfiles('a.ps1')", Some("'a.ps1'"))
    );
    assert_eq!(
        saved.location(),
        Some(&*format!("{ROOT}libraryfiles/a.ps1"))
    );
    assert_eq!((saved.etag(), saved.is_created()), (Some("W/\"1\""), true));
    assert!(saved.entity().is_none());

    // It is gone on from there, on the condition that it is still the same.
    let more = Changes::new().set(LibraryFile::DESCRIPTION, "x");
    let client = odata::Service::client(&defender);
    saved
        .at(client)
        .unwrap()
        .update(&more)
        .send()
        .await
        .unwrap();
    let [_, update] = &wire.sent()[..] else {
        unreachable!()
    };
    assert_eq!(update.line(), "PATCH libraryfiles/a.ps1");
    assert_eq!(update.header("if-match"), Some("W/\"1\""));
}

#[tokio::test]
async fn an_entity_that_comes_all_the_same_is_kept() {
    let body = r#"{"@odata.id":"libraryfiles('z')","@odata.etag":"\"3\"","fileName":"z"}"#;
    let wire = Wire::of([status(201).json(body)]);
    let insert = wire.defender().library_files().insert(&new()).minimal();
    let saved = insert.send().await.unwrap();
    assert_eq!(saved.id().map(|id| id.id()), Some("libraryfiles('z')"));
    assert_eq!((saved.etag(), saved.location()), (Some("\"3\""), None));
    assert_eq!(saved.into_entity().unwrap().file_name, "z");
}

#[tokio::test]
async fn what_says_nothing_is_nowhere() {
    let wire = Wire::of([status(204)]);
    let defender = wire.defender();
    let saved = defender.library_files().insert(&new()).minimal();
    let saved = saved.send().await.unwrap();
    let client = odata::Service::client(&defender);
    assert!(saved.id().is_none() && saved.at(client).unwrap_err().is_link());
}

#[tokio::test]
async fn a_query_inserts_where_it_asks_and_not_with_options() {
    let wire = Wire::of([status(201).json(FILE)]);
    let files = wire.defender().library_files();
    files.query().insert(&new()).send().await.unwrap();
    assert_eq!(wire.only().line(), "POST libraryfiles");
    for query in [
        files.top(1),
        files.filter(LibraryFile::FILE_NAME.eq("a")),
        files.query().count(),
    ] {
        let error = query.insert(&new()).send().await.unwrap_err();
        assert!(error.is_refused() && error.to_string().contains("options of a query"));
    }
}

#[test]
fn a_change_is_shown_as_a_command() {
    let wire = Wire::of([]);
    let curl = wire.defender().library_files().insert(&new()).minimal();
    let curl = curl.as_curl().unwrap().to_string();
    for part in ["return=minimal", "libraryfiles", "a.ps1", "$TOKEN"] {
        assert!(curl.contains(part), "{curl}");
    }
    assert!(!curl.contains("secret"), "{curl}");
}

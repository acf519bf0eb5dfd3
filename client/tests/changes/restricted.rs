//! What a set says of being changed is held against each change.

use odata::doc_example::LibraryFile;
use odata::{Changes, EntitySet, EntitySetInfo, Service, Usage, type_info};

use crate::wire::{Wire, status};

static PATCHED: EntitySetInfo = EntitySetInfo {
    name: "patched",
    upserts: true,
    not_supported: &[(Usage::Put, "only by PATCH")],
    ..EntitySetInfo::plain(type_info::<LibraryFile>)
};

static PUT: EntitySetInfo = EntitySetInfo {
    name: "put",
    not_supported: &[
        (Usage::Patch, "only by PUT"),
        (Usage::Upsert, "inserts nothing"),
    ],
    ..EntitySetInfo::plain(type_info::<LibraryFile>)
};

static GUARDED: EntitySetInfo = EntitySetInfo {
    name: "guarded",
    upserts: true,
    not_supported: &[(Usage::WithoutETag, "needs an ETag")],
    ..EntitySetInfo::plain(type_info::<LibraryFile>)
};

fn set(wire: &Wire, info: &'static EntitySetInfo) -> EntitySet<LibraryFile> {
    EntitySet::new(wire.defender().client(), info)
}

fn changes() -> Changes<LibraryFile> {
    Changes::new().set(LibraryFile::DESCRIPTION, "x")
}

#[track_caller]
fn refused<T: std::fmt::Debug>(result: odata::Result<T>, says: &str) {
    let error = result.unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[tokio::test]
async fn an_update_never_inserts_where_the_service_says_that_it_would() {
    let wire = Wire::of([status(204), status(201)]);
    let file = set(&wire, &PATCHED).by_key("a");
    file.update(&changes()).send().await.unwrap();
    file.upsert(&changes()).send().await.unwrap();
    let conditions = wire.sent();
    let conditions = conditions.iter().map(|sent| sent.header("if-match"));
    assert_eq!(conditions.collect::<Vec<_>>(), [Some("*"), None]);
}

#[tokio::test]
async fn the_method_is_the_one_that_the_service_has() {
    let wire = Wire::of([status(204), status(204), status(204), status(204)]);
    let patched = set(&wire, &PATCHED).by_key("a");
    refused(patched.replace(&changes()).send().await, "only by PATCH");
    let put = set(&wire, &PUT).by_key("a");
    refused(put.update(&changes()).send().await, "only by PUT");
    refused(put.upsert(&changes()).send().await, "inserts nothing");
    assert!(wire.sent().is_empty());

    put.replace(&changes()).send().await.unwrap();
    let put = put.unchecked();
    put.update(&changes()).send().await.unwrap();
    put.upsert(&changes()).send().await.unwrap();
    let patched = patched.unchecked();
    patched.replace(&changes()).send().await.unwrap();
    assert_eq!(
        wire.lines(),
        [
            "PUT put('a')",
            "PATCH put('a')",
            "PATCH put('a')",
            "PUT patched('a')"
        ]
    );
}

#[tokio::test]
async fn that_there_is_one_is_no_etag() {
    let wire = Wire::of([status(204)]);
    let file = set(&wire, &GUARDED).by_key("a");
    refused(file.update(&changes()).send().await, "needs an ETag");
    let update = file.update(&changes()).must_exist();
    refused(update.send().await, "needs an ETag");
    file.update(&changes()).if_match("*").send().await.unwrap();
    assert_eq!(wire.only().header("if-match"), Some("*"));
}

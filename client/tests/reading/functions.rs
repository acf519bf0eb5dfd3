//! What functions are called with, one behind the other.

use odata::doc_example::LibraryFile;
use odata::{FunctionCall, Many, OnSet, Query, Reference};

use crate::scripted::Script;

type OfFiles = FunctionCall<OnSet<LibraryFile>, Many<LibraryFile>>;

fn f() -> OfFiles {
    FunctionCall::plain("ns.f", true).alias_items::<i64>("p", [1])
}

fn called(call: OfFiles) -> Query<LibraryFile> {
    Script::default().client().library_files().call(call)
}

/// What is asked, below the set.
fn asked(query: &Query<LibraryFile>) -> String {
    let url = query.url().unwrap().to_string();
    url.split_once("libraryfiles/").unwrap().1.to_owned()
}

#[test]
fn each_argument_has_an_alias_of_its_own() {
    assert_eq!(asked(&called(f())), "ns.f(p=@p)?@p=%5B1%5D");
    let g = || OfFiles::plain("ns.g", true).alias_items::<i64>("p", [2]);
    assert_eq!(
        asked(&called(f()).call(g())),
        "ns.f(p=@p)/ns.g(p=@p2)?@p=%5B1%5D&@p2=%5B2%5D"
    );
    assert_eq!(
        asked(&called(f()).call(g()).call(f())),
        "ns.f(p=@p)/ns.g(p=@p2)/ns.f(p=@p3)?@p=%5B1%5D&@p2=%5B2%5D&@p3=%5B1%5D"
    );
    // A parameter that is called so itself.
    let h = || g().alias_items::<i64>("p2", [3]);
    assert_eq!(
        asked(&called(f()).call(h())),
        "ns.f(p=@p)/ns.g(p=@p2,p2=@p22)?@p=%5B1%5D&@p2=%5B2%5D&@p22=%5B3%5D"
    );
    // What it is called on has one by that name already.
    let named = Script::default()
        .client()
        .library_files()
        .query()
        .alias("p", 7);
    assert_eq!(asked(&named.call(f())), "ns.f(p=@p2)?@p=7&@p2=%5B1%5D");
}

#[test]
fn an_alias_is_none_of_a_function() {
    for name in ["p", "@p"] {
        let error = called(f()).alias(name, "x").url().unwrap_err();
        assert!(error.is_refused(), "{error}");
        let said = error.to_string();
        assert!(
            said.contains("`@p` is an argument of the function"),
            "{said}"
        );
        let selected = called(f()).select(LibraryFile::FILE_NAME).alias(name, "x");
        assert!(selected.url().is_err());
        assert!(called(f()).clone().alias(name, "x").url().is_err());
    }
    // One that was given before is given anew.
    let twice = called(f()).alias("q", 1).alias("q", 2);
    assert_eq!(asked(&twice), "ns.f(p=@p)?@p=%5B1%5D&@q=2");
}

/// Protocol 4.01, 11.5.4: an entity, or just the reference to it.
#[test]
fn an_entity_is_given_as_it_is_or_by_reference() {
    let call = |file: &LibraryFile| OfFiles::plain("ns.f", true).entity("of", file);
    let mut file = LibraryFile::default();
    file.file_name = "a.ps1".to_owned();
    let asked_with = |call: OfFiles| {
        let url = called(call).url().unwrap();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs
    };
    let pair = |json: &str| vec![("@of".to_owned(), json.to_owned())];
    let entity = asked_with(call(&file));
    assert!(entity[0].1.contains(r#""fileName":"a.ps1""#), "{entity:?}");
    let reference = Reference::<LibraryFile>::new("libraryfiles('a')");
    let by_reference = OfFiles::plain("ns.f", true).entity("of", &reference);
    assert_eq!(
        asked_with(by_reference),
        pair(r#"{"@odata.id":"libraryfiles('a')"}"#)
    );
}

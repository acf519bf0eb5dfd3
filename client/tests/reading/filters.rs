//! Filters that are joined from lists, and text that is none.

use odata::doc_example::{Defender, LibraryFile};
use odata::{
    EntitySet, EntitySetInfo, Field, Filter, Many, Navigation, Service as _, field, navigation,
    type_info,
};

use crate::machine::Machine;
use crate::scripted::Script;

const NONE: Option<Filter<LibraryFile>> = None;

fn asked(filter: impl odata::field::IntoFilter<LibraryFile>) -> Option<String> {
    let files = Script::default().client().library_files();
    let url = files.filter(filter).url().unwrap();
    url.query().map(str::to_owned)
}

#[test]
fn what_is_not_asked_is_not_sent() {
    let named = || LibraryFile::FILE_NAME.eq("a");
    assert_eq!(asked(NONE), None);
    assert_eq!(asked(Filter::all([NONE, NONE])), None);
    assert_eq!(asked(Filter::all(Vec::<Filter<LibraryFile>>::new())), None);
    let one = Some("$filter=fileName%20eq%20%27a%27".to_owned());
    assert_eq!(asked(Some(named())), one);
    assert_eq!(asked(Filter::all([NONE, Some(named())])), one);
    assert_eq!(asked(Filter::any([NONE, Some(named())])), one);
}

#[test]
fn any_of_nothing_is_nothing() {
    let none = Filter::any(Vec::<Filter<LibraryFile>>::new());
    assert_eq!(asked(none).as_deref(), Some("$filter=false"));
    assert_eq!(asked(Filter::any([NONE])).as_deref(), Some("$filter=false"));
}

#[test]
fn operators_join_as_methods_do() {
    let [a, b, c] = ["a", "b", "c"].map(|name| LibraryFile::FILE_NAME.eq(name));
    let by_methods = a.clone().or(b.clone().and(!c.clone()));
    assert_eq!(a | b & !c, by_methods);
}

/// Text of a user, in a function that gives this crate's result.
fn search(client: &Defender, text: &str) -> odata::Result<String> {
    let query = client.library_files().filter_text(text)?;
    let filter = Filter::<LibraryFile>::parse(text)?;
    Ok(format!("{} {filter}", query.url()?))
}

#[test]
fn text_that_does_not_fit_is_an_error_of_the_client() {
    let client = Script::default().client();
    assert!(search(&client, "fileName eq 'a'").is_ok());
    let error = search(&client, "filename eq 'a'").unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert_eq!(
        error.to_string(),
        "not sent: LibraryFile has no property `filename`\n  filename eq 'a'\n  ^^^^^^^^\ndid you mean `fileName`?"
    );
}

/// What a range variable stands for is in the paths that a set restricts, and so is what `$count($filter=..)` asks.
#[test]
fn a_lambda_is_no_way_past_what_is_restricted() {
    static MACHINES: EntitySetInfo = EntitySetInfo {
        name: "machines",
        not_filterable: &[("files/sha256", "it says no"), ("price", "it says no")],
        ..EntitySetInfo::plain(type_info::<Machine>)
    };
    let client = Script::default().client();
    let set: EntitySet<Machine> = EntitySet::new(client.client(), &MACHINES);
    let sha256: Field<Machine, Option<String>> = field("files/sha256");
    let named = set.filter(sha256.eq("x")).url().unwrap_err().to_string();
    assert_eq!(named, "not sent: entity set `machines`: it says no");
    for text in [
        "files/any(f:f/sha256 eq 'x')",
        "files/any(f:f/fileName eq 'x' and f/sha256 eq null)",
        "files/all(f:$it/price eq 1)",
        "files/$count($filter=sha256 eq 'x') gt 1",
    ] {
        let asked = set
            .filter_text(text)
            .map_err(odata::Error::from)
            .and_then(|query| query.url());
        let error = asked.unwrap_err();
        // A name that the set itself restricts is told with its place.
        assert!(
            error.is_refused() && error.to_string().contains("it says no"),
            "{text}: {error}"
        );
    }
    for text in [
        "files/any(f:f/fileName eq 'x')",
        "files/any(f:f/fileName eq id)",
        "files/$count($filter=fileName eq 'x') gt 1",
        "files/any()",
    ] {
        assert!(set.filter_text(text).unwrap().url().is_ok(), "{text}");
    }
    let typed = set.filter(MACHINE_FILES.any(LibraryFile::SHA256.eq("x")));
    assert_eq!(typed.url().unwrap_err().to_string(), named);
}

const MACHINE_FILES: Navigation<Machine, Many<LibraryFile>> = navigation("files");

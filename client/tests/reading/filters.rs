//! Filters that are joined from lists, and text that is none.

use odata::Filter;
use odata::doc_example::{Defender, LibraryFile};

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

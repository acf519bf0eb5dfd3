//! `top` holds for all pages together, whatever the service makes of `$top`.

use odata::doc_example::LibraryFile;
use odata::{Position, Query};

use crate::scripted::{Piece, Script, ready, rows, text};

fn page(names: &[&str], next: Option<&str>) -> Vec<Piece> {
    let rows = rows(names);
    vec![text(&match next {
        Some(next) => format!("{{\"value\":[{rows}],\"@odata.nextLink\":\"{next}\"}}"),
        None => format!("{{\"value\":[{rows}]}}"),
    })]
}

/// As Microsoft Graph takes it: `$top` is the length of a page, and next links go on.
fn a_service_of_pages(top: u64) -> (Script, Query<LibraryFile>) {
    let first = format!("libraryfiles?$top={top}");
    let script = Script::default()
        .page(&first, page(&["a", "b"], Some("libraryfiles?page=2")))
        .page(
            "libraryfiles?page=2",
            page(&["c", "d"], Some("libraryfiles?page=3")),
        )
        .page("libraryfiles?page=3", page(&["e", "f"], None));
    let query = script.client().library_files().top(top);
    (script, query)
}

fn names(query: Query<LibraryFile>) -> Vec<String> {
    names_of(query.stream())
}

fn names_of(mut files: odata::Rows<LibraryFile>) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(file) = ready(files.next()) {
        names.push(file.unwrap().file_name);
    }
    assert_eq!(files.position(), None, "all is read");
    names
}

#[test]
fn no_more_rows_are_given_and_no_page_is_asked_for_in_vain() {
    for (top, expected, asked) in [
        (0, vec![], 1),
        (1, vec!["a"], 1),
        (2, vec!["a", "b"], 1),
        (3, vec!["a", "b", "c"], 2),
        (4, vec!["a", "b", "c", "d"], 2),
        (5, vec!["a", "b", "c", "d", "e"], 3),
        (6, vec!["a", "b", "c", "d", "e", "f"], 3),
        (7, vec!["a", "b", "c", "d", "e", "f"], 3),
    ] {
        let (script, query) = a_service_of_pages(top);
        assert_eq!(names(query), expected, "{top}");
        assert_eq!(script.asked().len(), asked, "{top}: {:?}", script.asked());
        let (_, query) = a_service_of_pages(top);
        let all = ready(query.all()).unwrap();
        assert_eq!(all.len(), expected.len(), "{top}");
    }
}

#[test]
fn more_pages_are_asked_for_ahead_only_where_more_rows_are_wanted_than_a_page_has() {
    let (script, query) = a_service_of_pages(5);
    let mut files = query.stream();
    for (name, asked) in [("a", 1), ("b", 1), ("c", 3), ("d", 3)] {
        assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
        assert_eq!(script.asked().len(), asked, "{name}");
    }
}

#[test]
fn what_is_left_goes_on_at_a_position() {
    for taken in 0..=5 {
        let (_, query) = a_service_of_pages(5);
        let mut files = query.clone().stream();
        for _ in 0..taken {
            ready(files.next()).unwrap().unwrap();
        }
        let kept = files.position().unwrap().to_string();
        let position: Position = kept.parse().unwrap();
        let rest = names_of(query.resume(&position));
        assert_eq!(rest, ["a", "b", "c", "d", "e"][taken..], "{kept}");
    }
}

#[test]
fn pages_may_be_asked_for_by_top() {
    let all = ["a", "b", "c", "d", "e", "f"];
    let by_top = |script: &Script| script.client().library_files().query().stream_by_top(2);
    let (script, _) = a_service_of_pages(2);
    assert_eq!(names_of(by_top(&script)), all);
    assert_eq!(script.asked().len(), 3);
    let (script, query) = a_service_of_pages(2);
    let query = query.top(5);
    assert_eq!(names_of(query.stream_by_top(2)), all[..5]);
    assert_eq!(
        script.asked().first().map(String::as_str),
        Some("libraryfiles?$top=2")
    );
}

/// A page that ends with an error behind the rows that are wanted.
#[test]
fn what_is_behind_the_rows_that_are_wanted_does_not_matter() {
    let rows = rows(&["a", "b"]);
    let pieces = vec![
        text(&format!("{{\"value\":[{rows},{{\"file")),
        Piece::Broken,
    ];
    let script = Script::default().page("libraryfiles?$top=2", pieces);
    assert_eq!(names(script.client().library_files().top(2)), ["a", "b"]);
    assert_eq!(script.asked().len(), 1);
}

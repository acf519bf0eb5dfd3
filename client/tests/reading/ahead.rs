//! The next page is asked for while this one is read, and no page that must not be.

use crate::scripted::{Piece, ROOT, Script, poll, ready, rows, text};

const NEXT: &str = "libraryfiles?$skiptoken=1";

fn page(names: &[&str], next: &str) -> String {
    format!(
        "{{\"value\":[{}],\"@odata.nextLink\":\"{next}\"}}",
        rows(names)
    )
}

fn second() -> Vec<Piece> {
    vec![text(&format!("{{\"value\":[{}]}}", rows(&["c"])))]
}

#[test]
fn the_next_page_is_asked_for_before_the_rows_are_read() {
    let first = page(&["a", "b"], NEXT);
    let script = Script::default()
        .page("libraryfiles", vec![text(&first)])
        .page(NEXT, second());
    let mut files = script.client().library_files().stream();
    assert!(
        script.asked().is_empty(),
        "nothing is asked before a row is"
    );
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "a");
    assert_eq!(script.asked(), ["libraryfiles", NEXT]);
    let mut names = Vec::new();
    while let Some(file) = ready(files.next()) {
        names.push(file.unwrap().file_name);
    }
    assert_eq!(names, ["b", "c"]);
    assert_eq!(
        script.asked(),
        ["libraryfiles", NEXT],
        "each page is asked for once"
    );
}

#[test]
fn it_is_asked_for_from_a_position_on_too() {
    let first = page(&["a", "b", "c"], NEXT);
    let script = Script::default()
        .page("libraryfiles", vec![text(&first)])
        .page(
            NEXT,
            vec![text(&format!("{{\"value\":[{}]}}", rows(&["d"])))],
        );
    let query = script.client().library_files().query();
    let position = format!("1@{ROOT}libraryfiles").parse().unwrap();
    let mut files = query.resume(&position);
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "b");
    assert_eq!(script.asked(), ["libraryfiles", NEXT]);
    for name in ["c", "d"] {
        assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
    }
    assert!(ready(files.next()).is_none());
    assert_eq!(script.asked(), ["libraryfiles", NEXT]);
}

#[test]
fn a_link_at_the_head_is_followed_before_the_page_has_arrived() {
    let head = format!(
        "{{\"@odata.nextLink\":\"{NEXT}\",\"value\":[{},",
        rows(&["a"])
    );
    let tail = format!("{}]}}", rows(&["b"]));
    let script = Script::default()
        .page("libraryfiles", vec![text(&head), Piece::Gate, text(&tail)])
        .page(NEXT, second());
    let mut files = script.client().library_files().stream();
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "a");
    assert!(poll(files.next()).is_none());
    assert_eq!(script.asked(), ["libraryfiles", NEXT]);
    script.open();
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "b");
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "c");
    assert!(ready(files.next()).is_none());
}

#[test]
fn who_does_not_want_it_asks_for_no_page_too_many() {
    let first = page(&["a", "b"], NEXT);
    let script = Script::default()
        .page("libraryfiles", vec![text(&first)])
        .page(NEXT, second());
    let mut files = script.client().library_files().stream().look_ahead(false);
    for name in ["a", "b"] {
        assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
        assert_eq!(script.asked(), ["libraryfiles"]);
    }
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "c");
}

#[test]
fn a_page_that_does_not_fit_is_asked_for_when_its_link_comes() {
    let many: Vec<String> = (0..20_000).map(|at| format!("file {at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let first = page(&many, NEXT);
    let script = Script::default()
        .cut("libraryfiles", first.as_bytes(), 10_000)
        .page(NEXT, second());
    let mut files = script.client().library_files().stream().read_ahead(100_000);
    let mut count = 0;
    let mut asked_at = None;
    while let Some(file) = ready(files.next()) {
        file.unwrap();
        count += 1;
        if asked_at.is_none() && script.asked().len() == 2 {
            asked_at = Some(count);
        }
    }
    assert_eq!(count, 20_001);
    let asked_at = asked_at.unwrap();
    assert!((10_000..20_000).contains(&asked_at), "{asked_at}");
}

#[test]
fn links_that_must_not_be_followed_are_not_looked_up_ahead() {
    for (next, says) in [
        (
            "https://elsewhere.example/api/x",
            "not a host of the service",
        ),
        ("http://api.security.microsoft.com/api/x", "not https"),
        ("libraryfiles", "already read"),
        ("https://:1:2/", "is no URL"),
    ] {
        let first = page(&["a", "b"], next);
        let script = Script::default().page("libraryfiles", vec![text(&first)]);
        let mut files = script.client().library_files().stream();
        for name in ["a", "b"] {
            assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
        }
        let error = ready(files.next()).unwrap().unwrap_err();
        assert!(
            error.is_link() && error.to_string().contains(says),
            "{next}: {error}"
        );
        assert!(ready(files.next()).is_none());
        assert_eq!(script.asked(), ["libraryfiles"]);
    }
}

#[test]
fn a_longer_loop_ends_too() {
    let third = "libraryfiles?$skiptoken=2";
    let script = Script::default()
        .page("libraryfiles", vec![text(&page(&["a"], NEXT))])
        .page(NEXT, vec![text(&page(&["b"], third))])
        .page(third, vec![text(&page(&[], NEXT))]);
    let mut files = script.client().library_files().stream();
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "a");
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "b");
    assert!(ready(files.next()).unwrap().unwrap_err().is_link());
    assert_eq!(script.asked(), ["libraryfiles", NEXT, third]);
}

#[test]
fn what_fails_ahead_is_said_when_its_turn_comes() {
    let script = Script::default().page("libraryfiles", vec![text(&page(&["a", "b"], NEXT))]);
    let mut files = script.client().library_files().stream();
    for name in ["a", "b"] {
        assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
    }
    assert!(ready(files.next()).unwrap().unwrap_err().is_not_found());
    let position = files.position().unwrap();
    assert_eq!(
        (position.url(), position.taken()),
        (&*format!("{ROOT}{NEXT}"), 0)
    );
}

#[test]
fn a_link_within_an_item_is_not_that_of_the_page() {
    let row = r#"{"fileName":"a","pages":{"@odata.nextLink":"libraryfiles?wrong"}}"#;
    let first = format!("{{\"value\":[{row}]}}");
    let script = Script::default().page("libraryfiles", vec![text(&first)]);
    let mut files = script.client().library_files().stream();
    assert!(ready(files.next()).unwrap().is_ok());
    assert!(ready(files.next()).is_none());
    assert_eq!(script.asked(), ["libraryfiles"]);
}

#[test]
fn a_page_that_was_cut_off_ahead_is_asked_for_again() {
    let first = page(&["a", "b"], NEXT);
    let cut = vec![text("{\"value\":[{\"fileName\":\"c\"}"), Piece::Broken];
    let script = Script::default()
        .page("libraryfiles", vec![text(&first)])
        .page(NEXT, cut);
    let mut files = script.client().library_files().stream();
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "a");
    assert_eq!(script.asked(), ["libraryfiles", NEXT]);
    let script = script.page(NEXT, second());
    for name in ["b", "c"] {
        assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
    }
    assert!(ready(files.next()).is_none());
    assert_eq!(script.asked(), ["libraryfiles", NEXT, NEXT]);

    let script = script.page(NEXT, vec![Piece::Broken]);
    let mut files = script.client().library_files().stream();
    for name in ["a", "b"] {
        assert_eq!(ready(files.next()).unwrap().unwrap().file_name, name);
    }
    assert!(ready(files.next()).unwrap().unwrap_err().is_decode());
    assert_eq!(script.asked().len(), 6, "it is asked for again once");
}

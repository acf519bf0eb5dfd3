//! The rows of all pages, in a list.

use odata::doc_example::LibraryFile;

use crate::scripted::{Script, text};

fn page(names: &[&str], next: &str) -> String {
    let rows: Vec<String> = names
        .iter()
        .map(|name| format!("{{\"fileName\":\"{name}\"}}"))
        .collect();
    let next = match next {
        "" => String::new(),
        next => format!(",\"@odata.nextLink\":\"{next}\""),
    };
    format!("{{\"value\":[{}]{next}}}", rows.join(","))
}

fn names(files: Vec<LibraryFile>) -> Vec<String> {
    files.into_iter().map(|file| file.file_name).collect()
}

#[tokio::test]
async fn all_pages_are_read() {
    let script = Script::default()
        .page(
            "libraryfiles",
            vec![text(&page(&["a", "b"], "libraryfiles?$skiptoken=1"))],
        )
        .page(
            "libraryfiles?$skiptoken=1",
            vec![text(&page(&["c"], "libraryfiles?$skiptoken=2"))],
        )
        .page("libraryfiles?$skiptoken=2", vec![text(&page(&["d"], ""))]);
    let client = script.client();
    assert_eq!(
        names(client.library_files().all().await.unwrap()),
        ["a", "b", "c", "d"]
    );
    // One page is what `send` gives.
    let first = client.library_files().send().await.unwrap();
    assert!(!first.is_last());
    assert_eq!(names(first.items), ["a", "b"]);
    // What was taken is not given again.
    let mut rows = client.library_files().stream();
    rows.next().await.unwrap().unwrap();
    assert_eq!(names(rows.all().await.unwrap()), ["b", "c", "d"]);
}

#[tokio::test]
async fn a_limit_holds_for_all_pages() {
    let script = Script::default()
        .page("libraryfiles?$top=2", vec![text(&page(&["a", "b"], ""))])
        .page("libraryfiles?$top=1&$skip=2", vec![text(&page(&["c"], ""))]);
    let query = script.client().library_files().top(3);
    let rows = query.clone().stream_by_skip(2);
    assert_eq!(names(rows.all().await.unwrap()), ["a", "b", "c"]);
    assert_eq!(
        script.asked(),
        ["libraryfiles?$top=2", "libraryfiles?$top=1&$skip=2"]
    );
}

#[tokio::test]
async fn a_page_that_is_missing_is_an_error_of_all() {
    let script = Script::default().page(
        "libraryfiles",
        vec![text(&page(&["a"], "libraryfiles?$skiptoken=1"))],
    );
    let error = script.client().library_files().all().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(error.to_string().contains("$skiptoken=1"), "{error}");
}

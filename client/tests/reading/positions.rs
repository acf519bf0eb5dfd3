//! Going on from a position, and paging by `$skip`.

use odata::Position;
use odata::doc_example::{Defender, LibraryFile};
use odata_mock::MockService;
use serde_json::json;

use crate::scripted::{Script, ready, text};

const DEFENDER: &str = include_str!("../../../specs/defender/metadata.xml");

fn service(rows: usize) -> MockService {
    let rows: Vec<_> = (0..rows)
        .map(|at| json!({"fileName": format!("file {at:02}")}))
        .collect();
    MockService::from_csdl(DEFENDER)
        .and_then(|service| service.entity_set("libraryfiles", rows.into()))
        .unwrap()
}

fn client(service: &MockService) -> Defender {
    Defender::builder()
        .transport(service.transport())
        .documented_limits(false)
        .build()
        .unwrap()
}

async fn rest(mut files: odata::Rows<LibraryFile>) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(file) = files.next().await {
        names.push(file.unwrap().file_name);
    }
    assert_eq!(files.position(), None, "all is read");
    names
}

#[tokio::test]
async fn no_row_is_lost_or_repeated_at_any_position() {
    let service = service(11).page_size(4);
    let files = client(&service)
        .library_files()
        .filter(LibraryFile::FILE_NAME.ne("file 05"));
    let all = rest(files.clone().stream()).await;
    assert_eq!(all.len(), 10);
    for taken in 0..=10 {
        let mut rows = files.clone().stream();
        for _ in 0..taken {
            rows.next().await.unwrap().unwrap();
        }
        let kept = rows.position().unwrap().to_string();
        drop(rows);
        let position: Position = kept.parse().unwrap();
        assert_eq!(
            rest(files.clone().resume(&position)).await,
            all[taken..],
            "{taken}: {kept}"
        );
        // A position within what was resumed counts from the page's beginning.
        let mut rows = files.clone().resume(&position);
        if rows.next().await.is_some() {
            let again = rows.position();
            let left = match again {
                Some(again) => rest(files.clone().resume(&again)).await,
                None => Vec::new(),
            };
            assert_eq!(left, all[taken + 1..], "{taken}");
        }
    }
}

#[test]
fn a_position_is_kept_through_an_error_and_leads_nowhere_else() {
    let half = r#"{"value":[{"fileName":"a"},{"fileName":"b"},{"fileN"#;
    let script = Script::default().page("libraryfiles", vec![text(half)]);
    let query = script.client().library_files().query();
    let mut rows = query.clone().stream();
    assert!(ready(rows.next()).unwrap().is_ok());
    assert!(ready(rows.next()).unwrap().is_ok());
    assert!(ready(rows.next()).unwrap().is_err());
    let position = rows.position().unwrap();
    assert_eq!(position.taken(), 2);
    let whole = format!("{}ame\":\"c\"}}]}}", half);
    let script = script.page("libraryfiles", vec![text(&whole)]);
    let mut rows = query.clone().resume(&position);
    assert_eq!(ready(rows.next()).unwrap().unwrap().file_name, "c");
    assert!(ready(rows.next()).is_none());
    let asked = script.asked().len();
    for elsewhere in ["0@https://elsewhere.example/", "0@file:///etc/passwd"] {
        let mut rows = query.clone().resume(&elsewhere.parse().unwrap());
        assert!(ready(rows.next()).unwrap().unwrap_err().is_link());
    }
    assert_eq!(script.asked().len(), asked);
}

#[tokio::test]
async fn pages_by_skip_end_where_the_rows_do() {
    for (rows, page, top, pages) in [
        (11, 4, None, 3),
        (12, 4, None, 4),
        (3, 4, None, 1),
        (0, 4, None, 1),
        (11, 4, Some(6), 2),
        (11, 4, Some(4), 1),
        (11, 4, Some(3), 1),
        (11, 4, Some(50), 3),
        (11, 1, Some(11), 11),
    ] {
        let service = service(rows);
        let mut query = client(&service)
            .library_files()
            .order_by(LibraryFile::FILE_NAME.asc());
        if let Some(top) = top {
            query = query.top(top);
        }
        let names = rest(query.clone().stream_by_skip(page)).await;
        let expected = rows.min(top.unwrap_or(u64::MAX) as usize);
        assert_eq!(names.len(), expected, "{rows} {page} {top:?}");
        assert!(names.is_sorted() && names.windows(2).all(|two| two[0] != two[1]));
        assert_eq!(service.requests().len(), pages, "{rows} {page} {top:?}");
        for taken in 0..expected {
            let mut rows = query.clone().stream_by_skip(page);
            for _ in 0..taken {
                rows.next().await.unwrap().unwrap();
            }
            let position = rows.position().unwrap().to_string().parse().unwrap();
            assert_eq!(rest(query.clone().resume(&position)).await, names[taken..]);
        }
    }
    let service = service(11).page_size(3);
    let by_skip = client(&service).library_files().skip(1).stream_by_skip(5);
    assert_eq!(
        rest(by_skip).await.len(),
        10,
        "the service's pages are shorter"
    );
    let none = client(&service)
        .library_files()
        .query()
        .stream_by_skip(0)
        .next()
        .await;
    assert!(none.unwrap().unwrap_err().is_refused());
}

#[tokio::test]
async fn the_size_of_pages_is_asked_for_on_each_of_them() {
    let service = service(5);
    let files = client(&service).library_files().query().max_page_size(2);
    assert_eq!(files.send().await.unwrap().items.len(), 2);
    assert_eq!(rest(files.stream()).await.len(), 5);
    let requests = service.requests();
    assert_eq!(requests.len(), 4);
    for request in requests {
        assert_eq!(request.header("prefer"), Some("odata.maxpagesize=2"));
        assert_eq!(
            request.header("accept"),
            Some("application/json;odata.metadata=minimal")
        );
    }
}

#[tokio::test]
async fn questions_in_bodies_page_and_go_on_too() {
    let by_skip = service(11);
    let by_links = service(11).page_size(4);
    let query = |service: &MockService| {
        let files = client(service).library_files();
        files.order_by(LibraryFile::FILE_NAME.asc()).by_post()
    };
    let all = rest(query(&by_skip).stream_by_skip(4)).await;
    assert_eq!(all.len(), 11);
    let requests = by_skip.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.method, "POST", "{}", request.path());
        assert_eq!(request.query(), "");
    }
    for taken in 0..=11 {
        for (service, mut rows) in [
            (&by_skip, query(&by_skip).stream_by_skip(4)),
            (&by_links, query(&by_links).stream()),
        ] {
            for _ in 0..taken {
                rows.next().await.unwrap().unwrap();
            }
            let position: Position = rows.position().unwrap().to_string().parse().unwrap();
            let left = rest(query(service).resume(&position)).await;
            assert_eq!(left, all[taken..], "{position}");
        }
    }
}

#[test]
fn what_is_asked_by_post_is_told_as_such_and_links_are_not() {
    let script = Script::default()
        .page("libraryfiles/$query", vec![text(r#"{"value":[1]}"#)])
        .page("libraryfiles?$deltatoken=1", vec![text(r#"{"value":[]}"#)]);
    let query = script.client().library_files().query().by_post();
    let error = ready(query.clone().stream().next()).unwrap().unwrap_err();
    assert!(error.to_string().contains("[POST https"), "{error}");
    let link = "libraryfiles?$deltatoken=1".parse().unwrap();
    assert!(ready(query.delta_from(&link).next()).is_none());
}

#[test]
fn a_question_that_is_redirected_is_no_change() {
    let whole = vec![text(r#"{"value":[{"fileName":"a"}]}"#)];
    for (status, to, asked) in [
        (302, "files/$query", "files/$query"),
        (302, "files?id=1", "files?id=1"),
        (303, "files/$query", "files/$query"),
        (307, "files/$query", "files/$query"),
    ] {
        let script = Script::default()
            .redirect("libraryfiles/$query", status, to)
            .page(asked, whole.clone());
        let query = script.client().library_files().query().by_post();
        let page = ready(query.send()).unwrap();
        assert_eq!(page.items.len(), 1, "{status} {to}");
        let method = if to.ends_with("$query") && status != 303 {
            "POST"
        } else {
            "GET"
        };
        assert_eq!(script.methods(), ["POST", method], "{status} {to}");
    }
    let to = "https://elsewhere.example/$query";
    let script = Script::default().redirect("libraryfiles/$query", 302, to);
    let query = script.client().library_files().query().by_post();
    let error = ready(query.send()).unwrap_err();
    assert!(
        error.to_string().contains("the query was redirected"),
        "{error}"
    );
    assert_eq!(script.asked().len(), 1);
}

#[test]
fn a_service_that_passes_over_what_pages_are_asked_by_is_found_out() {
    let page = |names: &[&str], more: &str| {
        let rows = crate::scripted::rows(names);
        vec![text(&format!("{{\"value\":[ {rows} ]{more}}}"))]
    };
    let (first, second) = ("libraryfiles?$top=2", "libraryfiles?$top=2&$skip=2");
    let link = r#","@odata.nextLink":"x""#;
    for (one, two, rows, says) in [
        (
            page(&["a", "b", "c"], ""),
            page(&[], ""),
            3,
            "passes over `$top`",
        ),
        (
            page(&["a", "b"], ""),
            page(&["a", "b"], ""),
            4,
            "passes over `$skip`",
        ),
        (
            page(&["a", "b"], ""),
            page(&[], link),
            2,
            "`stream` follows",
        ),
    ] {
        let script = Script::default().page(first, one).page(second, two);
        let mut files = script.client().library_files().query().stream_by_skip(2);
        for _ in 0..rows {
            assert!(ready(files.next()).unwrap().is_ok(), "{says}");
        }
        let error = ready(files.next()).unwrap().unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains(says),
            "{error}"
        );
        assert!(ready(files.next()).is_none());
    }
    // Selected rows may well be the same.
    let script = Script::default()
        .page(
            "libraryfiles?$select=fileName&$top=2",
            page(&["a", "a"], ""),
        )
        .page(
            "libraryfiles?$select=fileName&$top=2&$skip=2",
            page(&["a"], ""),
        );
    let files = script
        .client()
        .library_files()
        .select(LibraryFile::FILE_NAME);
    let mut files = files.stream_by_skip(2);
    for _ in 0..3 {
        assert_eq!(ready(files.next()).unwrap().unwrap(), "a");
    }
    assert!(ready(files.next()).is_none());
}

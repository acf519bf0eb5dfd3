//! Next links of every kind.

use odata::Retry;

use crate::wire::{Wire, json};

fn page(name: &str, link: Option<&str>, context: Option<&str>) -> String {
    let link = link.map(|link| format!(r#","@odata.nextLink":{}"#, serde_json::json!(link)));
    let context = context.map(|it| format!(r#""@odata.context":{},"#, serde_json::json!(it)));
    format!(
        r#"{{{}"value":[{{"fileName":"{name}"}}]{}}}"#,
        context.unwrap_or_default(),
        link.unwrap_or_default()
    )
}

/// The rows before an error, the error, and what was asked.
async fn follow(link: &str, context: Option<&str>) -> (usize, Option<String>, Vec<String>) {
    let (link, context) = (link.to_owned(), context.map(str::to_owned));
    let wire = Wire::of(move |number, _| match number {
        0 => json(&page("a", Some(&link), context.as_deref())),
        number => json(&page(&format!("b{number}"), None, None)),
    })
    .await;
    let builder = wire.builder().bearer_token("hush-hush-hush");
    let client = builder.retry(Retry::never()).build().unwrap();
    let (mut rows, mut count) = (client.library_files().stream(), 0);
    let mut told = None;
    while let Some(row) = rows.next().await {
        match row {
            Ok(_) => count += 1,
            Err(error) => told = Some(error.to_string()),
        }
    }
    (count, told, wire.lines())
}

#[tokio::test]
async fn links_of_the_service_are_followed_as_they_are() {
    for (link, context, asked) in [
        ("?$skiptoken=2", None, "GET /libraryfiles?$skiptoken=2"),
        ("/x/y?$skip=1", None, "GET /x/y?$skip=1"),
        (
            "other?$skip=1",
            Some("sub/$metadata#a"),
            "GET /sub/other?$skip=1",
        ),
        ("?a=%2f%2F+%20|b", None, "GET /libraryfiles?a=%2f%2F+%20|b"),
        (
            "?a=\u{e9} b\"<>",
            None,
            "GET /libraryfiles?a=%C3%A9%20b%22%3C%3E",
        ),
        (
            "?a=1\r\nx-evil: 1",
            None,
            "GET /libraryfiles?a=1x-evil:%201",
        ),
        ("libraryfiles?a=1#part", None, "GET /libraryfiles?a=1"),
        ("./../../libraryfiles?a=1", None, "GET /libraryfiles?a=1"),
    ] {
        let (rows, told, lines) = follow(link, context).await;
        assert_eq!((rows, told), (2, None), "{link}");
        assert_eq!(lines.last().unwrap(), asked, "{link}");
    }
}

#[tokio::test]
async fn other_links_end_the_rows_with_an_error() {
    for link in [
        "",
        " ",
        "http://127.0.0.1:9/libraryfiles?$skiptoken=2",
        "https://127.0.0.1/libraryfiles",
        "//example.invalid/libraryfiles",
        "http://user:hush@127.0.0.1/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:application/json,{}",
        "http://[::1",
        "http:///",
    ] {
        for context in [None, Some("/$metadata#libraryfiles")] {
            let (rows, told, lines) = follow(link, context).await;
            let told = told.unwrap_or_default();
            assert!(rows == 1 && lines.len() == 1, "{link}: {told} {lines:?}");
            assert!(told.contains("next link"), "{link}: {told}");
            assert!(!told.contains("hush"), "{link}: {told}");
        }
    }
}

#[tokio::test]
async fn circles_end() {
    for period in [1, 2, 3] {
        for is_empty in [false, true] {
            let wire = Wire::of(move |number, _| {
                let link = format!("?$skiptoken={}", (number + 1) % period);
                match is_empty {
                    true => json(&format!(r#"{{"value":[],"@odata.nextLink":"{link}"}}"#)),
                    false => json(&page(&format!("a{number}"), Some(&link), None)),
                }
            })
            .await;
            let error = wire.client().library_files().all().await.unwrap_err();
            assert!(error.to_string().contains("already read"), "{error}");
            assert_eq!(wire.asked().len(), period + 1);
        }
    }
}

/// What stands behind `#` is not sent: such links ask for the same page over and over.
#[tokio::test]
async fn a_fragment_makes_no_other_page() {
    let wire = Wire::of(|number, _| {
        let link = format!("?$skiptoken=1#{number}");
        json(&page("a", Some(&link), None))
    })
    .await;
    let mut rows = wire.client().library_files().stream();
    let mut count = 0;
    let error = loop {
        match rows.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
        assert!(count < 20, "it goes on without end");
    };
    assert!(error.to_string().contains("already read"), "{error}");
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_link_longer_than_servers_take_is_told() {
    let link = format!("?$skiptoken={}", "x".repeat(100_000));
    let (rows, told, _) = follow(&link, None).await;
    assert_eq!(rows, 1);
    let told = told.unwrap();
    assert!(told.len() < 4_000, "{}", told.len());
}

//! Answers that a service should not give: each is one clear error, and nothing loops, leaks or panics.

use odata::{Error, Retry};
use odata_mock::{Canned, MockService};
use odata_tests::defender::{Defender, LibraryFile};
use serde_json::json;

const METADATA: &str = include_str!("../../specs/defender/metadata.xml");

fn service() -> MockService {
    MockService::from_csdl(METADATA)
        .and_then(|service| service.entity_set("libraryfiles", json!([{ "fileName": "a" }])))
        .expect("a service")
}

/// A client whose every request gets this answer.
fn answered(canned: Canned) -> Defender {
    let service = service().intercept(move |_| Some(canned.clone()));
    Defender::builder()
        .transport(service.transport())
        .bearer_token("secret")
        .retry(Retry::never())
        .build()
        .expect("a client")
}

async fn listed(canned: Canned) -> Error {
    answered(canned)
        .library_files()
        .send()
        .await
        .expect_err("an error")
}

#[tokio::test]
async fn what_is_no_page_is_said_to_be_none() {
    for (canned, says) in [
        (
            Canned::html("<html><body>Sign in</body></html>"),
            "the answer is not JSON but <html><body>Sign in</body></html> (text/html",
        ),
        (
            Canned::status(204),
            "the service answered 204 No Content with an empty body, where JSON is expected",
        ),
        (Canned::status(200), "with an empty body"),
        (
            Canned::json(&json!({ "value": [] })).header("content-type", "application/xml"),
            "not JSON but {\"value\":[]} (application/xml)",
        ),
        (
            Canned::json(&json!({ "value": [] })).body("{\"value\":[{\"fileName\":\"a\"}"),
            "a comma or the end of the array is expected, and the end is here",
        ),
        (
            Canned::json(&json!({ "value": {} })),
            "value: an array is expected, and an object is here",
        ),
        (
            Canned::json(&json!({ "values": [] })),
            "there is no `value`",
        ),
        (
            Canned::json(&json!([])),
            "an object is expected, and an array is here",
        ),
        (
            Canned::json(&json!({ "value": [{ "fileName": "a" }, { "sha256": "x" }] })),
            "value[1].fileName: LibraryFile lacks it",
        ),
        (
            Canned::json(&json!({ "value": [{ "fileName": "a", "hasParameters": "yes" }] })),
            "value[0].hasParameters: a boolean is expected, and a string is here",
        ),
        (
            Canned::json(&json!({})).body(vec![b'{', 0xff, b'}']),
            "not UTF-8 from byte 1 on",
        ),
        (
            Canned::json(&json!({})).body("[".repeat(1_000_000)),
            "an object is expected",
        ),
        (
            Canned::json(&json!({})).body(format!("{{\"x\":{}", "[".repeat(1_000_000))),
            "nested deeper than 128 levels",
        ),
    ] {
        let error = listed(canned).await;
        assert!(error.to_string().contains(says), "{says}\n{error}");
        assert!(error.is_decode(), "{error}");
        assert!(
            error
                .to_string()
                .contains("[GET https://api.security.microsoft.com/api/libraryfiles]"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn errors_of_the_service_are_typed() {
    let body = json!({ "error": {
        "code": "ResourceNotFound", "message": "No such file", "target": "7a1b",
        "details": [{ "code": "D1", "message": "first" }], "innererror": { "trace": 1 }
    } });
    let not_found = Canned::status(404)
        .header("content-type", "application/json")
        .header("request-id", "r-1");
    let error = listed(not_found.body(body.to_string())).await;
    assert!(error.is_not_found() && !error.is_throttled());
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("ResourceNotFound"), Some("r-1"))
    );
    let sent = error.service_error().expect("the service's error");
    assert_eq!(
        (sent.message(), sent.target()),
        ("No such file", Some("7a1b"))
    );
    assert_eq!(
        (sent.details().len(), sent.inner()),
        (1, Some("{\"trace\":1}"))
    );
    assert!(error.to_string().starts_with(
        "the service answered 404 Not Found: ResourceNotFound: No such file (target 7a1b); D1: first (request id r-1)"
    ));

    let error = listed(Canned::status(429).header("retry-after", "17")).await;
    assert!(error.is_throttled());
    assert_eq!(
        error.retry_after(),
        Some(std::time::Duration::from_secs(17))
    );

    // An error page of a proxy in between is shown, not hidden.
    let page = Canned {
        status: http::StatusCode::BAD_GATEWAY,
        ..Canned::html("<h1>Bad Gateway</h1>")
    };
    let error = listed(page).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert!(
        error
            .to_string()
            .contains("<h1>Bad Gateway</h1> (text/html"),
        "{error}"
    );

    for (status, check) in [
        (401, Error::is_unauthorized as fn(&Error) -> bool),
        (403, Error::is_forbidden),
        (412, Error::is_concurrency_conflict),
    ] {
        assert!(check(&listed(Canned::status(status)).await));
    }
}

#[tokio::test]
async fn a_missing_entity_is_none() {
    let defender = Defender::builder()
        .transport(service().transport())
        .build()
        .expect("a client");
    let files = defender.library_files();
    assert_eq!(
        files.by_key("b").send_optional().await.expect("an answer"),
        None
    );
    assert!(
        files
            .by_key("b")
            .send()
            .await
            .expect_err("none")
            .is_not_found()
    );
    assert_eq!(files.by_key("a").send().await.expect("one").file_name, "a");
}

fn page(next: &str) -> Canned {
    Canned::json(&json!({ "value": [{ "fileName": "a" }], "@odata.nextLink": next }))
}

/// The rows until the error that ends them.
async fn rows(service: MockService) -> (usize, Option<Error>) {
    let defender = Defender::builder()
        .transport(service.transport())
        .bearer_token("secret")
        .build()
        .expect("a client");
    let mut rows = defender.library_files().stream();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        match row {
            Ok(_) => count += 1,
            Err(error) => {
                assert!(rows.next().await.is_none(), "nothing comes after an error");
                return (count, Some(error));
            }
        }
        assert!(count < 100, "endless");
    }
    (count, None)
}

#[tokio::test]
async fn a_next_link_that_leads_back_ends_the_rows() {
    for link in [
        "https://api.security.microsoft.com/api/libraryfiles",
        "libraryfiles",
        "/api/libraryfiles",
    ] {
        let (count, error) = rows(service().intercept(move |_| Some(page(link)))).await;
        let error = error.expect("an error");
        assert!(
            error.is_link() && error.to_string().contains("already read"),
            "{link}: {error}"
        );
        assert_eq!(count, 1, "{link}");
    }
    // Nowhere.
    let (count, error) = rows(service().intercept(|_| Some(page("")))).await;
    let error = error.expect("an error");
    assert!(
        error.is_link() && error.to_string().contains("empty"),
        "{error}"
    );
    assert_eq!(count, 1);
    // A circle of two pages.
    let (count, error) = rows(service().intercept(|request| {
        let next = if request.query().contains("page=2") {
            "libraryfiles?page=1"
        } else {
            "libraryfiles?page=2"
        };
        Some(page(next))
    }))
    .await;
    assert!(error.expect("an error").is_link());
    assert_eq!(
        count, 3,
        "first, page 2, page 1, and page 2 again is refused"
    );
}

#[tokio::test]
async fn a_next_link_to_another_host_is_not_followed() {
    for link in [
        "https://evil.example/api/libraryfiles?$skip=1",
        "//evil.example/api/libraryfiles",
        "http://api.security.microsoft.com/api/libraryfiles?$skip=1",
        "https://api.security.microsoft.com:8443/api/libraryfiles?$skip=1",
        "https://api.security.microsoft.com@evil.example/",
        "https://user:word@api.security.microsoft.com/api/libraryfiles?$skip=1",
        "javascript:alert(1)",
        "https://[",
    ] {
        let service = service().intercept(move |_| Some(page(link)));
        let (count, error) = rows(service.clone()).await;
        let error = error.expect("an error");
        assert!(error.is_link(), "{link}: {error}");
        assert!(!error.to_string().contains("secret"));
        assert_eq!(
            (count, service.requests().len()),
            (1, 1),
            "{link}: nothing was sent there"
        );
    }
}

#[tokio::test]
async fn a_next_link_to_a_host_that_the_service_lists_is_followed_with_the_token() {
    let service = service().intercept(|request| {
        let second = request.query().contains("skip");
        Some(if second {
            Canned::json(&json!({ "value": [] }))
        } else {
            page("https://eu.api.security.microsoft.com/api/libraryfiles?$skip=1")
        })
    });
    let (count, error) = rows(service.clone()).await;
    assert!(error.is_none() && count == 1, "{error:?}");
    let requests = service.requests();
    assert_eq!(requests.len(), 2);
    assert!(
        requests
            .iter()
            .all(|request| request.header("authorization") == Some("Bearer secret"))
    );
}

#[tokio::test]
async fn a_redirect_elsewhere_is_followed_without_the_token() {
    let service = service().intercept(|request| {
        if request.path().contains("moved") {
            return Some(Canned::json(&json!({ "value": [{ "fileName": "moved" }] })));
        }
        Some(Canned::status(307).header("location", "https://elsewhere.example/moved"))
    });
    let defender = Defender::builder()
        .transport(service.transport())
        .bearer_token("secret")
        .build()
        .expect("a client");
    let page = defender.library_files().send().await.expect("a page");
    assert_eq!(page.items[0].file_name, "moved");
    let tokens: Vec<_> = service
        .requests()
        .iter()
        .map(|request| request.header("authorization").is_some())
        .collect();
    assert_eq!(tokens, [true, false]);
}

#[tokio::test]
async fn redirects_end() {
    let error = listed(Canned::status(302).header("location", "/api/libraryfiles")).await;
    assert!(
        error.is_link() && error.to_string().contains("more than 10 redirects"),
        "{error}"
    );
    let error = listed(Canned::status(302).header(
        "location",
        "http://api.security.microsoft.com/api/libraryfiles",
    ))
    .await;
    assert!(
        error.is_link() && error.to_string().contains("leaves https"),
        "{error}"
    );
}

#[tokio::test]
async fn a_longer_answer_than_allowed_is_refused() {
    let service = service().intercept(|_| {
        Some(Canned::json(
            &json!({ "value": [{ "fileName": "a".repeat(5_000) }] }),
        ))
    });
    let defender = Defender::builder()
        .transport(service.transport())
        .max_response_bytes(1_000)
        .build()
        .expect("a client");
    let error = defender.library_files().send().await.expect_err("too long");
    assert!(
        error.to_string().contains("longer than 1000 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn every_request_says_what_it_understands_and_encodes_the_plus() {
    let service = service();
    let defender = Defender::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let files = defender.library_files();
    files
        .filter(LibraryFile::FILE_NAME.eq("C++ & 50% 'x' #é"))
        .top(1)
        .send()
        .await
        .expect("a page");
    files.by_key("a").send().await.expect("an entity");
    let requests = service.requests();
    for request in &requests {
        assert_eq!(request.header("odata-maxversion"), Some("4.0"));
        assert_eq!(
            request.header("accept"),
            Some("application/json;odata.metadata=minimal")
        );
        assert_eq!(request.header("authorization"), None);
    }
    let query = requests[0].query();
    assert!(query.contains("C%2B%2B%20%26%2050%25%20"), "{query}");
    assert!(!query.contains('+'), "{query}");
}

#[tokio::test]
async fn setups_that_cannot_work_are_refused() {
    let transport = || service().transport();
    for (builder, says) in [
        (Defender::builder().base_url("not a url"), "is no URL"),
        (
            Defender::builder().base_url("contoso.com/api/"),
            "does not begin with https://",
        ),
        (
            Defender::builder().base_url("ftp://x/"),
            "neither http nor https",
        ),
        (Defender::builder().base_url("https://x/?a=b"), "no query"),
        (
            Defender::builder().base_url("https://user:secret@x/"),
            "no user name",
        ),
        (Defender::builder().bearer_token("  "), "token is empty"),
        (
            Defender::builder().bearer_token("a\nb"),
            "characters that no header can",
        ),
        (
            Defender::builder()
                .base_url("http://contoso.com/")
                .bearer_token("secret"),
            "plain http",
        ),
    ] {
        let error = builder.transport(transport()).build().expect_err(says);
        assert!(error.to_string().contains(says), "{error}");
        assert!(!format!("{error:?}").contains("secret"));
    }
    for url in [
        "http://127.0.0.1:5000/api",
        "http://localhost/x",
        "http://[::1]:80/",
    ] {
        assert!(
            Defender::builder()
                .base_url(url)
                .bearer_token("secret")
                .transport(transport())
                .build()
                .is_ok(),
            "{url}"
        );
    }
}

#[tokio::test]
async fn a_page_that_broke_off_with_an_error_is_no_page() {
    let broken = r#"{"value":[{"fileName":"a"}],"error":{"code":"X","message":"boom"}}"#;
    let error = listed(Canned::json(&json!({})).body(broken)).await;
    assert!(
        error.is_decode() && error.to_string().contains("broke off with an error"),
        "{error}"
    );
    let twice = r#"{"value":[],"@odata.nextLink":"x","@odata.nextLink":null}"#;
    let error = listed(Canned::json(&json!({})).body(twice)).await;
    assert!(error.to_string().contains("appears twice"), "{error}");
}

#[tokio::test]
async fn an_error_keeps_its_status_when_its_body_is_too_long() {
    let service = service().intercept(|_| {
        Some(
            Canned::status(429)
                .header("retry-after", "5")
                .body("x".repeat(5_000)),
        )
    });
    let defender = Defender::builder()
        .transport(service.transport())
        .max_response_bytes(100)
        .build()
        .expect("a client");
    let error = defender
        .library_files()
        .send()
        .await
        .expect_err("throttled");
    assert!(
        error.is_throttled() && error.retry_after().is_some(),
        "{error}"
    );
}

#[tokio::test]
async fn options_of_ones_own_do_not_show_in_errors() {
    let service = service().intercept(|_| Some(Canned::status(500)));
    let defender = Defender::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let query = defender.library_files().option("api-key", "SEKRET").top(3);
    assert!(
        query
            .url()
            .expect("a URL")
            .as_str()
            .contains("api-key=SEKRET")
    );
    let error = query.send().await.expect_err("an error");
    assert!(error.to_string().contains("$top=3&api-key=..."), "{error}");
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{query:?}"),
    ] {
        assert!(!shown.contains("SEKRET"), "{shown}");
    }
}

/// Relative links are meant from the context URL, where it is the service's (OData JSON 4.3).
#[tokio::test]
async fn a_relative_next_link_starts_from_the_context() {
    for (context, next) in [
        (
            "https://eu.api.security.microsoft.com/v2/$metadata#libraryfiles",
            "https://eu.api.security.microsoft.com/v2/x?$skip=1",
        ),
        (
            "../v3/$metadata#libraryfiles",
            "https://api.security.microsoft.com/v3/x?$skip=1",
        ),
        (
            "https://inner.example/$metadata#libraryfiles",
            "https://api.security.microsoft.com/api/x?$skip=1",
        ),
    ] {
        let service = service().intercept(move |request| {
            let second = request.query().contains("skip");
            Some(Canned::json(&if second { json!({ "value": [] }) } else {
                json!({ "@odata.context": context, "value": [{ "fileName": "a" }], "@odata.nextLink": "x?$skip=1" })
            }))
        });
        let (count, error) = rows(service.clone()).await;
        assert!(error.is_none() && count == 1, "{context}: {error:?}");
        let asked = &service.requests()[1];
        assert_eq!(format!("{}{}", asked.origin, asked.target), next);
    }
}

/// What is sent does not borrow the query: it can be spawned, joined and collected.
#[tokio::test]
async fn requests_run_side_by_side() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let defender = Defender::builder()
        .transport(service().transport())
        .build()
        .expect("a client");
    let first = tokio::spawn(is_send(defender.library_files().top(1).send()));
    let (one, none) = tokio::join!(
        defender.library_files().by_key("a").send(),
        defender.library_files().by_key("b").send_optional(),
    );
    assert_eq!(one.expect("an entity").file_name, "a");
    assert_eq!(none.expect("an answer"), None);
    assert_eq!(
        first.await.expect("no panic").expect("a page").items.len(),
        1
    );
    drop(is_send(defender.library_files().stream()));
}

#[tokio::test]
async fn a_token_that_says_bearer_twice_is_refused() {
    let error = Defender::builder()
        .bearer_token("Bearer abc")
        .transport(service().transport())
        .build();
    assert!(
        error
            .expect_err("twice")
            .to_string()
            .contains("without the word `Bearer`")
    );
}

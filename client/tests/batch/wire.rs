//! Batches as they are sent.

use odata::doc_example::LibraryFile;
use odata::{Changes, PartUrls, Service as _};
use serde_json::{Value as Json, json};

use crate::service::{Canned, ROOT};

fn canned() -> Canned {
    Canned::json(&json!({"responses": []}))
}

/// The lines of a body, boundaries by other names.
fn lines(body: &str) -> Vec<String> {
    let text: Vec<&str> = body.split("\r\n").collect();
    let outer = text[0].trim_start_matches("--").to_owned();
    let inner = body
        .split("boundary=")
        .nth(1)
        .map(|rest| rest.lines().next().unwrap().to_owned());
    text.into_iter()
        .map(|line| {
            let line = line.replace(&outer, "B");
            match &inner {
                Some(inner) => line.replace(inner, "C"),
                None => line,
            }
        })
        .collect()
}

#[tokio::test]
async fn a_multipart_body_is_what_the_protocol_says() {
    let canned = canned();
    let defender = canned.client();
    let files = defender.library_files();
    let mut batch = defender
        .client()
        .batch()
        .continue_on_error()
        .option("sap-client", "1 2");
    let _ = batch.add(&files.filter(LibraryFile::FILE_NAME.eq("a b")));
    let _ = batch.atomic(|group| {
        let new = group.add(&files.insert(&Changes::new().set(LibraryFile::FILE_NAME, "é")));
        let _ = group.add(
            &group
                .below(&new)
                .update(&Changes::new())
                .if_match("W/\"1\""),
        );
        group.add(&files.by_key("c:d").delete())
    });
    let _ = batch.send().await.unwrap();
    let sent = canned.sent.lock().unwrap().clone();
    assert_eq!(sent.len(), 1);
    let header = |name: &str| sent[0].0.get(name).unwrap().to_str().unwrap().to_owned();
    assert!(header("content-type").starts_with("multipart/mixed; boundary=batch_"));
    assert_eq!(header("accept"), "multipart/mixed");
    assert_eq!(header("prefer"), "odata.continue-on-error");
    assert_eq!(header("odata-version"), "4.0");
    let body = canned.body();
    let lines = lines(&body);
    let text = lines.join("\n");
    let expected = "--B
Content-Type: application/http
Content-Transfer-Encoding: binary

GET libraryfiles?$filter=fileName%20eq%20%27a%20b%27 HTTP/1.1
Accept: application/json;odata.metadata=minimal
OData-MaxVersion: 4.0


--B
Content-Type: multipart/mixed; boundary=C

--C
Content-Type: application/http
Content-Transfer-Encoding: binary
Content-ID: 2

POST libraryfiles HTTP/1.1
";
    assert!(text.starts_with(expected), "{text}");
    assert!(
        text.contains("\nContent-Length: 17\n\n{\"fileName\":\"é\"}\n--C\n"),
        "{text}"
    );
    assert!(text.contains("\nPATCH $2 HTTP/1.1\n"), "{text}");
    assert!(text.contains("\nIf-Match: W/\"1\"\n"), "{text}");
    // A colon in the first segment would begin a URL of another scheme.
    assert!(
        text.contains("\nDELETE libraryfiles/c:d HTTP/1.1\n"),
        "{text}"
    );
    assert!(text.ends_with("\n--C--\n\n--B--\n"), "{text}");
    assert!(!text.to_lowercase().contains("authorization"), "{text}");
}

#[tokio::test]
async fn in_4_01_each_request_has_an_id() {
    let canned = canned();
    let defender = odata::doc_example::Defender::builder()
        .transport(canned.clone())
        .protocol_version(odata::ProtocolVersion::V4_01)
        .build()
        .unwrap();
    let files = defender.library_files();
    let mut batch = defender.batch().multipart();
    let one = batch.add(&files.by_key("a"));
    let _ = batch.add(&batch.below(&one).property(LibraryFile::SHA256));
    let shown = batch.as_curl().unwrap().to_string();
    assert!(shown.contains("GET $1/sha256 HTTP/1.1"), "{shown}");
    // It can be sent from another task.
    let _ = tokio::spawn(batch.send()).await.unwrap().unwrap();
    let text = canned.body();
    assert!(
        text.contains("\r\nContent-ID: 1\r\n\r\nGET libraryfiles/a HTTP/1.1\r\n"),
        "{text}"
    );
    assert!(
        text.contains("\r\nContent-ID: 2\r\n\r\nGET $1/sha256 HTTP/1.1\r\n"),
        "{text}"
    );
}

#[tokio::test]
async fn a_json_body_is_what_the_protocol_says() {
    let canned = canned();
    let defender = canned.client();
    let files = defender.library_files();
    let mut batch = defender.client().batch().json();
    let _ = batch.add(&files.top(1).by_post());
    let new = batch.atomic(|group| {
        let new = group.add(&files.insert(&Changes::new().set(LibraryFile::FILE_NAME, "a\"\n")));
        let _ = group.add(&group.below(&new).update(&Changes::new()));
        new
    });
    let _ = batch.add(&batch.below(&new).delete());
    let _ = batch.send().await.unwrap();
    let body: Json = serde_json::from_str(&canned.body()).unwrap();
    let requests = body["requests"].as_array().unwrap();
    assert_eq!(requests.len(), 4);
    assert_eq!(requests[0]["id"], "1");
    assert_eq!(requests[0]["method"], "POST");
    assert_eq!(requests[0]["url"], "libraryfiles/$query");
    assert_eq!(requests[0]["body"], "$top=1");
    assert_eq!(requests[0]["headers"]["content-type"], "text/plain");
    assert_eq!(requests[0].get("atomicityGroup"), None);
    assert_eq!(requests[1]["atomicityGroup"], "g1");
    assert_eq!(requests[1]["body"], json!({"fileName": "a\"\n"}));
    assert_eq!(requests[1].get("dependsOn"), None);
    assert_eq!(requests[2]["url"], "$2");
    assert_eq!(requests[2]["dependsOn"], json!(["2"]));
    // From outside of a group it is the group that has to be done.
    assert_eq!(requests[3]["url"], "$2");
    assert_eq!(requests[3]["dependsOn"], json!(["g1"]));
    assert_eq!(requests[3].get("body"), None);
}

#[tokio::test]
async fn what_depends_on_a_request_says_so() {
    let canned = canned();
    let defender = canned.client();
    let files = defender.library_files();
    let mut batch = defender.client().batch().json();
    let gone = batch.add(&files.by_key("a").delete());
    let total = batch.add(&files.total());
    let (new, changed) = batch.atomic(|group| {
        let new = group.add(&files.insert(&Changes::new().set(LibraryFile::FILE_NAME, "a")));
        let changed = group.add(&group.below(&new).update(&Changes::new()));
        (new, changed)
    });
    let behind = batch.add(&files.top(1));
    batch.depends_on(&new, &gone);
    batch.depends_on(&changed, &new);
    batch.depends_on(&behind, &total);
    batch.depends_on(&behind, &changed);
    let _ = batch.send().await.unwrap();
    let body: Json = serde_json::from_str(&canned.body()).unwrap();
    let requests = body["requests"].as_array().unwrap();
    let depends: Vec<_> = requests
        .iter()
        .map(|one| one["dependsOn"].clone())
        .collect();
    let expected = [
        Json::Null,
        Json::Null,
        json!(["1"]),
        // Named once, though its URL refers to it as well.
        json!(["3"]),
        json!(["2", "g1"]),
    ];
    assert_eq!(depends, expected);
}

#[tokio::test]
async fn nothing_depends_on_what_comes_behind_it() {
    let canned = canned();
    let defender = canned.client();
    let files = defender.library_files();
    let mut other = defender.client().batch();
    let elsewhere = other.add(&files.total());
    for (is_own, expected) in [
        (
            true,
            "request 1 of the batch is to depend on request 2, which does not stand before it: `add` it first, and then request 1",
        ),
        (
            false,
            "request 1 of the batch is to depend on request 1, and one of the two is a request of another batch",
        ),
    ] {
        let mut batch = defender.client().batch().json();
        let first = batch.add(&files.total());
        let second = batch.add(&files.total());
        match is_own {
            true => batch.depends_on(&first, &second),
            false => batch.depends_on(&first, &elsewhere),
        }
        let error = batch.send().await.unwrap_err();
        assert!(
            error.is_refused() && error.to_string().contains(expected),
            "{error}"
        );
    }
    assert!(canned.sent.lock().unwrap().is_empty());
}

#[tokio::test]
async fn urls_are_written_as_the_service_takes_them() {
    for (urls, line, host) in [
        (
            PartUrls::Relative,
            "GET libraryfiles/a?$select=fileName HTTP/1.1",
            None,
        ),
        (
            PartUrls::Path,
            "GET /api/libraryfiles/a?$select=fileName HTTP/1.1",
            Some("Host: api.security.microsoft.com"),
        ),
        (
            PartUrls::Absolute,
            "GET https://api.security.microsoft.com/api/libraryfiles/a?$select=fileName HTTP/1.1",
            None,
        ),
    ] {
        let canned = canned();
        let defender = canned.client();
        let mut batch = defender.client().batch().urls(urls);
        let one = defender
            .library_files()
            .by_key("a")
            .select(LibraryFile::FILE_NAME);
        let _ = batch.add(&one);
        let _ = batch.send().await.unwrap();
        let lines = lines(&canned.body());
        assert!(lines.iter().any(|own| own == line), "{lines:?}");
        let own = lines.iter().find(|line| line.starts_with("Host:"));
        assert_eq!(own.map(String::as_str), host);
    }
    assert!(ROOT.ends_with("/api/"));
}

#[tokio::test]
async fn requests_to_another_host_are_refused() {
    let (one, other) = (canned(), canned());
    let (defender, elsewhere) = (
        one.client(),
        odata::doc_example::Defender::builder()
            .base_url("https://eu.api.security.microsoft.com/api/")
            .transport(other.clone())
            .build()
            .unwrap(),
    );
    let mut batch = defender.client().batch();
    let _ = batch.add(&elsewhere.library_files().top(1));
    let error = batch.send().await.unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert!(
        error.to_string().contains("eu.api.security.microsoft.com"),
        "{error}"
    );
}

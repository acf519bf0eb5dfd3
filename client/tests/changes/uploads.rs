//! Bytes that are put where a service says, in parts, and what it answers to them.

use bytes::Bytes;
use odata::doc_example::{Defender, LibraryFile};
use odata::{Content, Service as _};
use odata_mock::{Canned, MockService, SeenRequest};
use serde_json::json;

const CSDL: &str = include_str!("../../../specs/defender/metadata.xml");
const SESSION: &str = "https://storage.example/up/7?signature=secret";

fn answering(
    answer: impl Fn(&SeenRequest) -> Canned + Send + Sync + 'static,
) -> (MockService, Defender) {
    let service = MockService::from_csdl(CSDL)
        .unwrap()
        .intercept(move |request| Some(answer(request)));
    let defender = Defender::builder()
        .transport(service.transport())
        .bearer_token("secret")
        .build()
        .unwrap();
    (service, defender)
}

fn part(bytes: &'static [u8]) -> Content {
    Content::bytes("application/octet-stream", Bytes::from_static(bytes))
}

/// As Microsoft Graph has upload sessions: ranges to another host, without the token, until an entity comes back.
#[tokio::test]
async fn a_file_goes_to_an_upload_session_in_parts() {
    let (service, defender) = answering(|request| match request.header("content-range") {
        Some("bytes 4-6/7") => Canned::json(&json!({
            "fileName": "a.ps1",
            "hasParameters": false,
            "creationTime": "2026-11-30T17:00:00Z",
            "lastUpdatedTime": "2026-11-30T17:00:00Z",
        })),
        Some(_) => {
            let next = Canned::json(&json!({"nextExpectedRanges": ["4-"]}));
            Canned {
                status: http::StatusCode::ACCEPTED,
                ..next
            }
        }
        None => Canned::status(204),
    });
    let session = defender.client().bytes_at(SESSION).unwrap();
    let first = session
        .put(part(b"0123"))
        .part_of(0, 7)
        .send()
        .await
        .unwrap();
    assert_eq!(first.status(), 202);
    assert_eq!(first.body(), r#"{"nextExpectedRanges":["4-"]}"#);
    let last = session
        .put(part(b"456"))
        .part_of(4, 7)
        .send()
        .await
        .unwrap();
    let file: LibraryFile = last.read_as().unwrap().unwrap();
    assert_eq!(file.file_name, "a.ps1");
    session.delete().send().await.unwrap();

    let sent = service.requests();
    let of = |request: &SeenRequest| {
        (
            request.method.to_string(),
            request.header("content-range").map(str::to_owned),
            request.body.clone(),
        )
    };
    let range = |text: &str| Some(text.to_owned());
    let expected = [
        ("PUT".to_owned(), range("bytes 0-3/7"), Bytes::from("0123")),
        ("PUT".to_owned(), range("bytes 4-6/7"), Bytes::from("456")),
        ("DELETE".to_owned(), None, Bytes::new()),
    ];
    assert_eq!(sent.iter().map(of).collect::<Vec<_>>(), expected);
    for request in &sent {
        assert_eq!(request.origin, "https://storage.example");
        assert_eq!(request.target, "/up/7?signature=secret");
        assert_eq!(request.header("authorization"), None);
    }
}

#[tokio::test]
async fn what_is_no_part_is_not_sent() {
    let (service, defender) = answering(|_| Canned::status(204));
    let session = defender.client().bytes_at(SESSION).unwrap();
    for (bytes, first, whole, expected) in [
        (
            &b""[..],
            0,
            7,
            "0 bytes from byte 0 on are no part of 7 bytes",
        ),
        (
            b"0123",
            4,
            7,
            "4 bytes from byte 4 on are no part of 7 bytes",
        ),
        (b"0123", u64::MAX, 7, "are no part of 7 bytes"),
    ] {
        let put = session.put(part(bytes)).part_of(first, whole);
        let error = put.send().await.unwrap_err();
        assert!(
            error.is_refused() && error.to_string().contains(expected),
            "{error}"
        );
    }
    let unmeasured = Content::unmeasured("text/plain", || Box::pin(futures_util::stream::empty()));
    let error = session
        .put(unmeasured)
        .part_of(0, 7)
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("how many bytes it has"),
        "{error}"
    );
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn what_is_answered_to_bytes_is_kept() {
    let (_, defender) = answering(|_| {
        Canned::json(&json!({"fileName": "b", "hasParameters": false, "creationTime": "2026-11-30T17:00:00Z", "lastUpdatedTime": "2026-11-30T17:00:00Z"}))
            .header("etag", "W/\"9\"")
            .header("location", "libraryfiles('b')")
    });
    let at = "https://api.security.microsoft.com/api/libraryfiles('b')/$value";
    let content = defender.client().bytes_at(at).unwrap();
    let taken = content.put(part(b"x")).send().await.unwrap();
    assert_eq!(taken.etag(), Some("W/\"9\""));
    assert_eq!(taken.location(), Some("libraryfiles('b')"));
    let file: LibraryFile = taken.read_as().unwrap().unwrap();
    assert_eq!(
        (&*file.file_name, file.odata.etag()),
        ("b", Some("W/\"9\""))
    );

    let (_, defender) = answering(|_| Canned::status(204));
    let content = defender.client().bytes_at(at).unwrap();
    let taken = content.put(part(b"x")).send().await.unwrap();
    assert_eq!(taken.read_as::<LibraryFile>().unwrap(), None);
}

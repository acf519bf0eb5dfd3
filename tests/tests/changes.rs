//! Changes as they are sent: method, headers and body, looked at on the wire.

mod asked;

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::stream;
use odata::transport::ByteStream;
use odata::{Changes, Decimal, Error, FilePart, Guid, Json, Null};
use odata_mock::{Canned, MockService};
use odata_tests::defender::{Defender, LibraryFile};
use odata_tests::zoo::{Animal, Colour, Food};
use serde_json::json;

use asked::{answering_with, only};

const METADATA: &str = include_str!("../../specs/defender/metadata.xml");

fn answering(canned: Canned) -> (MockService, Defender) {
    let service = answering_with(canned, METADATA);
    let defender = Defender::builder()
        .transport(service.transport())
        .bearer_token("secret")
        .build();
    (service, defender.expect("a client"))
}

fn file_with_etag() -> LibraryFile {
    use odata::Value;
    let mut file = LibraryFile::default();
    let text = r#"{"@odata.etag":"W/\"7\"","fileName":"a'b.ps1"}"#;
    file.read(&mut odata::json::Reader::new(text))
        .expect("a file");
    file
}

#[test]
fn every_kind_of_value_is_written() {
    let guid: Guid = "6e212a0d-b618-507c-44e4-ec8ee7499dfe"
        .parse()
        .expect("a guid");
    let price: Decimal = "123456789012345678901234567890.10"
        .parse()
        .expect("a decimal");
    let changes = Changes::<Animal>::new()
        .set(Animal::ID, guid)
        .set(Animal::FLAG, true)
        .set(Animal::I64, i64::MAX)
        .set(Animal::F64, 0.1)
        .set(Animal::F32, f32::INFINITY)
        .set(Animal::PRICE, price)
        .set(Animal::TEXT, "a\"\\\n\u{1}é")
        .set(Animal::BYTES, odata::Binary(vec![0xff, 0xef]))
        .set(Animal::BORN, odata::Date::new(2020, 2, 29).expect("a date"))
        .set(
            Animal::SEEN,
            "2024-01-02T03:04:05.5+01:00"
                .parse::<odata::DateTimeOffset>()
                .expect("a moment"),
        )
        .set(Animal::NAPS, odata::Duration::from_seconds(90))
        .set(Animal::COLOUR, Colour::Green)
        .set(
            Animal::COLOURS,
            vec![Colour::Red, Colour::Other("Blue".into())],
        )
        .set(
            Animal::EATS,
            Changes::<Food>::new()
                .set(Food::NAME, "hay")
                .set(Food::PARTS, Vec::<Changes<Food>>::new()),
        )
        .set(Animal::NUMBERS, vec![Some(1), None])
        .set(Animal::ANYTHING, Json::from_text("[1,{}]"))
        .set(Animal::TYPE, Null)
        .set(Animal::INFO, None::<&str>)
        .set(Animal::TEXT, "again");
    let written: serde_json::Value = serde_json::from_str(&changes.to_string()).expect("JSON");
    assert_eq!(
        written,
        json!({
            "id": "6e212a0d-b618-507c-44e4-ec8ee7499dfe", "flag": true, "i64": i64::MAX, "f64": 0.1, "f32": "INF",
            "price": 123456789012345678901234567890.10, "text": "again", "bytes": "_-8=", "born": "2020-02-29",
            "seen": "2024-01-02T03:04:05.5+01:00", "naps": "PT1M30S", "colour": "Green", "colours": ["Red", "Blue"],
            "eats": { "name": "hay", "parts": [] }, "numbers": [1, null], "anything": [1, {}], "type": null, "info": null
        })
    );
    assert!(
        changes
            .to_string()
            .contains("\"price\":123456789012345678901234567890.10,"),
        "no digit is lost: {changes}"
    );
    let odd = Changes::<Animal>::new()
        .set(Animal::TEXT, "a\"\\\n\u{1}é")
        .to_string();
    assert_eq!(odd, r#"{"text":"a\"\\\n\u0001é"}"#);
    assert!(Changes::<Animal>::new().is_empty());
}

#[tokio::test]
async fn an_update_sends_what_was_set_and_the_etag() {
    let (service, defender) = answering(Canned::status(204));
    let changes = Changes::new()
        .set(LibraryFile::DESCRIPTION, Null)
        .set(LibraryFile::HAS_PARAMETERS, true);
    let updated = defender
        .library_files()
        .by_entity(&file_with_etag())
        .update(&changes)
        .send()
        .await;
    assert_eq!(updated.expect("updated"), None);
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("PATCH", "/api/libraryfiles/a'b.ps1")
    );
    assert_eq!(request.header("if-match"), Some("W/\"7\""));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(
        (
            request.header("odata-version"),
            request.header("odata-maxversion")
        ),
        (Some("4.0"), Some("4.0"))
    );
    assert_eq!(
        &request.body[..],
        br#"{"description":null,"hasParameters":true}"#
    );
}

#[tokio::test]
async fn without_an_etag_no_condition_is_sent() {
    let (service, defender) = answering(Canned::status(204));
    defender
        .library_files()
        .by_key("a")
        .delete()
        .send()
        .await
        .expect("deleted");
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.header("if-match")),
        ("DELETE", None)
    );
    assert_eq!(
        (request.header("content-type"), request.body.len()),
        (None, 0)
    );
    let (service, defender) = answering(Canned::status(204));
    defender
        .library_files()
        .by_key("a")
        .delete()
        .if_match("*")
        .send()
        .await
        .expect("deleted");
    assert_eq!(only(&service).header("if-match"), Some("*"));
}

#[tokio::test]
async fn an_insert_gives_the_entity_back() {
    let (service, defender) = answering(Canned {
        status: http::StatusCode::CREATED,
        ..Canned::json(&json!({
            "@odata.etag": "W/\"1\"", "fileName": "new.ps1", "createdBy": "me"
        }))
    });
    let new = Changes::new().set(LibraryFile::FILE_NAME, "new.ps1");
    let file = defender
        .library_files()
        .insert(&new)
        .send()
        .await
        .expect("inserted");
    assert_eq!(
        (file.created_by.as_deref(), file.odata.etag()),
        (Some("me"), Some("W/\"1\""))
    );
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/api/libraryfiles")
    );
    assert_eq!(request.header("prefer"), Some("return=representation"));
    assert_eq!(&request.body[..], br#"{"fileName":"new.ps1"}"#);

    let (_, defender) = answering(Canned::status(204));
    let error = defender
        .library_files()
        .insert(&new)
        .send()
        .await
        .expect_err("nothing came back");
    assert!(
        error.is_decode() && error.to_string().contains("did not send it back"),
        "{error}"
    );
}

#[tokio::test]
async fn a_conflict_is_typed() {
    let (_, defender) = answering(Canned::status(412));
    let changes = Changes::new().set(LibraryFile::DESCRIPTION, "x");
    let error = defender
        .library_files()
        .by_key("a")
        .update(&changes)
        .if_match("W/\"0\"")
        .send()
        .await;
    assert!(
        error
            .expect_err("somebody was faster")
            .is_concurrency_conflict()
    );
}

/// A change is not repeated elsewhere: with GET a redirect is followed, with these it may not be known what was done.
#[tokio::test]
async fn a_change_is_not_redirected_to_strangers() {
    let changes = Changes::new().set(LibraryFile::DESCRIPTION, "secret plan");
    for (status, to, says) in [
        (307, "https://evil.example/api/x", "was not sent there"),
        (302, "/api/elsewhere", "not known whether it was made"),
    ] {
        let (service, defender) = answering(Canned::status(status).header("location", to));
        let error: Error = defender
            .library_files()
            .by_key("a")
            .update(&changes)
            .send()
            .await
            .expect_err("a redirect");
        assert!(
            error.is_link() && error.to_string().contains(says),
            "{error}"
        );
        assert_eq!(service.requests().len(), 1);
    }
    let service = MockService::from_csdl(METADATA)
        .expect("a model")
        .intercept(|request| {
            let moved = request.path().ends_with("/moved");
            Some(if moved {
                Canned::status(204)
            } else {
                Canned::status(308).header("location", "/api/moved")
            })
        });
    let defender = Defender::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    defender
        .library_files()
        .by_key("a")
        .update(&changes)
        .send()
        .await
        .expect("updated");
    let sent = service.requests();
    assert_eq!(
        (sent.len(), sent[1].method.as_str(), &sent[1].body),
        (2, "PATCH", &sent[0].body)
    );
}

fn created() -> Canned {
    Canned::json(&json!({ "fileName": "mdatp1.png" }))
}

#[tokio::test]
async fn an_upload_is_the_form_that_the_page_describes() {
    let (service, defender) = answering(created());
    let bytes: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    let file = FilePart::bytes("md\"atp1.png", bytes.clone());
    let form = defender
        .upload_library_file(file)
        .description("a \"test\"\r\nfile")
        .override_if_exists(true);
    let uploaded = form
        .parameters_description("p1")
        .send()
        .await
        .expect("uploaded");
    assert_eq!(uploaded.file_name, "mdatp1.png");
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/api/libraryfiles")
    );
    let content_type = request.header("content-type").expect("a content type");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a form");
    let mut expected = Vec::new();
    for (name, text) in [
        ("Description", "a \"test\"\r\nfile"),
        ("OverrideIfExists", "true"),
        ("ParametersDescription", "p1"),
    ] {
        expected.extend(
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            )
            .bytes(),
        );
    }
    expected.extend(
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"File\"; filename=\"md%22atp1.png\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .bytes(),
    );
    expected.extend(&bytes);
    expected.extend(format!("\r\n--{boundary}--\r\n").bytes());
    assert!(
        request.body[..] == expected[..],
        "{}",
        String::from_utf8_lossy(&request.body[..400])
    );
}

#[tokio::test]
async fn a_file_that_is_too_large_is_not_sent() {
    let (service, defender) = answering(created());
    let opened = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&opened);
    let open = move || {
        count.fetch_add(1, Ordering::Relaxed);
        let pieces: ByteStream = Pin::from(Box::new(stream::empty()) as Box<_>);
        pieces
    };
    let error = defender
        .upload_library_file(FilePart::streamed("big", 20 * 1024 * 1024 + 1, open))
        .send()
        .await;
    let error = error.expect_err("too large");
    assert!(
        error.is_refused() && error.to_string().contains("at most 20971520"),
        "{error}"
    );
    assert_eq!(
        (service.requests().len(), opened.load(Ordering::Relaxed)),
        (0, 0)
    );
    let (service, defender) = answering(created());
    let largest = FilePart::bytes("a", vec![0; 20 * 1024 * 1024]);
    defender
        .upload_library_file(largest)
        .send()
        .await
        .expect("just small enough");
    assert!(only(&service).body.len() > 20 * 1024 * 1024);
}

#[tokio::test]
async fn a_file_of_another_length_than_announced_is_an_error() {
    for (announced, says) in [(3, "shorter"), (1, "longer")] {
        let (_, defender) = answering(created());
        let open = || {
            let pieces: ByteStream = Box::pin(stream::iter([Ok(Bytes::from_static(b"ab"))]));
            pieces
        };
        let error = defender
            .upload_library_file(FilePart::streamed("a", announced, open))
            .send()
            .await;
        let error = error.expect_err("another length");
        assert!(error.to_string().contains(says), "{error}");
    }
}

//! Changes against a service that keeps them: what was done is read back by a plain HTTP request, not by this client.

use odata::{Changes, FilePart, Null};
use odata_mock::{FormPart, MockServer, MockService, Uploaded};
use odata_tests::defender::{Defender, LibraryFile};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const METADATA: &str = include_str!("../../specs/defender/metadata.xml");

fn service() -> MockService {
    MockService::from_csdl(METADATA)
        .and_then(|service| {
            service.entity_set(
                "libraryfiles",
                json!([{ "fileName": "a.ps1", "createdBy": "ann" }]),
            )
        })
        .and_then(|service| service.etags("libraryfiles"))
        .expect("a service")
}

fn client(server: &MockServer) -> Defender {
    Defender::builder()
        .base_url(server.url())
        .build()
        .expect("a client")
}

/// A plain GET over a socket.
async fn plain(server: &MockServer, path: &str) -> (u16, Value) {
    let mut stream = tokio::net::TcpStream::connect(server.address())
        .await
        .expect("a connection");
    let request = format!("GET /api/{path} HTTP/1.1\r\nhost: plain\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("read");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .expect("a status");
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

#[tokio::test]
async fn what_was_inserted_changed_and_deleted_is_seen_by_others() {
    let server = service().serve().await.expect("a server");
    let defender = client(&server);
    let files = defender.library_files();
    let new = Changes::new()
        .set(LibraryFile::FILE_NAME, "b c.sh")
        .set(LibraryFile::DESCRIPTION, "say \"hi\"\n+")
        .set(LibraryFile::HAS_PARAMETERS, false);
    let inserted = files.insert(&new).send().await.expect("inserted");
    assert!(inserted.odata.etag().is_some());
    let (status, seen) = plain(&server, "libraryfiles('b%20c.sh')").await;
    assert_eq!(
        (status, &seen["description"], &seen["hasParameters"]),
        (200, &json!("say \"hi\"\n+"), &json!(false))
    );

    let changes = Changes::new()
        .set(LibraryFile::DESCRIPTION, Null)
        .set(LibraryFile::SHA256, "00");
    files
        .by_entity(&inserted)
        .update(&changes)
        .send()
        .await
        .expect("updated");
    let (_, seen) = plain(&server, "libraryfiles('b%20c.sh')").await;
    assert_eq!(
        (
            &seen["description"],
            &seen["sha256"],
            &seen["hasParameters"]
        ),
        (&Value::Null, &json!("00"), &json!(false))
    );

    // What was read before the change is out of date now.
    let stale = files
        .by_entity(&inserted)
        .delete()
        .send()
        .await
        .expect_err("out of date");
    assert!(stale.is_concurrency_conflict(), "{stale}");
    assert_eq!(plain(&server, "libraryfiles('b%20c.sh')").await.0, 200);
    let fresh = files.by_key("b c.sh").send().await.expect("read again");
    files
        .by_entity(&fresh)
        .delete()
        .send()
        .await
        .expect("deleted");
    assert_eq!(plain(&server, "libraryfiles('b%20c.sh')").await.0, 404);
    assert!(
        files
            .by_key("b c.sh")
            .update(&changes)
            .send()
            .await
            .expect_err("gone")
            .is_not_found()
    );
    let twice = files
        .insert(&Changes::new().set(LibraryFile::FILE_NAME, "a.ps1"))
        .send()
        .await
        .expect_err("there");
    assert_eq!(twice.status().map(|status| status.as_u16()), Some(409));
}

#[tokio::test]
async fn of_two_writers_with_one_etag_exactly_one_wins() {
    let server = service().serve().await.expect("a server");
    for round in 0..20 {
        let read = client(&server)
            .library_files()
            .by_key("a.ps1")
            .send()
            .await
            .expect("read");
        let write = |who: &'static str| {
            let (defender, read) = (client(&server), read.clone());
            tokio::spawn(async move {
                let changes =
                    Changes::new().set(LibraryFile::DESCRIPTION, format!("{who} {round}"));
                let result = defender
                    .library_files()
                    .by_entity(&read)
                    .update(&changes)
                    .send()
                    .await;
                (who, result)
            })
        };
        let (one, two) = (write("one"), write("two"));
        let results = [one.await.expect("no panic"), two.await.expect("no panic")];
        let winners: Vec<_> = results
            .iter()
            .filter(|(_, result)| result.is_ok())
            .map(|(who, _)| *who)
            .collect();
        assert_eq!(winners.len(), 1, "{results:?}");
        let lost = results
            .iter()
            .find_map(|(_, result)| result.as_ref().err())
            .expect("the other one");
        assert!(lost.is_concurrency_conflict(), "{lost}");
        let (_, seen) = plain(&server, "libraryfiles('a.ps1')").await;
        assert_eq!(
            seen["description"],
            json!(format!("{} {round}", winners[0]))
        );
    }
}

#[tokio::test]
async fn a_file_is_uploaded_replaced_and_deleted() {
    let service = service()
        .form_upload("libraryfiles", |parts: &[FormPart]| {
            let text = |name: &str| {
                let part = parts.iter().find(|part| part.name == name)?;
                Some(String::from_utf8_lossy(&part.bytes).into_owned())
            };
            let file = parts
                .iter()
                .find(|part| part.name == "File")
                .expect("the file");
            let entity = json!({
                "fileName": file.filename, "description": text("Description"),
                "sha256": format!("{} bytes", file.bytes.len())
            });
            let uploaded = Uploaded::new(entity);
            Ok(if text("OverrideIfExists").as_deref() == Some("true") {
                uploaded.replacing()
            } else {
                uploaded
            })
        })
        .expect("a form");
    let server_log = service.clone();
    let server = service.serve().await.expect("a server");
    let defender = client(&server);
    let content = b"--\r\n--odata-00\r\n".repeat(10_000);
    let uploaded = defender
        .upload_library_file(FilePart::bytes("big.ps1", content.clone()))
        .description("d")
        .header("x-ticket", "4711")
        .send()
        .await;
    assert_eq!(
        uploaded.expect("uploaded").sha256,
        Some(format!("{} bytes", content.len()))
    );
    let requests = server_log.requests();
    let sent = requests
        .iter()
        .find(|request| request.method == http::Method::POST)
        .expect("the upload");
    assert_eq!(
        sent.header("content-length").map(str::to_owned),
        Some(sent.body.len().to_string())
    );
    assert_eq!(sent.header("x-ticket"), Some("4711"));
    assert_eq!(
        sent.header("transfer-encoding"),
        None,
        "streamed, and its length announced all the same"
    );
    let (status, seen) = plain(&server, "libraryfiles('big.ps1')").await;
    assert_eq!((status, &seen["description"]), (200, &json!("d")));
    let again = defender
        .upload_library_file(FilePart::bytes("big.ps1", "x"))
        .send()
        .await;
    assert!(again.expect_err("it is there").status().is_some());
    let replaced = defender
        .upload_library_file(FilePart::bytes("big.ps1", "x"))
        .override_if_exists(true)
        .send()
        .await;
    assert_eq!(
        replaced.expect("replaced").sha256.as_deref(),
        Some("1 bytes")
    );
    defender
        .library_files()
        .by_key("big.ps1")
        .delete()
        .send()
        .await
        .expect("deleted");
    assert_eq!(plain(&server, "libraryfiles('big.ps1')").await.0, 404);
}

//! Uploads as forms.

mod common;

use common::{get, in_process, send_body, service};
use odata_mock::{Canned, FormPart, MockService, Uploaded};
use proptest::prelude::*;
use serde_json::json;

fn library() -> MockService {
    let upload = |parts: &[FormPart]| {
        let part = |name: &str| parts.iter().find(|part| part.name == name);
        let Some(file) = part("File") else {
            let error = json!({"error": {"code": "NoFile", "message": "no file"}});
            let refusal = Canned::json(&error).header("x-parts", &parts.len().to_string());
            return Err(refusal.into());
        };
        let tags = parts
            .iter()
            .map(|part| part.content_type.clone().unwrap_or_default());
        let tags: Vec<String> = tags.collect();
        let row = json!({"name": file.filename, "size": file.bytes.len(), "tags": tags});
        let replace = part("OverrideIfExists").and_then(FormPart::text) == Some("true");
        let made = Uploaded::new(row);
        Ok(if replace { made.replacing() } else { made })
    };
    service().form_upload("files", upload).unwrap()
}

fn form(boundary: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (headers, content) in parts {
        body.extend_from_slice(format!("--{boundary}\r\n{headers}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

/// The page of Defender's library: `specs/defender/docs/upload-library.md`.
#[tokio::test]
async fn the_library_of_defender_takes_uploads() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../specs/defender/metadata.xml"
    );
    let upload = |parts: &[FormPart]| {
        let text = |name: &str| {
            let part = parts.iter().find(|part| part.name == name);
            part.and_then(FormPart::text)
        };
        let file = parts.iter().find(|part| part.name == "File");
        let file = file.ok_or_else(|| Canned::status(400))?;
        let parameters = text("ParametersDescription");
        let made = Uploaded::new(json!({
            "fileName": file.filename, "description": text("Description"),
            "parametersDescription": parameters, "hasParameters": parameters.is_some(),
        }));
        let replace = text("OverrideIfExists") == Some("true");
        Ok(if replace { made.replacing() } else { made })
    };
    let service = MockService::from_csdl(std::fs::read_to_string(path).unwrap())
        .and_then(|service| service.form_upload("libraryfiles", upload))
        .unwrap();
    let header = ("content-type", "multipart/form-data; boundary=----x");
    let file = "Content-Disposition: form-data; name=\"File\"; filename*=UTF-8''%C3%A4.ps1";
    let parameters = "Content-Disposition: form-data; name=\"ParametersDescription\"";
    let replace = "Content-Disposition: form-data; name=\"OverrideIfExists\"";
    for (parts, status) in [
        (
            &[(file, &b"Get-Date\r\n"[..]), (parameters, b"none")][..],
            200,
        ),
        (&[(file, b"Get-Date")], 409),
        (&[(replace, b"true"), (file, b"Get-Date")], 200),
        (&[(replace, b"true")], 400),
    ] {
        let body = form("----x", parts);
        let (answer, _) = in_process(&service, "POST", "/api/libraryfiles", &[header], &body).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let path = "/api/libraryfiles/%C3%A4.ps1";
    let (stored, _) = in_process(&service, "GET", path, &[], b"").await;
    assert_eq!(stored.json()["hasParameters"], false);
    let (deleted, _) = in_process(&service, "DELETE", path, &[], b"").await;
    assert_eq!(deleted.status, 204);
}

const TYPE: (&str, &str) = (
    "content-type",
    "multipart/form-data; charset=utf-8; boundary=\"B B\"",
);
const FILE: &str = "Content-Disposition: form-data; name=\"File\"; filename=\"new \\\"1\\\".ps1\"\r\n\
    Content-Type: text/plain";
const OVERRIDE: &str = "content-disposition: form-data; name=OverrideIfExists";

#[tokio::test]
async fn a_file_is_uploaded() {
    let server = library().serve().await.unwrap();
    let tricky = b"--B B\n\r\n--B Bx\r\n--B B-\r\nx--B B--\r\n\r\n";
    let body = form("B B", &[(FILE, tricky), (OVERRIDE, b"false")]);
    let made = send_body(&server, "POST", "/api/files", &[TYPE], &body).await;
    assert_eq!(made.status, 200, "{}", made.text());
    let row = get(&server, "files('new%20%221%22.ps1')").await;
    assert_eq!(
        (&row.json()["size"], &row.json()["tags"]),
        (&json!(tricky.len()), &json!(["text/plain", ""]))
    );
    assert_eq!(row.text(), made.text());

    let again = send_body(&server, "POST", "/api/files", &[TYPE], &body).await;
    assert_eq!(again.status, 409);
    let body = form("B B", &[(OVERRIDE, b"true"), (FILE, b"")]);
    let replaced = send_body(&server, "POST", "/api/files", &[TYPE], &body).await;
    assert_eq!(
        (replaced.status, &replaced.json()["size"]),
        (200, &json!(0))
    );
    assert_eq!(get(&server, "files").await.names().len(), 6);
}

#[tokio::test]
async fn forms_that_are_refused() {
    let service = library();
    let server = service.serve().await.unwrap();
    let json = ("content-type", "application/json");
    let no_boundary = ("content-type", "multipart/form-data");
    let many = form(
        "B B",
        &vec![("Content-Disposition: form-data; name=x", &b""[..]); 1001],
    );
    let long = format!("{FILE}\r\nX: {}", "x".repeat(20_000));
    for (header, body, status, message) in [
        (
            json,
            b"{\"name\":\"m\"}".to_vec(),
            415,
            "multipart/form-data",
        ),
        (no_boundary, form("B B", &[]), 415, "boundary"),
        (TYPE, b"".to_vec(), 400, "is nowhere in it"),
        (TYPE, b"--B Bx\r\n".to_vec(), 400, "is nowhere in it"),
        (
            TYPE,
            b"--B B\r\nContent-Disposition: form-data; name=a\r\n\r\nx".to_vec(),
            400,
            "no end",
        ),
        (
            TYPE,
            b"--B B\r\nContent-Disposition: form-data; name=a".to_vec(),
            400,
            "headers of part 0 have no end",
        ),
        (
            TYPE,
            form("B B", &[("no header", b"")]),
            400,
            "which is no header",
        ),
        (
            TYPE,
            form("B B", &[("X: y", b"")]),
            400,
            "no Content-Disposition",
        ),
        (
            TYPE,
            form("B B", &[("Content-Disposition: attachment; name=a", b"")]),
            400,
            "not form-data",
        ),
        (
            TYPE,
            form("B B", &[("Content-Disposition: form-data", b"")]),
            400,
            "has no name",
        ),
        (TYPE, form("B B", &[(&long, b"")]), 400, "have no end"),
        (TYPE, many, 400, "more than 1000 parts"),
    ] {
        let over_http = send_body(&server, "POST", "/api/files", &[header], &body).await;
        assert_eq!(over_http.status, status, "{message}: {}", over_http.text());
        assert!(
            over_http.message().contains(message),
            "{}",
            over_http.message()
        );
        let (answer, _) = in_process(&service, "POST", "/api/files", &[header], &body).await;
        assert_eq!((answer.status, answer.text()), (status, over_http.text()));
    }
    let empty = send_body(&server, "POST", "/api/files", &[TYPE], &form("B B", &[])).await;
    assert_eq!(
        (empty.header("x-parts"), empty.message().as_str()),
        ("0", "no file")
    );
    assert_eq!(get(&server, "files").await.names().len(), 5);
}

proptest! {
    #[test]
    fn content_comes_as_it_was_sent(content in "(\r\n|\r|\n|--|B|B B|--B B|[a-z ]|\r\n--B B[x-]){0,20}", preamble in "(x|\r\n){0,3}") {
        // A line that is a delimiter cannot be content; senders pick another boundary then.
        let lines: Vec<&str> = content.split("\r\n").map(|line| line.trim_end_matches(' ')).collect();
        prop_assume!(!lines.contains(&"--B B") && !lines.contains(&"--B B--"));
        let mut body = preamble.clone();
        if !preamble.is_empty() { body += "\r\n"; }
        body += std::str::from_utf8(&form("B B", &[(FILE, content.as_bytes())])).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let (answer, _) = runtime.block_on(in_process(&library(), "POST", "/api/files", &[TYPE], body.as_bytes()));
        prop_assert_eq!(answer.json()["size"].as_u64(), Some(content.len() as u64), "{}", answer.text());
    }

    #[test]
    fn no_form_panics(body in "(--B B|\r\n|--|Content-Disposition: form-data; name=\"?x|\"|:|;|=|[a-z]){0,30}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(in_process(&library(), "POST", "/api/files", &[TYPE], body.as_bytes()));
    }
}

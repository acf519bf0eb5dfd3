//! Exports that are files: downloaded without the token, unpacked, gone on with where they broke off.

use std::error::Error as _;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use odata_defender::exports::ExportError;
use odata_defender::odata;
use odata_defender::{AssetSoftware, Defender, ExportFilesResponse, Machine};
use odata_mock::{Canned, MockService, SeenRequest};
use serde_json::json;

const METADATA: &str = include_str!("../metadata.xml");
const FIRST: &str = "https://storage.example/one.json.gz?sig=s3cr3t";
const SECOND: &str = "https://storage.example/two.json.gz?sig=s3cr3t";

fn lines(from: usize, to: usize) -> String {
    let line = |at: usize| format!("{{\"deviceId\":\"d{at}\",\"softwareName\":\"s{at}\"}}\n");
    (from..to).map(line).collect()
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).expect("packed");
    packed.finish().expect("packed")
}

/// The files as a storage account has them: it knows ranges.
fn storage(request: &SeenRequest, file: &[u8]) -> Canned {
    let first: usize = request
        .header("range")
        .and_then(|range| {
            range
                .strip_prefix("bytes=")?
                .strip_suffix('-')?
                .parse()
                .ok()
        })
        .unwrap_or_default();
    let status = if first > 0 { 206 } else { 200 };
    let range = format!("bytes {first}-{}/{}", file.len() - 1, file.len());
    Canned::status(status)
        .header("content-type", "application/octet-stream")
        .header("etag", "\"0x1\"")
        .header("content-range", &range)
        .body(file[first..].to_vec())
}

fn service(
    answer: impl Fn(&SeenRequest) -> Option<Canned> + Send + Sync + 'static,
) -> (MockService, Defender) {
    let service = MockService::from_csdl(METADATA)
        .expect("a model")
        .intercept(answer);
    let defender = Defender::builder()
        .bearer_token("t0ken")
        .transport(service.transport());
    (service, defender.build().expect("a client"))
}

fn links(links: &[&str]) -> ExportFilesResponse {
    odata::from_json(&json!({ "exportFiles": links }).to_string()).expect("links")
}

async fn all(files: &ExportFilesResponse, defender: &Defender) -> Result<Vec<String>, ExportError> {
    let mut rows = files.rows::<AssetSoftware>(defender);
    let mut names = Vec::new();
    while let Some(row) = rows.next().await {
        names.push(row?.device_id.unwrap_or_default());
    }
    assert!(rows.next().await.is_none());
    Ok(names)
}

fn names(to: usize) -> Vec<String> {
    (0..to).map(|at| format!("d{at}")).collect()
}

#[tokio::test]
async fn files_are_read_one_after_the_other_and_see_no_token() {
    let (service, defender) = service(|request| {
        Some(match request.path() {
            "/one.json.gz" => storage(request, &packed(&lines(0, 500))),
            // Not packed, and without an end of the last line.
            "/two.json.gz" => storage(request, lines(500, 700).trim_end().as_bytes()),
            _ => Canned::json(
                &json!({"exportFiles": [FIRST, SECOND], "generatedTime": "2026-11-30T17:00:00Z"}),
            ),
        })
    });
    let export = Machine::software_inventory_export(None);
    let files = defender
        .machines()
        .call(export)
        .send()
        .await
        .expect("links");
    assert_eq!(all(&files, &defender).await.expect("rows"), names(700));
    let tokens = service.requests();
    let tokens: Vec<_> = tokens
        .iter()
        .map(|one| one.header("authorization"))
        .collect();
    assert_eq!(tokens, [Some("Bearer t0ken"), None, None]);
}

#[tokio::test]
async fn what_breaks_off_goes_on_where_it_did() {
    let tries = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&tries);
    let file = packed(&lines(0, 5000));
    let (service, defender) = service(move |request| {
        let cut = match seen.fetch_add(1, Ordering::Relaxed) {
            0 => 3000,
            1 => 1,
            2 => 5000,
            _ => usize::MAX,
        };
        let answer = storage(request, &file);
        Some(if cut < usize::MAX {
            answer.cut_after(cut)
        } else {
            answer
        })
    });
    assert_eq!(
        all(&links(&[FIRST]), &defender).await.expect("rows"),
        names(5000)
    );
    let ranges = service.requests();
    let ranges: Vec<_> = ranges.iter().map(|one| one.header("range")).collect();
    assert_eq!(
        ranges,
        [
            None,
            Some("bytes=3000-"),
            Some("bytes=3001-"),
            Some("bytes=8001-")
        ]
    );
}

#[tokio::test]
async fn storage_without_ranges_is_read_again_and_nothing_twice() {
    let tries = Arc::new(AtomicUsize::new(0));
    let file = packed(&lines(0, 2000));
    let (_service, defender) = service(move |_| {
        let answer = Canned::status(200).body(file.clone());
        Some(match tries.fetch_add(1, Ordering::Relaxed) {
            0 => answer.cut_after(4000),
            _ => answer,
        })
    });
    assert_eq!(
        all(&links(&[FIRST]), &defender).await.expect("rows"),
        names(2000)
    );
}

#[tokio::test]
async fn what_changed_meanwhile_is_no_rest_of_what_was_read() {
    let tries = Arc::new(AtomicUsize::new(0));
    let file = packed(&lines(0, 2000));
    let (_service, defender) = service(move |request| {
        Some(match tries.fetch_add(1, Ordering::Relaxed) {
            0 => storage(request, &file).cut_after(4000),
            _ => Canned::status(200)
                .header("etag", "\"0x2\"")
                .body(file.clone()),
        })
    });
    let error = all(&links(&[FIRST]), &defender).await.expect_err("changed");
    assert!(
        error.to_string().contains("the bytes have changed"),
        "{error}"
    );
}

#[tokio::test]
async fn a_link_that_has_expired_says_so_and_shows_no_signature() {
    let (_service, defender) = service(|_| {
        let xml = "<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code></Error>";
        Some(
            Canned::status(403)
                .header("content-type", "application/xml")
                .body(xml),
        )
    });
    let error = all(&links(&[FIRST]), &defender).await.expect_err("expired");
    assert!(error.is_expired(), "{error}");
    let text = format!("{error} {error:?}");
    assert!(text.contains("has to be asked for once more"), "{text}");
    assert!(!text.contains("s3cr3t"), "{text}");
    let cause = error.download().expect("the client's error").to_string();
    assert!(error.to_string().contains(&cause) && error.source().is_none());
}

#[tokio::test]
async fn a_file_of_nothing_is_no_file_of_no_rows() {
    let (_service, empty) = service(|_| Some(Canned::status(200)));
    let error = all(&links(&[FIRST]), &empty)
        .await
        .expect_err("nothing in it");
    assert_eq!(
        error.to_string(),
        "file 1 of the export has nothing in it, not even an end"
    );
    let (_service, defender) = service(|request| Some(storage(request, &packed(""))));
    assert!(
        all(&links(&[FIRST]), &defender)
            .await
            .expect("no rows")
            .is_empty()
    );
    assert!(
        all(&links(&[]), &defender)
            .await
            .expect("no files")
            .is_empty()
    );
}

#[tokio::test]
async fn what_is_damaged_says_in_which_file_and_line() {
    let text = format!("{}{{\"deviceId\": 1}}\n{}", lines(0, 2), lines(2, 3));
    let (_service, defender) = service(move |request| Some(storage(request, text.as_bytes())));
    let files = links(&[FIRST]);
    let mut rows = files.rows::<AssetSoftware>(&defender);
    let mut told = Vec::new();
    while let Some(row) = rows.next().await {
        told.push(
            row.map_err(|error| (error.file(), error.line()))
                .map(|row| row.device_id.unwrap_or_default()),
        );
    }
    let ok = |name: &str| Ok(name.to_owned());
    assert_eq!(told, [ok("d0"), ok("d1"), Err((1, 3)), ok("d2")]);

    let mut short = packed(&lines(0, 3000));
    short.truncate(short.len() / 2);
    let (_service, defender) = service(move |request| Some(storage(request, &short)));
    let error = all(&links(&[FIRST]), &defender)
        .await
        .expect_err("cut when it was made");
    assert!(
        error
            .to_string()
            .contains("packed wrongly, or ends too early"),
        "{error}"
    );
}

#[tokio::test]
async fn a_line_that_is_no_text_is_one_row_less() {
    let mut text = lines(0, 2).into_bytes();
    text.extend(b"{\"deviceId\": \"d\xff\"}\n");
    text.extend(lines(2, 4).bytes());
    let (_service, defender) = service(move |request| Some(storage(request, &text)));
    let files = links(&[FIRST, SECOND]);
    let mut rows = files.rows::<AssetSoftware>(&defender);
    let mut told = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row.map(|row| row.device_id.unwrap_or_default());
        told.push(row.map_err(|error| error.to_string()));
        assert!(told.len() < 20, "it ends");
    }
    let wrong: Vec<&String> = told.iter().filter_map(|row| row.as_ref().err()).collect();
    assert_eq!(wrong.len(), 2, "{told:?}");
    assert!(wrong[0].starts_with("file 1 of the export, line 3: it is not UTF-8"));
    assert!(wrong[1].starts_with("file 2 of the export, line 3: it is not UTF-8"));
    assert_eq!(told.len(), 10);
}

#[tokio::test]
async fn what_breaks_off_behind_its_last_byte_is_whole() {
    for file in [packed(&lines(0, 50)), lines(0, 50).into_bytes()] {
        let tries = Arc::new(AtomicUsize::new(0));
        let (service, defender) = service(move |_| {
            Some(match tries.fetch_add(1, Ordering::Relaxed) {
                0 => Canned::status(200)
                    .header("etag", "\"0x1\"")
                    .body(file.clone())
                    .cut_after(file.len()),
                _ => {
                    Canned::status(416).header("content-range", &format!("bytes */{}", file.len()))
                }
            })
        });
        let rows = all(&links(&[FIRST]), &defender).await;
        assert_eq!(rows.expect("rows"), names(50));
        assert_eq!(service.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_link_that_is_not_https_is_not_followed() {
    let (service, defender) = service(|_| Some(Canned::status(200)));
    for link in [
        "http://storage.example/a?sig=s3cr3t",
        "ftp://storage.example/a",
        "https://user:pw@storage.example/a",
        "",
    ] {
        let error = all(&links(&[link]), &defender).await.map(|_| ());
        let text = format!("{:?}", error.as_ref().err());
        assert!(!text.contains("s3cr3t") && !text.contains("pw@"), "{text}");
        assert!(error.is_err() || link.is_empty(), "{link}");
    }
    let asked = service.requests();
    assert!(asked.iter().all(|one| one.path() == "/api/"), "{asked:?}");
}

//! What is recorded, and what is answered from it.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{RequestBody, Transport, TransportError};
use odata::{Changes, FilePart, Recorder, Recording, Replay, Retry};
use odata_mock::{MockService, Trouble};
use serde_json::json;

use crate::sequence::{Answer, Sequence, files, late, ok, status};

const CSDL: &str = include_str!("../../../specs/defender/metadata.xml");

fn service() -> MockService {
    let rows: Vec<_> = (0..5)
        .map(|n| json!({"fileName": format!("f{n}"), "description": "d\n\"\u{e9}\u{2028}"}))
        .collect();
    let service = MockService::from_csdl(CSDL).unwrap();
    service
        .entity_set("libraryfiles", json!(rows))
        .unwrap()
        .page_size(2)
}

fn over(transport: impl Transport) -> Defender {
    let builder = Defender::builder().transport(transport);
    builder.retry(Retry::never()).build().unwrap()
}

/// Reads, changes and fails.
async fn work(defender: &Defender) -> Vec<String> {
    let mut said = Vec::new();
    let mut rows = defender.library_files().stream();
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        said.push(format!("{} {:?}", row.file_name, row.description));
    }
    let changes = Changes::new().set(LibraryFile::DESCRIPTION, "\u{1F600}");
    let files = defender.library_files();
    said.push(format!(
        "{:?}",
        files.by_key("f1").update(&changes).send().await.map(|_| ())
    ));
    said.push(format!(
        "{:?}",
        files.by_key("f1").send().await.unwrap().description
    ));
    said.push(format!(
        "{:?}",
        files.by_key("none").send().await.map(|_| ())
    ));
    said.push(format!("{:?}", files.by_key("f2").delete().send().await));
    said.push(format!("{:?}", files.total().send().await));
    said.push(format!(
        "{:?}",
        files
            .query()
            .by_post()
            .top(1)
            .send()
            .await
            .map(|page| page.items.len())
    ));
    said
}

#[tokio::test]
async fn a_replay_is_as_what_was_recorded() {
    let recorder = Recorder::new(service().transport());
    let live = work(&over(recorder.clone())).await;
    let recording = recorder.recording();
    assert_eq!(recording.len(), 9, "{recording}");
    // Through text, and back.
    let text = recording.to_string();
    let read: Recording = text.parse().unwrap();
    assert_eq!(read, recording);
    assert_eq!(read.to_string(), text);
    assert_eq!(text.lines().count(), 9);
    for replay in [
        Replay::of(read.clone()),
        Replay::of(read.clone()).in_order(),
    ] {
        assert_eq!(work(&over(replay.clone())).await, live);
        replay.assert_done();
        // A second time it has nothing.
        let error = over(replay.clone())
            .library_files()
            .total()
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 501);
        let why = if error.to_string().contains("all that it has was asked for") {
            "order"
        } else {
            "times"
        };
        assert!(
            why == "order" || error.to_string().contains("it has 1, and all were given"),
            "{error}"
        );
        assert_eq!(
            replay.unknown(),
            ["GET https://api.security.microsoft.com/api/libraryfiles/$count"]
        );
    }
}

#[tokio::test]
async fn the_text_is_stable() {
    let recorder = Recorder::new(Sequence::of([
        ok(&files(&["a"])),
        Answer::Fails(TransportError::connect),
        Answer::Cut("{\"va".to_owned()),
    ]));
    let defender = over(recorder.clone());
    defender.library_files().send().await.unwrap();
    defender.library_files().send().await.unwrap_err();
    let changes = Changes::new().set(LibraryFile::DESCRIPTION, "it's");
    defender
        .library_files()
        .insert(&changes)
        .send()
        .await
        .unwrap_err();
    let agent = format!("odata-rs/{}", env!("CARGO_PKG_VERSION"));
    let expected = [
        r#"{"method":"GET","url":"https://api.security.microsoft.com/api/libraryfiles","headers":["accept: application/json;odata.metadata=minimal","odata-maxversion: 4.0","user-agent: AGENT"],"status":200,"answer-headers":["content-type: application/json"],"answer":"{\"value\":[{\"fileName\":\"a\"}]}"}"#,
        r#"{"method":"GET","url":"https://api.security.microsoft.com/api/libraryfiles","headers":["accept: application/json;odata.metadata=minimal","odata-maxversion: 4.0","user-agent: AGENT"],"end":"connect"}"#,
        r#"{"method":"POST","url":"https://api.security.microsoft.com/api/libraryfiles","headers":["content-type: application/json","odata-version: 4.0","prefer: return=representation","accept: application/json;odata.metadata=minimal","odata-maxversion: 4.0","user-agent: AGENT"],"body":"{\"description\":\"it's\"}","status":200,"answer-headers":["content-type: application/json"],"answer":"{\"va","end":"body"}"#,
    ];
    let expected = expected.join("\n").replace("AGENT", &agent) + "\n";
    assert_eq!(recorder.recording().to_string(), expected);
}

#[tokio::test(start_paused = true)]
async fn failures_are_repeated() {
    let cut = r#"{"value":[{"fileName":"a"},"#.to_owned();
    let recorder = Recorder::new(Sequence::of([
        status(503),
        Answer::Fails(TransportError::connect),
        Answer::Fails(TransportError::timeout),
        Answer::Cut(cut),
        ok(&files(&["a", "b"])),
    ]));
    let retry = || Retry::default().tries(5);
    let read = |transport: Arc<dyn Transport>| async move {
        let builder = Defender::builder().transport(transport).retry(retry());
        let defender = builder.build().unwrap();
        let mut rows = defender.library_files().stream();
        let mut names = Vec::new();
        while let Some(row) = rows.next().await {
            names.push(row.unwrap().file_name);
        }
        names
    };
    assert_eq!(read(Arc::new(recorder.clone())).await, ["a", "b"]);
    let replay = Replay::of(recorder.recording());
    assert_eq!(replay.left().len(), 5);
    assert_eq!(read(Arc::new(replay.clone())).await, ["a", "b"]);
    replay.assert_done();
}

#[tokio::test(start_paused = true)]
async fn what_nobody_waited_for_is_recorded_as_dropped() {
    let body = r#"{"value":[{"fileName":"a"},{"fileName":"b"}]}"#;
    // Piece by piece, so that a reader can stop half way.
    let service = service().trouble_once(Trouble::slow_pieces(40, Duration::from_millis(1)));
    let recorder = Recorder::new(service.transport());
    let mut rows = over(recorder.clone())
        .library_files()
        .query()
        .stream()
        .look_ahead(false);
    let first = rows.next().await.unwrap().unwrap();
    assert!(recorder.recording().is_empty(), "it goes on");
    drop(rows);
    let recording = recorder.recording().to_string();
    assert!(
        recording.ends_with("\"end\":\"dropped\"}\n") && !recording.contains("nextLink"),
        "{recording}"
    );
    let mut rows = over(Replay::of(recorder.recording()))
        .library_files()
        .query()
        .stream();
    assert_eq!(rows.next().await.unwrap().unwrap(), first);
    // The rest is not there.
    let rest = async {
        while let Some(row) = rows.next().await {
            row?;
        }
        odata::Result::<()>::Ok(())
    };
    let error: odata::Error = rest.await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("nobody waited for the rest"),
        "{error}"
    );

    // No answer at all; and one that is sent later stays behind it.
    let recorder = Recorder::new(Sequence::of([late(60, ok(body)), ok(body)]));
    let defender = over(recorder.clone());
    let waiting = Box::pin(defender.library_files().top(1).send());
    let waiting = tokio::time::timeout(Duration::from_secs(1), waiting);
    let (waited, asked) = tokio::join!(waiting, async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let asked = defender.library_files().top(2).send().await;
        assert!(recorder.recording().is_empty(), "the one before it goes on");
        asked
    });
    assert!(waited.is_err() && asked.is_ok());
    let recording = recorder.recording();
    let asked: Vec<String> = recording.asked().collect();
    assert!(
        asked[0].ends_with("$top=1") && asked[1].ends_with("$top=2"),
        "{asked:?}"
    );
    let replay = Replay::of(recording);
    assert_eq!(replay.left().len(), 1);
    let error = over(replay)
        .library_files()
        .top(1)
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("nobody waited for the answer"),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_is_held_up() {
    // A piece is passed on when it comes, and not when all are there.
    let service = service().trouble_when(
        |_| true,
        Trouble::slow_pieces(30, Duration::from_millis(30)),
    );
    let recorder = Recorder::new(service.transport());
    let start = std::time::Instant::now();
    let mut rows = over(recorder.clone())
        .library_files()
        .stream()
        .look_ahead(false);
    rows.next().await.unwrap().unwrap();
    let first = start.elapsed();
    while let Some(row) = rows.next().await {
        row.unwrap();
    }
    assert!(
        first < start.elapsed() / 3,
        "{first:?} of {:?}",
        start.elapsed()
    );
    assert_eq!(recorder.recording().len(), 3);
}

#[tokio::test]
async fn a_file_has_each_exchange_as_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("recording.jsonl");
    let recorder = Recorder::to_file(service().transport(), &path).unwrap();
    let live = work(&over(recorder.clone())).await;
    recorder.written().unwrap();
    assert!(recorder.recording().is_empty());
    let recording = Recording::load(&path).unwrap();
    assert_eq!(recording.len(), 9);
    assert_eq!(work(&over(Replay::of(recording))).await, live);
    std::fs::write(&path, "{}").unwrap();
    let error = Recording::load(&path).unwrap_err();
    let of_file = format!("{}: line 1 of the recording: ", path.display());
    assert!(error.to_string().starts_with(&of_file), "{error}");
    let missing = folder.path().join("missing.jsonl");
    let error = Recording::load(&missing).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert!(error.to_string().contains("missing.jsonl: "), "{error}");
    assert!(Recorder::to_file(service().transport(), folder.path()).is_err());
}

#[tokio::test]
async fn forms_are_alike_though_their_boundary_is_random() {
    let bytes = b"\0\xff binary".to_vec();
    let upload = |defender: Defender| {
        let bytes = bytes.clone();
        let file = FilePart::streamed("a.bin", bytes.len() as u64, move || {
            RequestBody::from(Bytes::from(bytes.clone())).open()
        });
        async move { defender.upload_library_file(file).send().await }
    };
    let answer = || Answer::Status(201, Vec::new(), r#"{"fileName":"a.bin"}"#.to_owned());
    let reads_body = ReadsBody(Sequence::of([answer()]));
    let recorder = Recorder::new(reads_body);
    upload(over(recorder.clone())).await.unwrap();
    let text = recorder.recording().to_string();
    assert!(
        text.contains("boundary=boundary") && text.contains("body-base64url"),
        "{text}"
    );
    let replay = Replay::of(text.parse().unwrap());
    upload(over(replay.clone())).await.unwrap();
    replay.assert_done();
}

/// Reads what is sent before it answers, as a network does.
struct ReadsBody(Sequence);

impl Transport for ReadsBody {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> odata::transport::BoxFuture<
        '_,
        Result<http::Response<odata::transport::ResponseBody>, TransportError>,
    > {
        Box::pin(async move {
            let mut pieces = request.body().open();
            while let Some(piece) = futures_util::StreamExt::next(&mut pieces).await {
                piece?;
            }
            self.0.send(request).await
        })
    }
}

#[tokio::test]
async fn order_is_held_where_it_is_asked_for() {
    let lines = ["a", "b"].map(|key| {
        format!("{{\"method\":\"GET\",\"url\":\"https://api.security.microsoft.com/api/libraryfiles/{key}\",\"status\":200,\"answer-headers\":[\"content-type: application/json\"],\"answer\":\"{{\\\"fileName\\\":\\\"{key}\\\"}}\"}}")
    });
    let recording: Recording = lines.join("\n\n").parse().unwrap();
    let replay = Replay::of(recording.clone());
    for key in ["b", "a"] {
        over(replay.clone())
            .library_files()
            .by_key(key)
            .send()
            .await
            .unwrap();
    }
    replay.assert_done();
    let replay = Replay::of(recording).in_order();
    let error = over(replay.clone())
        .library_files()
        .by_key("b")
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains(
            "it goes on with `GET https://api.security.microsoft.com/api/libraryfiles/a`"
        ),
        "{error}"
    );
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| replay.assert_done()));
    let said = done.unwrap_err();
    let said = said.downcast_ref::<String>().unwrap();
    assert!(
        said.contains("libraryfiles/b") && said.contains("libraryfiles/a"),
        "{said}"
    );
}

#[test]
fn what_is_no_recording_is_refused_with_its_line() {
    for (line, why) in [
        ("x", "expected value"),
        ("[]", "neither"),
        (r#"{"status":200}"#, "`method` is no text"),
        (
            r#"{"method":"GET","url":"u","status":99}"#,
            "`status` is no status",
        ),
        (
            r#"{"method":"GET","url":"u","end":"never"}"#,
            "`never` is no end",
        ),
        (
            r#"{"method":"GET","url":"u","status":200,"headers":["x"]}"#,
            "is no header",
        ),
        (
            r#"{"method":"GET","url":"u","status":200,"answer":1}"#,
            "`answer` is no text",
        ),
        (
            r#"{"method":"GET","url":"u","status":200,"answer-base64url":"*"}"#,
            "is not base64url",
        ),
    ] {
        let error = format!("\n{line}")
            .parse::<Recording>()
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("line 2 of the recording: ") && error.contains(why),
            "{error}"
        );
    }
}

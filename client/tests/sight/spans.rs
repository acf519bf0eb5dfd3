//! Spans and events, as a subscriber gets them.

use std::collections::HashMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use odata::doc_example::{Defender, LibraryFile};
use odata::transport::TransportError;
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::sequence::{Answer, Sequence, files, ok, wait};

/// Keeps what it is told. Which span is entered is kept for each thread, as a real one does.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    spans: Vec<Span>,
    entered: HashMap<std::thread::ThreadId, Vec<u64>>,
    events: Vec<(Option<u64>, String)>,
    closed: usize,
}

#[derive(Default)]
struct Span {
    name: &'static str,
    parent: Option<u64>,
    fields: String,
    open: usize,
}

struct Text<'a>(&'a mut String);

impl Visit for Text<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Inner {
    fn current(&self) -> Option<u64> {
        let entered = self.entered.get(&std::thread::current().id());
        entered.and_then(|entered| entered.last().copied())
    }
}

impl Subscriber for Captured {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("odata")
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut inner = self.0.lock().unwrap();
        let current = inner.current();
        let parent = span.parent().map(Id::into_u64);
        let parent = parent.or(current.filter(|_| span.is_contextual()));
        let mut fields = String::new();
        span.record(&mut Text(&mut fields));
        let name = span.metadata().name();
        inner.spans.push(Span {
            name,
            parent,
            fields,
            open: 1,
        });
        Id::from_u64(inner.spans.len() as u64)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = span.into_u64() as usize - 1;
        values.record(&mut Text(&mut self.0.lock().unwrap().spans[index].fields));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut fields = String::new();
        event.record(&mut Text(&mut fields));
        let mut inner = self.0.lock().unwrap();
        let current = inner.current();
        inner.events.push((current, fields));
    }
    fn enter(&self, span: &Id) {
        let mut inner = self.0.lock().unwrap();
        inner
            .entered
            .entry(std::thread::current().id())
            .or_default()
            .push(span.into_u64());
    }
    fn exit(&self, span: &Id) {
        let mut inner = self.0.lock().unwrap();
        let left = inner
            .entered
            .get_mut(&std::thread::current().id())
            .unwrap()
            .pop();
        assert_eq!(
            left,
            Some(span.into_u64()),
            "spans are left in the order of their being entered"
        );
    }
    fn clone_span(&self, id: &Id) -> Id {
        self.0.lock().unwrap().spans[id.into_u64() as usize - 1].open += 1;
        id.clone()
    }
    fn try_close(&self, id: Id) -> bool {
        let mut inner = self.0.lock().unwrap();
        let span = &mut inner.spans[id.into_u64() as usize - 1];
        span.open -= 1;
        let is_closed = span.open == 0;
        inner.closed += usize::from(is_closed);
        is_closed
    }
}

impl Captured {
    /// The calls, each with its tries and with the events in all of these.
    fn calls(&self) -> Vec<String> {
        let inner = self.0.lock().unwrap();
        assert!(
            inner.entered.values().all(Vec::is_empty),
            "a span is still entered"
        );
        assert_eq!(inner.closed, inner.spans.len(), "a span is still open");
        let mut all = Vec::new();
        for (index, call) in inner.spans.iter().enumerate() {
            let call_id = index as u64 + 1;
            if call.name != "odata.call" {
                continue;
            }
            let mut text = call.fields.clone();
            for (id, fields) in &inner.events {
                let Some(id) = id else { continue };
                let span = &inner.spans[*id as usize - 1];
                if *id == call_id {
                    let _ = write!(text, "\n  {fields}");
                } else if span.parent == Some(call_id) {
                    let _ = write!(text, "\n   {}:{fields}", span.name);
                }
            }
            all.push(text);
        }
        all
    }

    fn everything(&self) -> String {
        let inner = self.0.lock().unwrap();
        let spans = inner.spans.iter().map(|span| &span.fields);
        let events = inner.events.iter().map(|(_, fields)| fields);
        spans.chain(events).cloned().collect::<Vec<_>>().join("\n")
    }
}

fn json(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    Answer::Status(status, headers.collect(), body.to_owned())
}

#[tokio::test(start_paused = true)]
async fn a_call_with_all_that_happened_to_it() {
    let captured = Captured::default();
    let to = "https://api.security.microsoft.com/api/other?sig=hush&$top=1";
    let script = Sequence::of([
        json(
            503,
            &[("request-id", "r1"), ("retry-after", "3")],
            r#"{"error":{"code":"Busy","message":"hush"}}"#,
        ),
        json(307, &[("location", to)], ""),
        json(200, &[("x-ms-request-id", "r2")], r#"{"fileName":"a"}"#),
    ]);
    let defender = script.builder().bearer_token("hush").build().unwrap();
    let asked = defender.library_files().by_key("a").send();
    asked.with_subscriber(captured.clone()).await.unwrap();
    let calls = captured.calls();
    assert_eq!(
        calls,
        [concat!(
            " method=GET url=https://api.security.microsoft.com/api/libraryfiles/a set=\"libraryfiles\"",
            " tries=2 bytes=16 status=200",
            "\n   odata.try: message=a try failed attempt=1 failure=\"status\" status=503 code=\"Busy\" request_id=\"r1\" bytes=42 duration_ms=0",
            "\n   message=waits for another try wait_ms=3000 failure=\"status\" status=503 asked_by_service=true",
            "\n   odata.try: message=redirected status=307 to=https://api.security.microsoft.com/api/other?sig=...&$top=1",
            "\n   odata.try: message=answered attempt=2 status=200 request_id=\"r2\" bytes=16 duration_ms=0",
            "\n   message=the call is over bytes=16 duration_ms=3000",
        )]
    );
}

#[tokio::test]
async fn what_is_asked_for_beside_the_calls() {
    let captured = Captured::default();
    let token = [("x-csrf-token", "HUSH"), ("set-cookie", "s=HUSH")];
    let script = Sequence::of([
        json(201, &[("x-auth-token", "HUSH")], r#"{"Password":"HUSH"}"#),
        json(200, &token, "{}"),
        json(201, &[], r#"{"fileName":"a"}"#),
    ]);
    let session = odata::Session::redfish("operator", "HUSH").unwrap();
    let builder = script.builder().credential(session).csrf_tokens();
    let defender = builder.build().unwrap();
    let change = odata::Changes::new().set(LibraryFile::DESCRIPTION, "d");
    let asked = defender.library_files().insert(&change).send();
    asked.with_subscriber(captured.clone()).await.unwrap();
    let call = captured.calls().remove(0);
    let root = "url=\"https://api.security.microsoft.com/api/";
    for (what, place, status) in [
        ("a session", "SessionService/Sessions", 201),
        ("an X-CSRF-Token", "", 200),
    ] {
        let event = format!(
            "odata.try: message=asked for what goes along with requests what=\"{what}\" {root}{place}\" status={status}"
        );
        assert!(call.contains(&event), "{call}");
    }
    let everything = captured.everything();
    assert!(!everything.contains("HUSH"), "{everything}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_a_limit() {
    let captured = Captured::default();
    let script = Sequence::of([ok(&files(&[])), ok(&files(&[]))]);
    let limit = odata::RateLimit::per_minute(1);
    let builder = script.builder().documented_limits(false).rate_limit(limit);
    let defender = builder.build().unwrap();
    let work = async {
        defender.library_files().send().await.unwrap();
        defender.library_files().send().await.unwrap();
    };
    work.with_subscriber(captured.clone()).await;
    let calls = captured.calls();
    assert!(!calls[0].contains("limit"), "{}", calls[0]);
    let waited = "\n   message=waited for a limit on calls wait_ms=60000\n";
    assert!(calls[1].contains(waited), "{}", calls[1]);
    assert!(
        calls[1].contains("waited_for_limits_ms=60000"),
        "{}",
        calls[1]
    );
}

#[tokio::test(start_paused = true)]
async fn pages_that_are_recovered_and_looked_ahead_for() {
    let captured = Captured::default();
    let next = r#""@odata.nextLink":"libraryfiles?$skiptoken=1""#;
    let cut = r#"{"value":[{"fileName":"a"},{"fileN"#;
    let whole = format!(r#"{{"value":[{{"fileName":"a"}},{{"fileName":"b"}}],{next}}}"#);
    let script = Sequence::of([Answer::Cut(cut.to_owned()), ok(&whole), ok(&files(&["c"]))]);
    let defender = script.client();
    let read = async {
        let mut rows = defender.library_files().stream();
        let mut names = Vec::new();
        while let Some(row) = rows.next().await {
            names.push(row.unwrap().file_name);
        }
        names
    };
    let names = read.with_subscriber(captured.clone()).await;
    assert_eq!(names, ["a", "b", "c"]);
    let calls = captured.calls();
    assert_eq!(calls.len(), 3, "{calls:#?}");
    for (call, page) in calls
        .iter()
        .zip(["page=1 tries=1", "page=1 tries=1", "page=2 tries=1"])
    {
        assert!(call.contains(page), "{call}");
    }
    assert!(calls[0].contains("failure=\"body\""), "{}", calls[0]);
    let everything = captured.everything();
    let recovered = "message=a page broke off, and is asked for again page=1 url=https://api.security.microsoft.com/api/libraryfiles given=1 failure=\"body\"";
    assert!(everything.contains(recovered), "{everything}");
}

#[tokio::test(start_paused = true)]
async fn nothing_secret_is_told() {
    let captured = Captured::default();
    let hush = "HUSH";
    let next = format!("libraryfiles?sig={hush}&$skiptoken=1");
    let page = format!(r#"{{"value":[{{"fileName":"{hush}"}}],"@odata.nextLink":"{next}"}}"#);
    let error = format!(r#"{{"error":{{"code":"Bad","message":"sig={hush} is wrong"}}}}"#);
    let location = format!("https://u:{hush}@elsewhere.example/?sig={hush}");
    let failed: fn(&'static str) -> TransportError = |_| TransportError::other("sig=HUSH");
    let script = Sequence::of([
        Answer::Fails(failed),
        wait(429, "1"),
        ok(&page),
        Answer::Cut(format!(r#"{{"value":[{{"fileName":"{hush}"}},"#)),
        json(
            400,
            &[("set-cookie", hush), ("www-authenticate", hush)],
            &error,
        ),
        json(400, &[], &error),
        json(401, &[("www-authenticate", hush)], &error),
        json(307, &[("location", &location)], ""),
        json(200, &[], &format!("<html>{hush}")),
    ]);
    let work = async {
        let defender = script.builder().bearer_token(hush).build().unwrap();
        let query = defender
            .library_files()
            .option("code", hush)
            .option("x", hush);
        let mut rows = query.clone().stream();
        while let Some(row) = rows.next().await {
            let _ = row;
        }
        for _ in 0..3 {
            let changes = odata::Changes::new().set(LibraryFile::DESCRIPTION, hush);
            let files = defender.library_files();
            let sent = files
                .by_key("a")
                .update(&changes)
                .if_match(hush)
                .send()
                .await;
            sent.unwrap_err();
        }
        let _ = query.by_post().send().await.unwrap_err();
    };
    // What a program does itself is in the span, too.
    work.with_subscriber(captured.clone()).await;
    let everything = captured.everything();
    assert!(
        everything.matches("odata").count() + everything.len() > 1_000,
        "{everything}"
    );
    assert!(!everything.contains(hush), "{everything}");
    assert!(everything.contains("code=..."), "{everything}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn spans_are_those_of_their_own_calls() {
    const CALLS: usize = 60;
    let captured = Captured::default();
    let csdl = include_str!("../../../specs/defender/metadata.xml");
    let rows: Vec<_> = (0..CALLS)
        .map(|n| serde_json::json!({"fileName": format!("f{n:03}")}))
        .collect();
    let service = odata_mock::MockService::from_csdl(csdl)
        .unwrap()
        .entity_set("libraryfiles", serde_json::json!(rows))
        .unwrap()
        .trouble_when(
            |_| true,
            odata_mock::Trouble::slow_pieces(40, std::time::Duration::from_millis(1)),
        );
    let defender = Defender::builder()
        .transport(service.transport())
        .build()
        .unwrap();
    let tasks: Vec<_> = (0..CALLS)
        .map(|n| {
            let query = defender.library_files().by_key(format!("f{n:03}").as_str());
            let asked = async move { query.send().await.unwrap().file_name };
            tokio::spawn(asked.with_subscriber(captured.clone()))
        })
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), format!("f{n:03}"));
    }
    let calls = captured.calls();
    assert_eq!(calls.len(), CALLS);
    for n in 0..CALLS {
        let url = format!("libraryfiles/f{n:03} ");
        let call: Vec<_> = calls.iter().filter(|call| call.contains(&url)).collect();
        assert_eq!(call.len(), 1);
        // Two events, no more and no less: nobody else's are in it.
        assert_eq!(call[0].lines().count(), 3, "{}", call[0]);
        assert!(
            call[0].contains("odata.try: message=answered attempt=1 status=200"),
            "{}",
            call[0]
        );
    }
}

//! What an observer is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use odata::transport::TransportError;
use odata::{Changes, Failure, Observed, Observer, Retry, Service as _};

use crate::sequence::{Answer, Sequence, files, late, ok, status, wait};

/// What was told, as text: of tries in lower case, of calls in upper case.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn tell(&self, what: &str, seen: &Observed<'_>) {
        let status = seen.status.map_or(0, |status| status.as_u16());
        let failure = seen.failure.map_or("-", Failure::as_str);
        let ms = |time: Duration| time.as_millis();
        self.0.lock().unwrap().push(format!(
            "{what} {} {} page={:?} n={} {status} {failure} {:?}ms {}B waited={} limits={}",
            seen.set.unwrap_or("-"),
            seen.method,
            seen.page,
            seen.attempt,
            seen.duration.map(ms).unwrap(),
            seen.bytes,
            ms(seen.waited),
            ms(seen.waited_for_limits)
        ));
    }

    fn all(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observer for Told {
    fn tried(&self, seen: &Observed<'_>) {
        self.tell("try", seen);
    }
    fn called(&self, seen: &Observed<'_>) {
        self.tell("CALL", seen);
    }
}

fn seen(answers: impl IntoIterator<Item = Answer>) -> (Told, odata::doc_example::Defender) {
    let told = Told::default();
    let builder = Sequence::of(answers).builder().observe(told.clone());
    (told, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_call_and_its_tries() {
    let body = r#"{"fileName":"a"}"#;
    let (told, defender) = seen([
        late(2, wait(429, "7")),
        Answer::Fails(TransportError::connect),
        late(1, ok(body)),
    ]);
    let retry = Duration::from_secs(4);
    let _ = retry;
    defender.library_files().by_key("a").send().await.unwrap();
    let all = told.all();
    assert_eq!(
        all[0],
        "try libraryfiles GET page=None n=1 429 status 2000ms 0B waited=0 limits=0"
    );
    assert_eq!(
        all[1],
        "try libraryfiles GET page=None n=2 0 connect 0ms 0B waited=0 limits=0"
    );
    assert_eq!(
        all[2],
        "try libraryfiles GET page=None n=3 200 - 1000ms 16B waited=0 limits=0"
    );
    let call = &all[3];
    assert!(
        call.starts_with("CALL libraryfiles GET page=None n=3 200 - 1") && call.contains(" 16B "),
        "{call}"
    );
    // 7 s that the service wanted, and up to 1 s of our own.
    let waited: u64 = call.split("waited=").nth(1).unwrap()[..4].parse().unwrap();
    assert!((7_500..=8_000).contains(&waited), "{call}");
    assert_eq!(all.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_fails() {
    for (answer, expected) in [
        (status(404), "404 status"),
        (Answer::Cut("{".to_owned()), "200 body"),
        (late(60, ok("{}")), "0 timeout"),
        (
            Answer::Status(
                302,
                vec![("location", "ftp://x/".to_owned())],
                String::new(),
            ),
            "302 link",
        ),
    ] {
        let told = Told::default();
        let defender = Sequence::of([answer])
            .builder()
            .observe(told.clone())
            .retry(Retry::never())
            .try_timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        let asked = defender.library_files().by_key("a").send().await;
        asked.unwrap_err();
        let all = told.all();
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|told| told.contains(expected)), "{all:?}");
    }
    // Nothing is sent, so there is no call.
    let (told, defender) = seen([]);
    defender
        .library_files()
        .by_key("a")
        .update(&Changes::new())
        .if_match("\n")
        .send()
        .await
        .unwrap_err();
    assert_eq!(told.all(), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn pages_of_a_stream_are_calls_that_last_until_they_are_read() {
    let first = r#"{"value":[{"fileName":"a"},{"fileName":"b"}],"@odata.nextLink":"libraryfiles?$skiptoken=1"}"#;
    let (told, defender) = seen([ok(first), ok(&files(&["c"]))]);
    let mut rows = defender.library_files().stream().look_ahead(false);
    rows.next().await.unwrap().unwrap();
    assert_eq!(told.all().len(), 2, "the page is small, and has come whole");
    while let Some(row) = rows.next().await {
        row.unwrap();
    }
    let all = told.all();
    assert!(
        all[0].starts_with("try libraryfiles GET page=Some(2) n=1 200 - 0ms 0B"),
        "{all:?}"
    );
    assert!(
        all[1].starts_with("CALL libraryfiles GET page=Some(2) n=1 200 - 0ms 28B"),
        "{all:?}"
    );
    assert_eq!(all.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_broke_off_is_another_call() {
    let cut = r#"{"value":[{"fileName":"a"},{"fileN"#.to_owned();
    let (told, defender) = seen([Answer::Cut(cut), ok(&files(&["a", "b"]))]);
    let mut rows = defender.library_files().stream();
    while let Some(row) = rows.next().await {
        row.unwrap();
    }
    let all = told.all();
    let calls: Vec<&str> = all
        .iter()
        .filter(|told| told.starts_with("CALL"))
        .map(|told| told.split("ms").next().unwrap().rsplit_once(' ').unwrap().0)
        .collect();
    assert_eq!(
        calls,
        [
            "CALL libraryfiles GET page=Some(1) n=1 200 body",
            "CALL libraryfiles GET page=Some(1) n=1 200 -"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn one_page_is_a_call_that_is_over_when_it_is_read() {
    let (told, defender) = seen([
        status(503),
        Answer::Cut(r#"{"value":["#.to_owned()),
        ok(&files(&["a"])),
    ]);
    defender.library_files().send().await.unwrap();
    let all = told.all();
    for (told, expected) in all.iter().zip([
        "try libraryfiles GET page=None n=1 503 status ",
        "try libraryfiles GET page=None n=2 200 - ",
        "CALL libraryfiles GET page=None n=2 200 body ",
        "try libraryfiles GET page=None n=1 200 - ",
        "CALL libraryfiles GET page=None n=1 200 - ",
    ]) {
        assert!(told.starts_with(expected), "{told}");
    }
    assert_eq!(all.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn what_is_dropped_is_told() {
    let (told, defender) = seen([late(60, ok("{}"))]);
    let asked = defender.library_files().by_key("a").send();
    let waited = tokio::time::timeout(Duration::from_secs(3), asked).await;
    waited.unwrap_err();
    assert_eq!(
        told.all(),
        [
            "try libraryfiles GET page=None n=1 0 dropped 3000ms 0B waited=0 limits=0",
            "CALL libraryfiles GET page=None n=1 0 dropped 3000ms 0B waited=0 limits=0"
        ]
    );
    // While it waits for another try there is none.
    let (told, defender) = seen([wait(429, "60")]);
    let asked = defender.library_files().by_key("a").send();
    let waited = tokio::time::timeout(Duration::from_secs(3), asked).await;
    waited.unwrap_err();
    let all = told.all();
    assert!(
        all[1].starts_with("CALL libraryfiles GET page=None n=1 429 dropped"),
        "{all:?}"
    );
    assert_eq!(all.len(), 2);
    // A stream that nobody reads on.
    let (told, defender) = seen([Answer::Cut(
        r#"{"value":[{"fileName":"a"},{"fileN"#.to_owned(),
    )]);
    let mut rows = defender.library_files().stream().read_ahead(1);
    rows.next().await.unwrap().unwrap();
    drop(rows);
    let all = told.all();
    assert!(all.last().unwrap().contains(" 200 "), "{all:?}");
    // Without a body nothing is left to read.
    let (told, defender) = seen([status(204)]);
    let photo = defender.library_files().by_key("a").media();
    assert!(photo.open().await.unwrap().is_none());
    let all = told.all();
    assert!(
        all[1].starts_with("CALL libraryfiles GET page=None n=1 204 - "),
        "{all:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_waited_for_limits() {
    let told = Told::default();
    let defender = Sequence::of([ok(&files(&[])), ok(&files(&[]))])
        .builder()
        .observe(told.clone())
        .documented_limits(false)
        .rate_limit(odata::RateLimit::per_minute(1))
        .build()
        .unwrap();
    defender.library_files().send().await.unwrap();
    told.all();
    // Who will not wait so long sends nothing.
    let hurried = defender.within(Duration::from_secs(5));
    let error = hurried.library_files().send().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    let call = "CALL libraryfiles GET page=None n=0 0 limit 0ms 0B waited=0 limits=0";
    assert_eq!(told.all(), [call]);
    defender.library_files().send().await.unwrap();
    let all = told.all();
    assert_eq!(
        all,
        [
            "try libraryfiles GET page=None n=1 200 - 0ms 0B waited=0 limits=60000",
            "CALL libraryfiles GET page=None n=1 200 - 60000ms 12B waited=0 limits=60000"
        ]
    );
}

//! Pages that break off.

use futures_util::FutureExt as _;
use odata::doc_example::Defender;
use odata::transport::TransportError;
use odata::{RateLimit, Retry};

use crate::sequence::{Answer, Sequence, files, ok, rows, status};

/// The names of all files, up to the error if there is one.
async fn names(client: &Defender) -> (Vec<String>, Option<odata::Error>) {
    let mut stream = client.library_files().stream();
    let mut names = Vec::new();
    while let Some(file) = stream.next().await {
        match file {
            Ok(file) => names.push(file.file_name),
            Err(error) => return (names, Some(error)),
        }
    }
    (names, None)
}

fn cut(names: &[&str]) -> Answer {
    Answer::Cut(format!("{{\"value\":[{},{{\"file", rows(names)))
}

#[tokio::test(start_paused = true)]
async fn rows_come_once_however_often_their_page_breaks_off() {
    let script = Sequence::of([
        cut(&["a"]),
        status(503),
        cut(&["a", "b", "c"]),
        Answer::Fails(TransportError::other),
        // A page that breaks off earlier than before gives nothing again.
        cut(&["a", "b"]),
        ok(&files(&["a", "b", "c", "d"])),
    ]);
    let (names, error) = names(&script.client()).await;
    assert_eq!(names, ["a", "b", "c", "d"], "{error:?}");
    assert!(error.is_none());
    assert_eq!(script.times().len(), 6);
}

/// How many there are in all was said before the page broke off, and is true while it is asked for again and after it was given up.
#[tokio::test(start_paused = true)]
async fn the_total_is_known_though_the_page_broke_off() {
    let cut = || {
        Answer::Cut(format!(
            "{{\"@odata.count\":9,\"value\":[{},{{\"file",
            rows(&["a"])
        ))
    };
    let script = Sequence::of([cut(), cut(), cut()]);
    let client = script.builder().retry(Retry::default().tries(3)).build();
    let mut files = client.unwrap().library_files().query().count().stream();
    assert_eq!(files.total(), None);
    files.next().await.unwrap().unwrap();
    assert_eq!(files.total(), Some(9));
    assert!(files.next().now_or_never().is_none());
    assert_eq!(files.total(), Some(9), "while it is asked for again");
    assert!(files.next().await.unwrap().is_err());
    assert_eq!(files.total(), Some(9), "after it was given up");
}

#[tokio::test(start_paused = true)]
async fn the_page_behind_one_that_broke_off_does_not_keep_the_place_that_is_waited_for() {
    let page = |rows: &str| format!("{{\"@odata.nextLink\":\"libraryfiles?b\",\"value\":[{rows}");
    let script = Sequence::of([
        Answer::Cut(page(&format!("{},{{\"file", rows(&["a"])))),
        // The page behind stood in line before this one did once more.
        ok(&files(&["c"])),
        ok(&(page(&rows(&["a", "b"])) + "]}")),
    ]);
    let client = script
        .builder()
        .rate_limit(RateLimit {
            calls: 1,
            seconds: 1,
        })
        .build()
        .unwrap();
    let minute = std::time::Duration::from_secs(60);
    let read = tokio::time::timeout(minute, names(&client)).await;
    let (names, error) = read.expect("it waits for ever");
    assert_eq!(names, ["a", "b", "c"], "{error:?}");
    assert_eq!(script.times().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_next_page_of_rows_that_nobody_takes_holds_up_no_call() {
    let first = "{\"@odata.nextLink\":\"libraryfiles?b\",\"value\":[";
    let row = |name: &str| ok(&rows(&[name]));
    let script = Sequence::of([
        ok(&format!("{first}{}]}}", rows(&["a"]))),
        row("a"),
        ok(&files(&["b"])),
        row("b"),
    ]);
    let limit = RateLimit {
        calls: 1,
        seconds: 1,
    };
    let client = script.builder().rate_limit(limit).build().unwrap();
    let read = async {
        let mut stream = client.library_files().stream();
        while let Some(file) = stream.next().await {
            let name = file.unwrap().file_name;
            let same = client.library_files().by_key(&*name).send().await.unwrap();
            assert_eq!(same.file_name, name);
        }
    };
    let minute = std::time::Duration::from_secs(60);
    let read = tokio::time::timeout(minute, read).await;
    read.expect("it waits for ever");
    assert_eq!(script.times().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_gives_nothing_new_is_given_up() {
    let script = Sequence::of((0..4).map(|_| cut(&["a"])));
    let (names, error) = names(&script.client()).await;
    assert_eq!(names, ["a"]);
    let error = error.unwrap();
    // The first one gave a row, so that the tries are counted from there.
    assert_eq!(error.tries(), 4, "{error}");
    assert_eq!(script.times().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_has_changed_is_an_error() {
    let script = Sequence::of([cut(&["a", "b"]), ok(&files(&["b", "c"]))]);
    let (names_of, error) = names(&script.client()).await;
    assert_eq!(names_of, ["a", "b"]);
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("rows might be lost or come twice")
    );
    let script = Sequence::of([cut(&["a", "b"]), ok(&files(&["a"]))]);
    let (names_of, error) = names(&script.client()).await;
    assert_eq!(names_of, ["a", "b"]);
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("rows might be lost or come twice")
    );
}

#[tokio::test(start_paused = true)]
async fn who_wants_no_other_try_gets_the_error_and_the_position() {
    let script = Sequence::of([cut(&["a", "b"]), ok(&files(&["a", "b", "c"]))]);
    let client = script.builder().retry(Retry::never()).build().unwrap();
    let query = client.library_files().query();
    let mut stream = query.clone().stream();
    for name in ["a", "b"] {
        assert_eq!(stream.next().await.unwrap().unwrap().file_name, name);
    }
    assert!(stream.next().await.unwrap().is_err());
    let mut stream = query.resume(&stream.position().unwrap());
    assert_eq!(stream.next().await.unwrap().unwrap().file_name, "c");
    assert!(stream.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_is_dropped_asks_for_nothing_more() {
    let script = Sequence::of([cut(&["a"])]);
    let client = script.client();
    let mut stream = client.library_files().stream();
    assert_eq!(stream.next().await.unwrap().unwrap().file_name, "a");
    let wait = std::time::Duration::from_millis(100);
    assert!(tokio::time::timeout(wait, stream.next()).await.is_err());
    drop(stream);
    tokio::time::sleep(std::time::Duration::from_secs(60)).await;
    assert_eq!(script.times(), [0.0]);
}

/// The page breaks off behind its second row, and is this one when it is asked for again.
async fn asked_again(again: &[&str]) -> (Vec<String>, Option<odata::Error>) {
    let script = Sequence::of([cut(&["a", "b"]), ok(&files(again))]);
    names(&script.client()).await
}

#[tokio::test(start_paused = true)]
async fn a_row_that_was_given_and_is_another_one_now_is_an_error() {
    for again in [
        // The second row is gone, so that the third would be passed over in its place.
        &["a", "c", "d"][..],
        // One came before it, so that it would come twice.
        &["a", "aa", "b", "c"],
        &["b", "a", "c"],
        // The last ones of it are the same, and as long.
        &["x", "b", "c"],
        &["a", "c"],
        &["ab", ""],
    ] {
        let (names, error) = asked_again(again).await;
        assert_eq!(names, ["a", "b"], "{again:?}");
        let error = error.unwrap().to_string();
        assert!(
            error.contains("rows might be lost or come twice"),
            "{error}"
        );
    }
    // What changes behind them is no matter.
    let (names, error) = asked_again(&["a", "b", "d", "e"]).await;
    assert_eq!(names, ["a", "b", "d", "e"]);
    assert!(error.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_row_that_was_changed_meanwhile_is_the_same_one() {
    let row = |name: &str, by: &str| format!("{{\"fileName\":\"{name}\",\"createdBy\":\"{by}\"}}");
    let script = Sequence::of([
        Answer::Cut(format!(
            "{{\"value\":[{},{},",
            row("a", "me"),
            row("b", "me")
        )),
        ok(&format!(
            "{{\"value\":[{},{},{}]}}",
            row("a", "you"),
            row("b", "you"),
            row("c", "me")
        )),
    ]);
    let (names, error) = names(&script.client()).await;
    assert_eq!(names, ["a", "b", "c"], "{error:?}");
    assert!(error.is_none());
}

#[tokio::test(start_paused = true)]
async fn rows_are_known_again_after_a_page_that_broke_off_earlier() {
    for (again, is_same) in [("c", true), ("x", false)] {
        let script = Sequence::of([
            cut(&["a", "b", "c"]),
            cut(&["a", "b"]),
            cut(&["a"]),
            ok(&files(&["a", "b", again, "d"])),
        ]);
        let (names, error) = names(&script.client()).await;
        assert_eq!(names.len(), if is_same { 4 } else { 3 });
        assert_eq!(error.is_none(), is_same);
    }
}

#[tokio::test(start_paused = true)]
async fn blanks_between_rows_do_not_matter() {
    let spaced =
        "{\"value\": [ {\"fileName\":\"a\"} ,\n {\"fileName\":\"b\"}, {\"fileName\":\"c\"} ]}";
    let script = Sequence::of([cut(&["a", "b"]), ok(spaced)]);
    assert_eq!(names(&script.client()).await.0, ["a", "b", "c"]);
}

#[tokio::test(start_paused = true)]
async fn changes_come_once_too() {
    let script = Sequence::of([cut(&["a", "b"]), ok(&files(&["a", "c", "d"]))]);
    let client = script.client();
    let mut changes = client.library_files().query().track_changes();
    for _ in 0..2 {
        changes.next().await.unwrap().unwrap();
    }
    let error = changes.next().await.unwrap().unwrap_err().to_string();
    assert!(
        error.contains("rows might be lost or come twice"),
        "{error}"
    );
}

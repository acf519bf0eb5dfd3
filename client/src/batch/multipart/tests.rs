use bytes::Bytes;
use http::StatusCode;
use proptest::prelude::*;

use super::*;
use crate::batch::ids::GroupId;

/// The requests of a batch: two by themselves, a change set of two, one more.
fn layout() -> Layout {
    let group = Some(GroupId::default());
    Layout::of([None, None, group, group, None])
}

fn read_all(text: &str, layout: &Layout) -> Result<Vec<String>, String> {
    let came = read(&Bytes::copy_from_slice(text.as_bytes()), "b", layout)?;
    let mut shown: Vec<String> = came
        .answers
        .iter()
        .map(|answer| match answer {
            None => "-".to_owned(),
            Some(Err(reason)) => format!("!{reason}"),
            Some(Ok(Message { status, body, .. })) => {
                format!("{} {}", status.as_u16(), String::from_utf8_lossy(body))
            }
        })
        .collect();
    shown.extend(came.cut);
    Ok(shown)
}

fn part(status: &str, headers: &str, body: &str) -> String {
    format!(
        "--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n\
         HTTP/1.1 {status}\r\n{headers}\r\n{body}\r\n"
    )
}

fn inner(id: &str, status: &str, body: &str) -> String {
    format!(
        "--c\r\nContent-Type: application/http\r\nContent-ID: {id}\r\n\r\nHTTP/1.1 {status}\r\n\r\n{body}\r\n"
    )
}

fn whole() -> String {
    format!(
        "a preamble\r\n{}{}--b\r\nContent-Type: multipart/mixed;\r\n boundary=\"c\"\r\n\r\n{}{}--c--\r\n\r\n{}--b--\r\nan epilogue",
        part("200 OK", "", "one"),
        part("404", "Content-Length: 3\r\n", "two"),
        inner("4", "204 No Content", ""),
        inner("3", "201 Created", "three"),
        part("200 OK", "", "five"),
    )
}

const ALL: [&str; 5] = ["200 one", "404 two", "201 three", "204 ", "200 five"];

#[test]
fn each_request_gets_its_answer() {
    assert_eq!(read_all(&whole(), &layout()).unwrap(), ALL);
    // Line ends without CR, blanks behind boundaries.
    let plain = whole().replace("\r\n", "\n");
    assert_eq!(read_all(&plain, &layout()).unwrap(), ALL);
    let padded = whole()
        .replace("--b\r\n", "--b \t\r\n")
        .replace("--b--\r\nan epilogue", "--b--");
    assert_eq!(read_all(&padded, &layout()).unwrap(), ALL);
}

#[test]
fn what_looks_like_a_boundary_is_content() {
    let one = Layout::of([None]);
    for (headers, body) in [
        ("", "--bx\r\n--b x\r\n -- b\r\nx--b--"),
        ("Content-Length: 15\r\n", "--b\r\n--b--\r\n\r\nx"),
        ("content-length: 5\r\n", "--b--"),
        ("Content-Length: 0\r\n", ""),
    ] {
        let text = format!("{}--b--", part("200 OK", headers, body));
        assert_eq!(
            read_all(&text, &one).unwrap(),
            [format!("200 {body}")],
            "{text}"
        );
    }
    // The length may be said of the part, and is believed only where a boundary follows.
    let said = "--b\r\nContent-Type: application/http\r\nContent-Length: 21\r\n\r\nHTTP/1.1 200\r\n\r\n--b--\r\n--b--";
    assert_eq!(read_all(said, &one).unwrap(), ["200 --b--"]);
    for length in ["3", "4000", "-1", "x", "99999999999999999999999"] {
        let headers = format!("Content-Length: {length}\r\n");
        let text = format!("{}--b--", part("200 OK", &headers, "wrong"));
        assert_eq!(read_all(&text, &one).unwrap(), ["200 wrong"], "{length}");
    }
}

#[test]
fn odd_boundaries_are_found() {
    for boundary in ["-", "--", "a'()+_,-./:=?z", "b c", "ü", &"x".repeat(200)] {
        let text = format!(
            "--{boundary}\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200\r\n\r\nx\r\n--{boundary}--"
        );
        let came = read(&Bytes::from(text), boundary, &Layout::of([None])).unwrap();
        let answer = came.answers[0].as_ref().unwrap().as_ref().unwrap();
        assert_eq!((&*answer.body, came.cut), (&b"x"[..], None), "{boundary}");
    }
}

#[test]
fn answers_that_are_missing_are_missing() {
    let two = format!("{}{}--b--", part("200", "", "one"), part("500", "", "two"));
    let read = read_all(&two, &layout()).unwrap();
    assert_eq!(read, ["200 one", "500 two", "-", "-", "-"]);
    assert_eq!(read_all("--b--", &layout()).unwrap(), ["-"; 5]);
    // Ids of 4.01 tell which is missing.
    let last = part("200", "", "five").replacen("--b\r\n", "--b\r\nContent-ID: 5\r\n", 1);
    let read = read_all(&format!("{last}--b--"), &layout()).unwrap();
    assert_eq!(read, ["-", "-", "-", "-", "200 five"]);
}

#[test]
fn a_change_set_that_failed_has_one_answer() {
    let text = format!(
        "{}{}{}{}--b--",
        part("200", "", "one"),
        part("200", "", "two"),
        part("400 Bad", "", "no"),
        part("200", "", "five"),
    );
    let read = read_all(&text, &layout()).unwrap();
    assert_eq!(read, ["200 one", "200 two", "400 no", "400 no", "200 five"]);
    let good = text.replace("400 Bad", "200 OK");
    let error = read_all(&good, &layout()).unwrap_err();
    assert!(error.contains("stands for the 2 requests"), "{error}");
}

#[test]
fn where_it_breaks_off_is_told_and_what_came_is_kept() {
    let whole = whole();
    let cut = |marker: &str| {
        let at = whole.find(marker).unwrap();
        read_all(&whole[..at], &layout()).unwrap()
    };
    let missing = "its last boundary is missing".to_owned();
    assert_eq!(
        cut("two\r\n--b"),
        ["200 one", "-", "-", "-", "-", &*missing]
    );
    // Within the change set: what is whole of it counts.
    assert_eq!(
        cut("three\r\n"),
        ["200 one", "404 two", "-", "204 ", "-", &*missing]
    );
    assert_eq!(
        cut("--b--")[..5],
        ["200 one", "404 two", "201 three", "204 ", "-"]
    );
    assert!(read_all("", &layout()).is_err());
    assert!(read_all("no boundary in it", &layout()).is_err());
}

#[test]
fn what_is_wrong_with_a_part_is_its_own_fault() {
    let text = format!(
        "{}{}--b\r\nno header\r\n\r\nx\r\n{}--b--",
        part("200 OK", "", "one").replace("HTTP/1.1 200 OK", "nonsense"),
        part("99 OK", "", "two"),
        part("200 OK", "", "five").replace("binary", "base64"),
    );
    let read = read_all(&text, &layout()).unwrap();
    assert!(
        read[0].starts_with("!it begins with `nonsense`"),
        "{read:?}"
    );
    assert!(
        read[1].starts_with("!it begins with `HTTP/1.1 99 OK`"),
        "{read:?}"
    );
    assert_eq!(read[2], "!`no header` is no header");
    assert_eq!(read[2], read[3]);
    assert!(read[4].contains("only `binary` is read"), "{read:?}");
    assert_eq!(
        read_all("--b\r\n\r\n\r\n--b--", &Layout::of([None])).unwrap(),
        ["!it is empty"]
    );
}

#[test]
fn more_answers_than_requests_are_none() {
    let one = part("200", "", "x");
    let text = format!("{one}{one}--b--");
    assert_eq!(
        read_all(&text, &Layout::of([None])).unwrap_err(),
        "it has more than 1 parts"
    );
    let twice = format!(
        "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n{}{}--c--\r\n--b--",
        inner("1", "200", ""),
        inner("1", "200", "")
    );
    let error = read_all(&twice, &Layout::of([Some(GroupId::default()); 2])).unwrap_err();
    assert_eq!(error, "request 1 is answered twice");
}

#[test]
fn chunks_within_a_part_are_put_together() {
    let one = Layout::of([None]);
    let chunked = "Transfer-Encoding: chunked\r\n";
    let text = part("200", chunked, "4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n");
    assert_eq!(
        read_all(&format!("{text}--b--"), &one).unwrap(),
        ["200 Wikipedia"]
    );
    // The header is left over from where it was true.
    let text = part("200", chunked, "{\"a\":1}");
    assert_eq!(
        read_all(&format!("{text}--b--"), &one).unwrap(),
        ["200 {\"a\":1}"]
    );
}

#[test]
fn headers_may_be_folded() {
    let text = part("200", "X-Long: a\r\n  b\r\n\tc\r\n", "x") + "--b--";
    let came = read(&Bytes::from(text), "b", &Layout::of([None])).unwrap();
    let answer = came.answers[0].as_ref().unwrap().as_ref().unwrap();
    assert_eq!(answer.headers["x-long"], "a b c");
    assert_eq!(answer.status, StatusCode::OK);
}

#[test]
fn ten_thousand_parts_take_no_longer_than_they_must() {
    let many = 10_000;
    let one = part(
        "200 OK",
        "Content-Type: application/json\r\n",
        &"{}".repeat(500),
    );
    let text = one.repeat(many) + "--b--";
    let started = std::time::Instant::now();
    let came = read(&Bytes::from(text), "b", &Layout::of(vec![None; many])).unwrap();
    assert_eq!((came.count(), came.cut), (many, None));
    // Some 12 MB; in the square of it this would take hours.
    assert!(started.elapsed().as_secs() < 60);
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "(--b|--b--|--c|\r\n|\n|Content-Type: |multipart/mixed; boundary=c|application/http|HTTP/1.1 200|Content-Length: |[0-9]|:| |x){0,60}") {
        let _ = read_all(&text, &layout());
    }

    #[test]
    fn every_cut_of_an_answer_is_read(at in 0..600_usize) {
        let whole = whole();
        let text = &whole[..at.min(whole.len())];
        if let Ok(read) = read_all(text, &layout()) {
            for (read, all) in read.iter().zip(ALL) {
                prop_assert!(read == all || read == "-", "{read}");
            }
        }
    }
}

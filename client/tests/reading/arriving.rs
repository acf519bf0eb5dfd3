//! Items before the page has ended, whatever pieces it comes in, and what goes wrong with it.

use odata::doc_example::{Defender, LibraryFile};

use crate::scripted::{Piece, Script, cut, poll, ready, rows, text};

/// All rows, and the error that they ended with.
fn all(client: &Defender) -> (Vec<String>, Option<odata::Error>) {
    let mut rows = client.library_files().stream();
    let mut names = Vec::new();
    loop {
        match ready(rows.next()) {
            Some(Ok(file)) => names.push(file.file_name),
            Some(Err(error)) => {
                assert!(ready(rows.next()).is_none(), "nothing comes after an error");
                return (names, Some(error));
            }
            None => return (names, None),
        }
    }
}

/// Everything that may stand in a page.
const PAGE: &str = concat!(
    "\u{feff} {\r\n \"@odata.context\" : \"$metadata#libraryfiles\",\"@odata.count\":3,\n\"x\":{\"value\":[{}]}, \"value\" : [ ",
    r#"{"fileName":"a\"}]","description":"é€😀","a":[1,{"b":"]}"}],"n":-1.5e3} ,{"fileName":"b\u00e9\\","hasParameters":null}"#,
    ",\n{ }\t] , \"y\":[[],{}],\"@odata.count\":12} \r\n"
);

#[test]
fn a_page_may_come_in_pieces_of_any_length() {
    let page = PAGE.replace("{ }", r#"{"fileName":""}"#);
    for length in (1..80).chain([page.len()]) {
        let script = Script::default().cut("libraryfiles", page.as_bytes(), length);
        let (names, error) = all(&script.client());
        assert_eq!(error.map(|error| error.to_string()), None, "{length}");
        assert_eq!(names, ["a\"}]", "bé\\", ""], "{length}");
        let page = ready(script.client().library_files().count().send());
        // Asked with another URL, which the script does not know.
        assert!(page.unwrap_err().is_not_found());
        let page = ready(script.client().library_files().send()).unwrap();
        assert_eq!((page.items.len(), page.count), (3, Some(12)));
        assert_eq!(page.context.as_deref(), Some("$metadata#libraryfiles"));
        let first = &page.items[0];
        assert_eq!(first.description.as_deref(), Some("é€😀"));
        assert_eq!(
            first.odata.undeclared("a").unwrap().text(),
            r#"[1,{"b":"]}"}]"#
        );
        assert_eq!(first.odata.undeclared("n").unwrap().text(), "-1.5e3");
    }
}

#[test]
fn a_fault_is_told_by_its_path_and_byte_in_any_pieces() {
    let at = PAGE.find("{ }").unwrap();
    for length in [1, 7, 64, 1000] {
        let script = Script::default().cut("libraryfiles", PAGE.as_bytes(), length);
        let (names, error) = all(&script.client());
        assert_eq!(names.len(), 2);
        let error = error.unwrap();
        assert_eq!(error.payload_path(), Some("value[2].fileName"), "{length}");
        assert!(
            error.to_string().contains(&format!("(byte {})", at + 3)),
            "{length}: {error}"
        );
        let whole = ready(script.client().library_files().send()).unwrap_err();
        assert_eq!(whole.to_string(), error.to_string());
    }
    for (body, says) in [
        ("", "empty body"),
        (" \n", "empty body"),
        (
            "[1]",
            "an object is expected, and an array is here (byte 0)",
        ),
        ("{}", "there is no `value` (byte 2)"),
        (
            r#"{"value":null}"#,
            "value: an array is expected, and null is here (byte 9)",
        ),
        (
            r#"{"value":[],"value":[]}"#,
            "value: the property appears twice",
        ),
        (
            r#"{"value":[]"#,
            "a comma or the end of the object is expected, and the end is here (byte 11)",
        ),
        (
            r#"{"value":[]} x"#,
            "the end is expected here, and more text follows (byte 13)",
        ),
        (
            r#"{"value":[,]}"#,
            "value[0]: an object is expected, and something that is not JSON is here (byte 10)",
        ),
        (
            r#"{"value":[{"fileName":"a"}"#,
            "value: a comma or the end of the array",
        ),
        (
            r#"{"value":[{"fileName":"a"},]}"#,
            "value[1]: an object is expected",
        ),
        (
            r#"{"value":[{"fileName":"a"}],"error":{"code":"Busy"}}"#,
            "the service broke off with an error: Busy",
        ),
        (
            r#"{"value":[],"@odata.nextLink":"a","@nextLink":"a"}"#,
            "the next link appears twice",
        ),
        (
            r#"{"value":[],"@odata.count":-1}"#,
            "@odata.count: `-1` is not a count (byte 27)",
        ),
    ] {
        for length in [1, 3, 100] {
            let script = Script::default().cut("libraryfiles", body.as_bytes(), length);
            let error = all(&script.client()).1.unwrap_or_else(|| panic!("{body}"));
            assert!(
                error.is_decode() && error.to_string().contains(says),
                "{body} by {length}: {error}"
            );
        }
    }
}

#[test]
fn a_body_that_is_cut_gives_the_rows_before_the_cut() {
    let page = format!("{{\"value\":[{}]}}", rows(&["a", "bé", "c"]));
    let ends: Vec<usize> = page.match_indices("\"}").map(|(at, _)| at + 2).collect();
    for length in 0..page.len() {
        let whole = ends.iter().filter(|end| **end <= length).count();
        for step in [1, 9, 200] {
            let mut pieces = cut(&page.as_bytes()[..length], step);
            let ended = Script::default().page("libraryfiles", pieces.clone());
            let (names, error) = all(&ended.client());
            let error = error.expect("half a page is none");
            assert_eq!(
                (names.len(), error.is_decode()),
                (whole, true),
                "{length} by {step}: {error}"
            );
            pieces.push(Piece::Broken);
            let broken = Script::default().page("libraryfiles", pieces);
            let (names, error) = all(&broken.client());
            let error = error.expect("half a page is none");
            assert_eq!(
                (names.len(), error.is_decode()),
                (whole, true),
                "{length} by {step}: {error}"
            );
            assert!(
                error.to_string().contains("the answer broke off"),
                "{error}"
            );
        }
    }
}

#[test]
fn an_item_comes_when_it_has_arrived() {
    let script = Script::default().page(
        "libraryfiles",
        vec![
            text("{\"value\":[{\"fileName\":\"a\"},{\"fileNa"),
            Piece::Gate,
            text("me\":\"b\"}]}"),
        ],
    );
    let mut files = script.client().library_files().stream();
    let first = poll(files.next())
        .expect("it has arrived")
        .unwrap()
        .unwrap();
    assert_eq!(first.file_name, "a");
    assert!(poll(files.next()).is_none(), "half of it has not arrived");
    assert!(poll(files.next()).is_none());
    script.open();
    assert_eq!(ready(files.next()).unwrap().unwrap().file_name, "b");
    assert!(ready(files.next()).is_none());
}

#[test]
fn an_item_over_the_limit_is_an_error() {
    let long = "x".repeat(3000);
    let page = format!("{{\"value\":[{},{}]}}", rows(&["a"]), rows(&[&long]));
    for length in [10, 500, 10_000] {
        let script = Script::default().cut("libraryfiles", page.as_bytes(), length);
        let client = Defender::builder()
            .transport(script)
            .max_item_bytes(1000)
            .build()
            .unwrap();
        let (names, error) = all(&client);
        assert_eq!(names, ["a"], "{length}");
        let error = error.unwrap();
        assert!(
            error.is_decode() && error.to_string().contains("longer than 1000 bytes"),
            "{error}"
        );
    }
    let endless = Script::default().cut("libraryfiles", page.as_bytes(), 100);
    let client = Defender::builder()
        .transport(endless)
        .max_response_bytes(2000)
        .build()
        .unwrap();
    let (names, error) = all(&client);
    assert_eq!(names, ["a"]);
    assert!(
        error
            .unwrap()
            .to_string()
            .contains("the answer is longer than 2000 bytes")
    );
}

#[test]
fn selected_rows_and_values_may_be_cut_too() {
    let page = r#"{"value":["a",null,"b\"]"]}"#;
    let names = r#"{"value":[{"fileName":"a","x":[]},{"fileName":"b"}]}"#;
    for length in 1..30 {
        let script = Script::default()
            .cut("libraryfiles?$select=fileName", names.as_bytes(), length)
            .cut("libraryfiles", page.as_bytes(), length);
        let files = script
            .client()
            .library_files()
            .select(LibraryFile::FILE_NAME);
        let page = ready(files.send()).unwrap();
        assert_eq!(page.items, ["a", "b"], "{length}");
    }
}

#[test]
fn what_the_service_says_before_it_breaks_off_is_told() {
    let page = r#"{"value":[{"fileName":"a"}],"n":1,"error":{"code":"Busy","message":"later"}"#;
    for length in [1, 7, 30, 100] {
        let mut pieces = cut(page.as_bytes(), length);
        pieces.push(Piece::Broken);
        let script = Script::default().page("libraryfiles", pieces);
        let (names, error) = all(&script.client());
        assert_eq!(names, ["a"]);
        let error = error.unwrap().to_string();
        assert!(
            error.contains("broke off with an error") && error.contains("Busy"),
            "{length}: {error}"
        );
    }
    for half in [
        r#"{"value":[{"fileName":"a"}],"error":{"code":"Bu"#,
        r#"{"value":[{"fileName":"a"}],"n":"#,
        r#"{"value":[{"fileName":"a"},"#,
    ] {
        let script = Script::default().page("libraryfiles", vec![text(half), Piece::Broken]);
        let error = all(&script.client()).1.unwrap().to_string();
        assert!(error.contains("the answer broke off"), "{half}: {error}");
    }
}

#[test]
fn rows_before_what_is_no_text_are_given() {
    let page = format!("{{\"value\":[{},{{\"fileName\":\"", rows(&["a", "bé"]));
    let mut bytes = page.clone().into_bytes();
    bytes.extend_from_slice(b"\xff\"}]}");
    for length in 1..=bytes.len() {
        let script = Script::default().cut("libraryfiles", &bytes, length);
        let (names, error) = all(&script.client());
        assert_eq!(names, ["a", "bé"], "{length}");
        let error = error.unwrap().to_string();
        let says = format!("not UTF-8 from byte {} on", page.len());
        assert!(error.contains(&says), "{length}: {error}");
    }
}

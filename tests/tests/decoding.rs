//! What is decoded, compared with what serde makes of the same bytes.

use odata::json::Reader;
use odata::{DateTimeOffset, Value};
use odata_tests::defender::LibraryFile;
use serde::{Deserialize, Deserializer};

/// The twin: the struct that one would write by hand.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Twin {
    file_name: String,
    sha256: Option<String>,
    description: Option<String>,
    #[serde(default, deserialize_with = "moment")]
    creation_time: Option<DateTimeOffset>,
    #[serde(default, deserialize_with = "moment")]
    last_updated_time: Option<DateTimeOffset>,
    created_by: Option<String>,
    has_parameters: Option<bool>,
    parameters_description: Option<String>,
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTimeOffset>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(serde::de::Error::custom))
        .transpose()
}

fn ours(text: &str) -> Result<LibraryFile, String> {
    let mut file = LibraryFile::default();
    let mut reader = Reader::new(text);
    file.read(&mut reader)
        .and_then(|()| reader.end())
        .map_err(|fault| fault.to_string())?;
    Ok(file)
}

fn same(ours: &LibraryFile, twin: &Twin) -> bool {
    ours.file_name == twin.file_name
        && ours.sha256 == twin.sha256
        && ours.description == twin.description
        && ours.creation_time == twin.creation_time
        && ours.last_updated_time == twin.last_updated_time
        && ours.created_by == twin.created_by
        && ours.has_parameters == twin.has_parameters
        && ours.parameters_description == twin.parameters_description
}

const FIXTURES: &[&str] = &[
    r#"{"fileName":"a"}"#,
    r#"{"fileName":"a","sha256":null,"hasParameters":null,"creationTime":null}"#,
    r#"{"fileName":"a","sha256":"","hasParameters":true,"parametersDescription":"p"}"#,
    r#" { "hasParameters" : false , "fileName" : "b" , "createdBy" : "c" } "#,
    r#"{"fileName":"a\u0041\n\"\\\/\t\ud83d\ude00é"}"#,
    r#"{"file\u004eame":"a"}"#,
    r#"{"fileName":"a","unknown":{"deep":[1,2,{"x":null}]},"other":1e400}"#,
    r#"{"fileName":"a","creationTime":"2019-10-24T10:54:23.2009016Z","lastUpdatedTime":"2019-10-24T12:54:23.2009016+02:00"}"#,
    // Refused by both.
    r#"{}"#,
    r#"{"sha256":"x"}"#,
    r#"{"fileName":null}"#,
    r#"{"fileName":5}"#,
    r#"{"fileName":"a","fileName":"b"}"#,
    r#"{"fileName":"a","sha256":"x","sha256":null}"#,
    r#"{"fileName":"a","hasParameters":"true"}"#,
    r#"{"fileName":"a","hasParameters":1}"#,
    r#"{"fileName":"a","sha256":["x"]}"#,
    r#"{"fileName":"a","creationTime":"yesterday"}"#,
    r#"{"fileName":"\ud800"}"#,
    r#"{"fileName":"\ud800\u0041"}"#,
    r#"{"fileName":"\x"}"#,
    r#"{"fileName":"\u12g4"}"#,
    "{\"fileName\":\"a\nb\"}",
    r#"{"fileName":"a"#,
    r#"{"fileName":"a""#,
    r#"{"fileName":"a",}"#,
    r#"{"fileName" "a"}"#,
    r#"{"fileName":"a"} x"#,
    r#"{"fileName":"a"}{}"#,
    r#"{fileName:"a"}"#,
    r#"{"fileName":"a","u":01}"#,
    r#"{"fileName":"a","u":1.}"#,
    r#"{"fileName":"a","u":+1}"#,
    r#"{"fileName":"a","u":nul}"#,
    r#"{"fileName":"a","u":[1,]}"#,
    r#"{"fileName":"a","u":tru}"#,
    r#""fileName""#,
    r#"null"#,
    r#"<html>"#,
    "",
];

#[test]
fn the_table_decoder_agrees_with_a_serde_derived_twin() {
    for text in FIXTURES {
        match (ours(text), serde_json::from_str::<Twin>(text)) {
            (Ok(ours), Ok(twin)) => assert!(same(&ours, &twin), "{text}\n{ours:?}\n{twin:?}"),
            (Err(_), Err(_)) => {}
            (ours, twin) => panic!("{text}\nours: {ours:?}\ntwin: {twin:?}"),
        }
    }
    // A twin that takes a struct also from an array would be lenient where the schema is not.
    assert!(ours(r#"["a"]"#).is_err());
}

proptest::proptest! {
    /// Fixtures with bytes changed: the two agree on what is JSON and what is not.
    #[test]
    fn they_agree_on_damaged_text(
        which in 0..FIXTURES.len(),
        at in 0usize..200,
        to in proptest::sample::select(vec!["", "\"", "{", "}", "[", "]", ",", ":", "null", "0", "\\", " ", "-", "e", "é"]),
    ) {
        let fixture = FIXTURES[which];
        let at = (0..=at.min(fixture.len())).rev().find(|&at| fixture.is_char_boundary(at)).unwrap_or(0);
        let damaged = format!("{}{to}{}", &fixture[..at], fixture[at..].chars().skip(1).collect::<String>());
        match (ours(&damaged), serde_json::from_str::<Twin>(&damaged)) {
            (Ok(ours), Ok(twin)) => proptest::prop_assert!(same(&ours, &twin)),
            (Err(_), Err(_)) => {}
            // serde_json reads no number that a double cannot hold, even one that it skips.
            (Ok(_), Err(error)) if error.to_string().contains("number out of range") => {}
            // An object may stand in an array for serde.
            (Err(_), Ok(_)) if damaged.trim_start().starts_with('[') => {}
            (ours, twin) => proptest::prop_assert!(false, "{damaged}\nours: {ours:?}\ntwin: {twin:?}"),
        }
    }
}

#[test]
fn faults_name_the_property_and_the_place() {
    for (text, says) in [
        (
            r#"{"sha256":"x"}"#,
            "fileName: LibraryFile lacks it, and the schema says that it is never null (it is of the key, without which no entity is read; rows of what is selected need none: `.select(...)`) (byte 14)",
        ),
        (
            r#"{"fileName":null}"#,
            "fileName: it is null, and the schema says that it never is (where the service knows better, a `[[set]]` with `nullable = true` in an overlay corrects the schema) (byte 12)",
        ),
        (
            r#"{"fileName":"a","fileName":"b"}"#,
            "fileName: the property appears twice (byte 27)",
        ),
        (
            r#"{"fileName":5}"#,
            "fileName: a string is expected, and a number is here (byte 12)",
        ),
        (
            r#"{"fileName":"a","creationTime":"2019-13-01T00:00:00Z"}"#,
            "creationTime: `2019-13-01T00:00:00Z` is not an Edm.DateTimeOffset",
        ),
    ] {
        let error = ours(text).expect_err(text);
        assert!(error.starts_with(says), "{text}\n{error}");
    }
}

#[test]
fn references_stand_in_place_of_entities() {
    use odata_tests::estate::Machine;
    let read = |text: &str| {
        let mut machine = Machine::default();
        let read = machine.read(&mut Reader::new(text));
        read.map(|()| machine).map_err(|fault| fault.to_string())
    };
    let machine = read(
        r#"{"id":"m1","alerts":[{"@odata.id":"alerts(1)"},{"@odata.id":"alerts(2)"}],
        "Owner":{"@odata.type":"N.Person","@odata.id":"people('p')"}}"#,
    );
    let machine = machine.expect("references");
    assert!(machine.alerts.is_none() && machine.owner_pascal.is_none());
    let ids = |property: &str| machine.odata.references(property).collect::<Vec<_>>();
    assert_eq!(ids("alerts"), ["alerts(1)", "alerts(2)"]);
    assert_eq!(ids("Owner"), ["people('p')"]);
    assert!(ids("owner").is_empty());
    // An entity and a reference in one collection are neither.
    let mixed = read(r#"{"id":"m1","alerts":[{"@odata.id":"alerts(1)"},{"source":"edr"}]}"#);
    let fault = mixed.expect_err("mixed");
    assert!(fault.contains("alerts[0].source"), "{fault}");
}

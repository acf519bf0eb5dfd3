//! Damaged CSDL JSON: an error with a place, or a model; nothing panics.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use odata_csdl::{json, model, write};
use proptest::prelude::*;

/// One of each thing that CSDL JSON has; the fuzz target begins with it too.
const DOCUMENT: &str = include_str!("../../fuzz/seeds/csdl_json/all");

fn through_everything(bytes: &[u8]) {
    let mut sources = Sources::new();
    let source = sources.add("damaged.json", String::from_utf8_lossy(bytes));
    let mut diagnostics = Diagnostics::new();
    if let Some(document) = json::read(source, &sources, &mut diagnostics) {
        let printed = write::to_json(&document, &mut Diagnostics::new());
        let again = sources.add("printed.json", &printed);
        let again = json::read(again, &sources, &mut Diagnostics::new());
        assert!(again.is_some(), "{printed}");
        assert!(!write::to_xml(&document).is_empty());
        let model = model::resolve(&[document], &sources, &mut diagnostics);
        for (id, _) in model.structured_types() {
            let _ = (model.key(id), model.properties(id).count());
        }
    } else {
        assert!(diagnostics.has_errors());
    }
    for one in &diagnostics {
        assert!(!one.labels.is_empty(), "{}", one.message);
        assert!(one.render(&sources).contains(".json:"), "{}", one.message);
    }
}

#[test]
fn the_whole_document_is_fine() {
    let mut sources = Sources::new();
    let source = sources.add("whole.json", DOCUMENT);
    let mut diagnostics = Diagnostics::new();
    let document = json::read(source, &sources, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{}", diagnostics.render(&sources));
    let mut notes = Diagnostics::new();
    let written = write::to_json(&document, &mut notes);
    assert!(notes.is_empty(), "{}", notes.render(&sources));
    let again = sources.add("written.json", &written);
    let again = json::read(again, &sources, &mut diagnostics).unwrap();
    assert_eq!(write::to_json(&again, &mut notes), written);
}

#[test]
fn every_truncation_is_an_error() {
    for end in 1..DOCUMENT.trim_end().len() {
        let mut sources = Sources::new();
        let cut = String::from_utf8_lossy(&DOCUMENT.as_bytes()[..end]);
        let source = sources.add("cut.json", cut);
        let mut diagnostics = Diagnostics::new();
        assert!(
            odata_csdl::read(source, &sources, &mut diagnostics).is_none(),
            "{end}"
        );
        assert_eq!(diagnostics.len(), 1, "{}", diagnostics.render(&sources));
        let error = diagnostics.iter().next().unwrap();
        assert_eq!(error.code, "truncated", "{}", error.render(&sources));
        assert!(error.headline(&sources).starts_with("cut.json:"));
    }
}

/// Defender's `$metadata` cut off at many places, in both notations: one error, at the end of what is there.
#[test]
fn a_real_document_that_is_cut_off_says_so() {
    let texts = [
        ("cut.xml", include_str!("../../specs/defender/metadata.xml")),
        (
            "cut.json",
            include_str!("../../specs/defender/metadata.json"),
        ),
    ];
    for (name, text) in texts {
        for end in (40..text.trim_end().len()).step_by(7_919) {
            let mut sources = Sources::new();
            let source = sources.add(name, String::from_utf8_lossy(&text.as_bytes()[..end]));
            let mut diagnostics = Diagnostics::new();
            assert!(
                odata_csdl::read(source, &sources, &mut diagnostics).is_none(),
                "{end}"
            );
            assert_eq!(diagnostics.len(), 1, "{name} {end}");
            let error = diagnostics.iter().next().unwrap();
            assert!(
                ["truncated", "malformed-xml"].contains(&error.code),
                "{}",
                error.code
            );
            let line = text[..end].matches('\n').count() + 1;
            let place = error.headline(&sources);
            let (_, place) = place.split_once(':').unwrap();
            let said: usize = place.split(':').next().unwrap().parse().unwrap();
            assert!(
                said <= line && said + 2 >= line,
                "{name} {end}: {said} {line}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn flipped_bytes(flips in prop::collection::vec((0..DOCUMENT.len(), any::<u8>()), 1..8)) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        for (at, byte) in flips {
            bytes[at] = byte;
        }
        through_everything(&bytes);
    }

    #[test]
    fn swapped_values(from in 0..300_usize, to in 0..300_usize) {
        // Any value in the place of any other, so that the text stays JSON.
        let ends: Vec<usize> = DOCUMENT.match_indices(": ").map(|(at, _)| at + 2).collect();
        let value = |at: usize| {
            let start = ends[at % ends.len()];
            let mut stream = serde_json::Deserializer::from_str(&DOCUMENT[start..]).into_iter::<serde_json::Value>();
            stream.next().unwrap().unwrap();
            start..start + stream.byte_offset()
        };
        let (from, to) = (value(from), value(to));
        let text = [&DOCUMENT[..to.start], &DOCUMENT[from], &DOCUMENT[to.end..]].concat();
        through_everything(text.as_bytes());
    }

    #[test]
    fn swapped_names(from in 0..300_usize, to in 0..300_usize) {
        let names: Vec<std::ops::Range<usize>> = DOCUMENT
            .match_indices("\": ")
            .map(|(end, _)| DOCUMENT[..end].rfind('"').unwrap()..end + 1)
            .collect();
        let (from, to) = (names[from % names.len()].clone(), names[to % names.len()].clone());
        let text = [&DOCUMENT[..to.start], &DOCUMENT[from], &DOCUMENT[to.end..]].concat();
        through_everything(text.as_bytes());
    }

    #[test]
    fn any_text(text in "[{}\\[\\]:,\"@#$ a-e0-9.\\\\-]{0,120}") {
        through_everything(format!("{{\"$Version\":\"4.01\",\"a\":{text}}}").as_bytes());
        through_everything(text.as_bytes());
    }
}

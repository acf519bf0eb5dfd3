//! CSDL JSON: read, written and resolved, or refused; every diagnostic can be shown, and what is written reads again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::{json, model, source::Sources, write};

fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("metadata.json", text);
    match json::read(source, &sources, &mut diagnostics) {
        Some(document) => {
            assert!(!write::to_xml(&document).is_empty());
            let mut lost = Diagnostics::new();
            let written = write::to_json(&document, &mut lost);
            let source = sources.add("written.json", &written);
            let again = json::read(source, &sources, &mut Diagnostics::new()).expect("what is written is CSDL JSON");
            if lost.is_empty() && !diagnostics.has_errors() {
                assert_eq!(write::to_json(&again, &mut lost), written, "it reads as something else");
            }
            drop(model::resolve(&[document], &sources, &mut diagnostics));
        }
        None => assert!(diagnostics.has_errors(), "nothing was read and nothing was said"),
    }
    for diagnostic in &diagnostics {
        assert!(!diagnostic.render(&sources).is_empty());
        assert!(!diagnostic.labels.is_empty(), "{}", diagnostic.message);
    }
});

//! A `$metadata` document: read, written and resolved, or refused; every diagnostic can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::{model, source::Sources, write, xml};

fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("metadata.xml", text);
    match xml::read(source, &sources, &mut diagnostics) {
        Some(document) => {
            assert!(!write::to_xml(&document).is_empty());
            assert!(write::to_json(&document, &mut diagnostics).ends_with("}\n"));
            drop(model::resolve(&[document], &sources, &mut diagnostics));
        }
        None => assert!(diagnostics.has_errors(), "nothing was read and nothing was said"),
    }
    for diagnostic in &diagnostics {
        assert!(!diagnostic.render(&sources).is_empty());
    }
});

//! A `$metadata` document: read and resolved, or refused; every diagnostic can be shown.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::{model, source::Sources, xml};

fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("metadata.xml", text);
    match xml::read(source, &sources, &mut diagnostics) {
        Some(document) => drop(model::resolve(&[document], &sources, &mut diagnostics)),
        None => assert!(diagnostics.has_errors(), "nothing was read and nothing was said"),
    }
    for diagnostic in &diagnostics {
        assert!(!diagnostic.render(&sources).is_empty());
    }
});

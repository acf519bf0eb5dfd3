//! A reference page: facts or nothing, and CSDL from them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::source::Sources;
use odata_codegen::pages::{Naming, read, to_csdl};

fuzz_target!(|text: &str| {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("page.md", text);
    let page = read(source, &odata_codegen::pages::MICROSOFT, &sources, &mut diagnostics);
    let naming = Naming { namespace: "n".into(), container: "c".into(), base_url_path: "/api/".into(), ..Naming::default() };
    let _ = to_csdl(&[page], &naming, &sources, &mut diagnostics);
    for diagnostic in &diagnostics {
        assert!(!diagnostic.render(&sources).is_empty());
    }
});

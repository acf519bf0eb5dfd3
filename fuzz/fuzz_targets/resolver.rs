//! One to three documents of CSDL, in either notation, with a line `%%` between: read and resolved together, then a client
//! is generated from them, or an error tells why not.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use odata_codegen::csdl::diagnostic::Diagnostics;
use odata_codegen::csdl::{model, read, source::Sources};

fuzz_target!(|text: &str| {
    let documents: Vec<&str> = text.splitn(3, "\n%%\n").collect();
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let mut trees = Vec::new();
    for (at, text) in documents.iter().enumerate() {
        let source = sources.add(format!("{at}.xml"), text);
        let tree = read(source, &sources, &mut diagnostics);
        assert!(tree.is_some() || diagnostics.has_errors(), "nothing was read and nothing was said");
        trees.extend(tree);
    }
    let model = model::resolve(&trees, &sources, &mut diagnostics);
    for (id, ty) in model.structured_types() {
        // Every walk along base types ends, and leads back.
        let mut lineage = model.lineage(id);
        assert!(lineage.all(|base| model.is_a(id, base)));
        assert!(ty.key.is_none() || model.key(id).is_some());
        assert!(ty.base.is_none_or(|base| model.derived(base).contains(&id)));
    }
    for diagnostic in &diagnostics {
        assert!(!diagnostic.render(&sources).is_empty());
    }
    let folder = folder(documents.len());
    for (at, text) in documents.iter().enumerate() {
        fs::write(folder.join(format!("{at}.xml")), text).expect("written");
    }
    let service = format!("service{}.toml", documents.len());
    match odata_codegen::generate(folder, service.as_ref()) {
        Ok(generated) => {
            assert!(!diagnostics.has_errors(), "a client of documents with errors");
            assert!(generated.text.contains("pub struct Fuzzed"));
        }
        Err(error) => assert!(error.to_string().len() > 10),
    }
});

/// The generator reads files: a folder of this process with a service.toml for that many documents.
fn folder(count: usize) -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("odata-fuzz-resolver-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        folder
    });
    let names: Vec<String> = (0..count).map(|at| format!("\"{at}.xml\"")).collect();
    let service = format!(
        "name = \"Fuzzed\"\nbase-url = \"https://example.org/\"\nmetadata = [{}]\n",
        names.join(", ")
    );
    fs::write(folder.join(format!("service{count}.toml")), service).expect("written");
    folder
}

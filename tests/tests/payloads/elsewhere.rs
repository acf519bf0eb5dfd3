//! The payloads that other tests read.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

#[path = "../../../xtask/src/corpus/payloads/what.rs"]
#[allow(dead_code)]
mod graph;

/// Those of `captured` that `tests/captured` reads: all of its index, and the index.
pub(crate) fn captured(corpus: &Path) -> BTreeSet<String> {
    let index = corpus.join("captured/index.jsonl");
    let index = std::fs::read_to_string(index).expect("index.jsonl");
    let mut files = BTreeSet::from(["captured/index.jsonl".to_owned()]);
    for line in index.lines() {
        let line: Value = serde_json::from_str(line).expect("a line of index.jsonl");
        files.insert(line["file"].as_str().expect("a file").to_owned());
    }
    files
}

/// Those of Graph that `cargo xtask corpus` reads with the types of the whole of Graph.
pub(crate) fn graph() -> BTreeSet<String> {
    let all = graph::PAYLOADS.iter();
    all.map(|what| format!("msgraph/{}", what.file)).collect()
}

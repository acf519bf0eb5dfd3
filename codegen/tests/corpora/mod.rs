//! Where the corpus is: the vendor's pages, published `$metadata`.
#![allow(dead_code, reason = "each test reads a part of it")]

use std::path::{Path, PathBuf};

/// The vendor's pages; None, said, when they are not there, which is an error under CI.
pub(crate) fn defender_docs() -> Option<PathBuf> {
    folder("defender-docs")
}

/// The published metadata documents, in the order of their paths; none, said, when they are not there.
pub(crate) fn metadata() -> Option<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder("metadata")?];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy().into_owned();
            let name = name.strip_suffix(".gz").unwrap_or(&name);
            let endings = [".xml", ".csdl", ".edmx"];
            if path.is_dir() {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Some(found)
}

/// A document, unpacked.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    if path.extension().is_none_or(|ending| ending != "gz") {
        return std::fs::read(path).expect("readable");
    }
    let mut gzip = std::process::Command::new("gzip");
    let unpacked = gzip
        .arg("-dc")
        .arg(path)
        .output()
        .expect("gzip is installed");
    assert!(unpacked.status.success(), "{}", path.display());
    unpacked.stdout
}

/// A file of the corpus; None, said, when it is not there.
pub(crate) fn file(path: &str) -> Option<PathBuf> {
    let (first, rest) = path.split_once('/').expect("a folder");
    let file = folder(first)?.join(rest);
    assert!(file.is_file(), "no {}", file.display());
    Some(file)
}

fn folder(name: &str) -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let root = std::env::var_os("ODATA_CORPORA").map_or(default, PathBuf::from);
    let docs = root.join(name);
    if docs.is_dir() {
        return Some(docs);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "no corpus at {}",
        docs.display()
    );
    eprintln!(
        "skipped: no corpus at {}; set ODATA_CORPORA",
        docs.display()
    );
    None
}

//! Where the vendor's pages are.

use std::path::{Path, PathBuf};

/// The vendor's pages; None, said, when they are not there, which is an error under CI.
pub(crate) fn defender_docs() -> Option<PathBuf> {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    let root = std::env::var_os("ODATA_CORPORA").map_or(default, PathBuf::from);
    let docs = root.join("defender-docs");
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

//! The published `$metadata` of the corpus.

use std::path::{Path, PathBuf};
use std::process::Command;

use odata_csdl::source::Sources;

/// The folder; None, said, when it is not there, which is an error under CI.
pub(crate) fn metadata() -> Option<PathBuf> {
    let set = std::env::var_os("ODATA_CORPORA").map(PathBuf::from);
    let folder =
        set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"));
    let folder = folder.join("metadata");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "no corpus at {}",
        folder.display()
    );
    eprintln!("skipped: no corpus at {}", folder.display());
    None
}

/// Every document below a folder, packed or not, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_string_lossy();
            let name = name.strip_suffix(".gz").unwrap_or(&name);
            if [".xml", ".csdl", ".edmx"]
                .iter()
                .any(|ending| name.ends_with(ending))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What is in a file, unpacked.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    if path.extension().is_some_and(|ending| ending == "gz") {
        let unpacked = Command::new("gzip")
            .arg("-dc")
            .arg(path)
            .output()
            .expect("gzip is installed");
        assert!(unpacked.status.success(), "{}", path.display());
        return unpacked.stdout;
    }
    std::fs::read(path).unwrap()
}

/// The text of a file; empty when it is none.
#[allow(dead_code)]
pub(crate) fn text(path: &Path) -> String {
    let mut sources = Sources::new();
    match sources.add_bytes("document", &bytes(path)) {
        Ok(source) => sources.get(source).unwrap().text().to_owned(),
        Err(_) => String::new(),
    }
}

/// The documents of Redfish, unpacked.
#[allow(dead_code)]
pub(crate) fn redfish(folder: &Path) -> Vec<PathBuf> {
    let unpacked = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redfish");
    std::fs::create_dir_all(&unpacked).unwrap();
    let tar = Command::new("tar")
        .arg("-xzf")
        .arg(folder.join("redfish/dmtf-csdl.tar.gz"))
        .arg("-C")
        .arg(&unpacked)
        .status();
    assert!(tar.expect("tar is installed").success());
    files(&unpacked)
}

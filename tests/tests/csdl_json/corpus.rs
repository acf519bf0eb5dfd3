//! The published `$metadata` of the corpus, packed or not.

use std::path::{Path, PathBuf};
use std::process::Command;

use odata_csdl::source::Sources;

/// Names and texts, in the order of the names; nothing where there is no corpus, which under CI is a failure.
pub(crate) fn documents() -> Option<Vec<(String, String)>> {
    let set = std::env::var_os("ODATA_CORPORA").map(PathBuf::from);
    let folder =
        set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"));
    let folder = folder.join("metadata");
    if !folder.is_dir() {
        assert!(
            std::env::var_os("CI").is_none(),
            "no corpus at {}",
            folder.display()
        );
        println!("skipped: no corpus at {}", folder.display());
        return None;
    }
    let unpacked = Path::new(env!("CARGO_TARGET_TMPDIR")).join("csdl-json-redfish");
    std::fs::create_dir_all(&unpacked).expect("a folder below target");
    let archive = folder.join("redfish/dmtf-csdl.tar.gz");
    output(
        Command::new("tar")
            .arg("-xzf")
            .arg(archive)
            .arg("-C")
            .arg(&unpacked),
    );
    let mut documents = Vec::new();
    for root in [&folder, &unpacked] {
        for path in files(root) {
            let name = path.strip_prefix(root).expect("below the root");
            let name = name.to_string_lossy().replace('\\', "/");
            if let Some(text) = text(&name, &path) {
                documents.push((name, text));
            }
        }
    }
    documents.sort();
    Some(documents)
}

/// The text of a document; nothing when it is in no encoding that is known.
fn text(name: &str, path: &Path) -> Option<String> {
    let bytes = match name.ends_with(".gz") {
        true => output(Command::new("gzip").arg("-dc").arg(path)),
        false => std::fs::read(path).expect("a file of the corpus"),
    };
    let mut sources = Sources::new();
    let source = sources.add_bytes(name, &bytes).ok()?;
    sources.get(source).map(|source| source.text().to_owned())
}

fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("gzip and tar are installed");
    assert!(output.status.success(), "{command:?}");
    output.stdout
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            let name = path.to_string_lossy();
            let name = name.strip_suffix(".gz").unwrap_or(&name);
            if path.is_dir() {
                folders.push(path);
            } else if [".xml", ".csdl", ".edmx"]
                .iter()
                .any(|end| name.ends_with(end))
            {
                found.push(path);
            }
        }
    }
    found
}

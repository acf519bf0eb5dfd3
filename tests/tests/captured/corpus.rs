//! The captured answers, as the corpus lists them.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// An answer as it was captured, and what it answers.
#[derive(Clone, Debug)]
pub(crate) struct Captured {
    /// Server and number, such as `cap-9.9.3/003.json`.
    pub(crate) file: String,
    pub(crate) method: String,
    /// Path below the root of the server, and query.
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Captured {
    /// The server without its version: `cap`.
    pub(crate) fn server(&self) -> &str {
        let folder = self.file.split('/').next().unwrap_or_default();
        folder.rsplit_once('-').map_or(folder, |(server, _)| server)
    }

    /// The body as JSON, read by another reader than ours.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_else(|error| panic!("{}: {error}", self.file))
    }
}

/// Where the captured answers are; nothing where there is no corpus, which under CI is a failure.
pub(crate) fn folder() -> Option<PathBuf> {
    let set = std::env::var_os("ODATA_CORPORA").map(PathBuf::from);
    let folder =
        set.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora"));
    let folder = folder.join("payloads/captured");
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

/// Every answer of `index.jsonl`.
pub(crate) fn answers(folder: &Path) -> Vec<Captured> {
    let index = std::fs::read_to_string(folder.join("index.jsonl")).expect("index.jsonl");
    index.lines().map(|line| answer(folder, line)).collect()
}

fn answer(folder: &Path, line: &str) -> Captured {
    let line: Value = serde_json::from_str(line).expect("a line of index.jsonl");
    let text = |name: &str| line[name].as_str().expect(name).to_owned();
    let file = text("file");
    let file = file.strip_prefix("captured/").expect("a captured file");
    let headers = line["headers"].as_object().expect("headers");
    let body = std::fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert_eq!(line["bytes"], body.len(), "{file} is not whole");
    Captured {
        file: file.to_owned(),
        method: text("method"),
        path: text("path"),
        status: line["status"].as_u64().expect("a status") as u16,
        headers: headers
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().expect("a header").to_owned()))
            .collect(),
        body,
    }
}

/// Every file of the folder but the index, as the index writes them.
pub(crate) fn files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for server in std::fs::read_dir(folder).expect("the corpus") {
        let server = server.expect("a server").path();
        if !server.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&server).expect("a server") {
            let file = file.expect("a file").path();
            let path = file.strip_prefix(folder).expect("below the corpus");
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    files.sort();
    files
}

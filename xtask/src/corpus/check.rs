//! rustc over generated code: many documents are modules of few crates, and a message is told by its file.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::process::Command;

use super::found::copy_to;

/// How much text a crate holds at most, unless one document alone is more.
const CRATE_BYTES: usize = 4_000_000;

/// What rustc complains of, by document: errors and warnings alike. A document that is not in it compiles.
pub(crate) fn check(
    root: &Path,
    work: &Path,
    texts: &[(usize, &str)],
) -> io::Result<BTreeMap<usize, String>> {
    let mut complaints: BTreeMap<usize, String> = BTreeMap::new();
    if texts.is_empty() {
        return Ok(complaints);
    }
    let crates = packed(texts);
    // What follows an error may not have been looked at: the others are checked again without it.
    loop {
        write(root, work, &crates, texts, &complaints)?;
        let found = cargo_check(work)?;
        let before = complaints.len();
        for (at, message) in found {
            complaints.entry(at).or_insert(message);
        }
        if complaints.len() == before {
            return Ok(complaints);
        }
    }
}

/// Documents in crates of about the same size; the large ones first, so that no processor ends with one alone.
fn packed(texts: &[(usize, &str)]) -> Vec<Vec<usize>> {
    let mut by_size: Vec<(usize, usize)> =
        texts.iter().map(|(at, text)| (text.len(), *at)).collect();
    by_size.sort_by(|one, other| other.cmp(one));
    let mut crates: Vec<(usize, Vec<usize>)> = Vec::new();
    for (size, at) in by_size {
        match crates
            .iter_mut()
            .find(|(held, _)| held + size <= CRATE_BYTES)
        {
            Some((held, documents)) => {
                *held += size;
                documents.push(at);
            }
            None => crates.push((size, vec![at])),
        }
    }
    crates.into_iter().map(|(_, documents)| documents).collect()
}

fn write(
    root: &Path,
    work: &Path,
    crates: &[Vec<usize>],
    texts: &[(usize, &str)],
    complaints: &BTreeMap<usize, String>,
) -> io::Result<()> {
    let text_of: BTreeMap<usize, &str> = texts.iter().copied().collect();
    let client = std::fs::canonicalize(root.join("client"))?;
    let mut members = Vec::new();
    for (number, documents) in crates.iter().enumerate() {
        let name = format!("documents-{number}");
        let folder = work.join("check").join(&name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\nodata = {{ path = {:?}, default-features = false }}\n",
            client.display().to_string()
        );
        copy_to(manifest.as_bytes(), &folder.join("Cargo.toml"))?;
        let mut lib = String::new();
        for at in documents.iter().filter(|at| !complaints.contains_key(at)) {
            lib += &format!("pub mod document_{at:04};\n");
            let text = text_of.get(at).copied().unwrap_or_default();
            let file = folder.join("src").join(format!("document_{at:04}.rs"));
            copy_to(text.as_bytes(), &file)?;
        }
        copy_to(lib.as_bytes(), &folder.join("src/lib.rs"))?;
        members.push(format!("{name:?}"));
    }
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        members.join(", ")
    );
    copy_to(workspace.as_bytes(), &work.join("check/Cargo.toml"))?;
    // The versions that the project itself is built with; cargo takes out of its copy what these crates do not need.
    let lock = std::fs::read(root.join("Cargo.lock"))?;
    let last = work.join("Cargo.lock");
    if !std::fs::read(&last).is_ok_and(|last| last == lock) {
        std::fs::write(work.join("check/Cargo.lock"), &lock)?;
        std::fs::write(last, &lock)?;
    }
    Ok(())
}

/// Runs `cargo check`: the first message about each document.
fn cargo_check(work: &Path) -> io::Result<BTreeMap<usize, String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--workspace", "--keep-going", "--quiet"])
        .arg("--message-format=json")
        .current_dir(work.join("check"))
        .env("CARGO_TARGET_DIR", work.join("target"))
        // Nothing is built a second time with a small change.
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()?;
    let mut complaints = BTreeMap::new();
    let mut elsewhere = BTreeSet::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else {
            continue;
        };
        if message["reason"] != "compiler-message" {
            continue;
        }
        let message = &message["message"];
        if !matches!(message["level"].as_str(), Some("error" | "warning")) {
            continue;
        }
        let rendered = message["rendered"].as_str().unwrap_or_default();
        let mut files = message["spans"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|span| document_of(span["file_name"].as_str()?));
        match files.next() {
            Some(at) => drop(complaints.entry(at).or_insert_with(|| rendered.to_owned())),
            None => drop(elsewhere.insert(rendered.to_owned())),
        }
    }
    if !output.status.success() && complaints.is_empty() {
        let said: Vec<String> = elsewhere.into_iter().collect();
        return Err(io::Error::other(format!(
            "cargo check of the generated code failed:\n{}{}",
            said.join("\n"),
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    Ok(complaints)
}

fn document_of(file: &str) -> Option<usize> {
    let name = Path::new(file).file_stem()?.to_str()?;
    name.strip_prefix("document_")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustc_complains_of_is_told_by_its_document() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let work = root.join("target/xtask-corpus-test");
        std::fs::create_dir_all(&work).expect("a folder");
        let work = std::fs::canonicalize(work).expect("a folder");
        let texts = [
            (0, "pub fn fine() -> odata::Null { odata::Null }"),
            (1, "pub fn unknown() { nothing_of_that_name(); }"),
            (2, "pub fn warned() { let unused = 1; }"),
            // Only looked at once the first is gone: its fault is of a later phase.
            (
                3,
                "pub fn borrowed() -> &'static str { let text = String::new(); let one = &text; one }",
            ),
            (4, "pub fn as_fine() {}"),
        ];
        let complaints = check(&root, &work, &texts).expect("cargo runs");
        let documents: Vec<usize> = complaints.keys().copied().collect();
        assert_eq!(documents, [1, 2, 3], "{complaints:#?}");
        assert!(complaints[&1].contains("nothing_of_that_name"));
        assert!(complaints[&2].contains("unused variable"));
    }
}

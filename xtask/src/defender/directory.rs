//! A service described by all the pages of a directory, with our corrections.

use std::path::{Path, PathBuf};

use odata_codegen::{Description, Error, describe};

/// A service.toml for all the pages of a directory, with our corrections.
pub(crate) fn service_of(root: &Path, directory: &Path) -> std::io::Result<PathBuf> {
    let mut pages: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            pages.push(std::fs::canonicalize(path)?);
        }
    }
    pages.sort();
    let specs = std::fs::canonicalize(root.join("specs/defender"))?;
    let quoted = |path: &Path| format!("{:?}", path.display().to_string());
    let docs: Vec<String> = pages.iter().map(|page| quoted(page)).collect();
    let text = std::fs::read_to_string(specs.join("service.toml"))?;
    let kept = ["name", "namespace", "base-url", "scope", "key-as-segment"];
    let mut written: String = text
        .lines()
        .filter(|line| kept.iter().any(|key| line.starts_with(&format!("{key} ="))))
        .map(|line| format!("{line}\n"))
        .collect();
    written += &format!("docs = [{}]\n", docs.join(", "));
    written += "overlay = \"overlay.toml\"\n";
    let folder = root.join("target/xtask-defender");
    std::fs::create_dir_all(&folder)?;
    std::fs::copy(specs.join("overlay.toml"), folder.join("overlay.toml"))?;
    let path = std::fs::canonicalize(folder)?.join("service.toml");
    std::fs::write(&path, written)?;
    Ok(path)
}

/// Describes it; corrections of what the pages of this directory do not have are taken out, and said.
pub(crate) fn describe_what_is_there(service: &Path) -> Result<Description, Error> {
    let overlay = service.with_file_name("overlay.toml");
    loop {
        let error = match describe(Path::new(""), service) {
            Ok(description) => return Ok(description),
            Err(error) => error,
        };
        let Some(target) = unknown_target(&error) else {
            return Err(error);
        };
        let Ok(text) = std::fs::read_to_string(&overlay) else {
            return Err(error);
        };
        let kept: Vec<&str> = text
            .split("\n[[")
            .filter(|block| !block.contains(&format!("target = {target}\n")))
            .collect();
        let kept = kept.join("\n[[");
        if kept == text || std::fs::write(&overlay, kept).is_err() {
            return Err(error);
        }
        println!("the correction of {target} is left out: these pages have no such thing");
    }
}

/// The target of the first correction that found nothing, when that is all that is wrong.
fn unknown_target(error: &Error) -> Option<String> {
    let sources = error.sources()?;
    let one = error
        .diagnostics()?
        .iter()
        .find(|one| one.code == "unknown-target")?;
    Some(sources.slice(one.labels.first()?.span).to_owned())
}

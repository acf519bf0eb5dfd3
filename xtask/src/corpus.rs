//! The generator over every document of a folder, and rustc over what it writes: `cargo xtask corpus [DIR]`. Without a
//! folder, Graph's payloads are read with what it writes, too. With `--at-most MIB` rustc is spared what is larger: three services of
//! Redfish have more text than all others together.

mod check;
mod expected;
mod found;
mod made;
#[cfg(test)]
mod past;
mod payloads;
mod references;
mod report;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use found::Found;
use made::Made;
use references::References;
use report::{Report, Row};

pub(crate) fn run(arguments: &[&str]) -> ExitCode {
    let (at_most, directory) = match arguments {
        ["--at-most", mib, rest @ ..] => match mib.parse::<usize>() {
            Ok(mib) => (mib.saturating_mul(1 << 20), rest),
            Err(_) => return misused(),
        },
        rest => (usize::MAX, rest),
    };
    let directory = match directory {
        [] => None,
        [directory] if !directory.starts_with('-') => Some(*directory),
        _ => return misused(),
    };
    match report(directory, at_most) {
        Ok(Some(report)) => report.print(),
        Ok(None) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn misused() -> ExitCode {
    eprintln!("corpus: cargo xtask corpus [--at-most MIB] [DIR]");
    ExitCode::from(2)
}

fn report(directory: Option<&str>, at_most: usize) -> io::Result<Option<Report>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = match directory {
        Some(directory) => PathBuf::from(directory),
        None => match shared(&root)? {
            Some(folder) => folder,
            None => return Ok(None),
        },
    };
    let folder = std::fs::canonicalize(&folder)
        .map_err(|error| io::Error::other(format!("{}: {error}", folder.display())))?;
    let work = root.join("target/xtask-corpus");
    std::fs::create_dir_all(&work)?;
    let work = std::fs::canonicalize(work)?;
    let copies = work.join("documents");
    if copies.exists() {
        std::fs::remove_dir_all(&copies)?;
    }
    std::fs::create_dir_all(&copies)?;
    // A part of the corpus keeps the names that its documents have in the whole.
    let whole = std::fs::canonicalize(shared_folder(&root)).ok();
    let base = whole.filter(|whole| folder.starts_with(whole));
    let found = found::all(&folder, base.as_deref(), &copies)?;
    if found.is_empty() {
        return Err(io::Error::other(format!(
            "{} holds no document: .xml, .csdl, .edmx and .json are looked for, also packed as .gz",
            folder.display()
        )));
    }
    let references = References::of(&found, &copies);
    let made = make_all(&found, &copies, &references);
    let texts: Vec<(usize, &str)> = made
        .iter()
        .enumerate()
        .filter_map(|(at, one)| one.text.as_ref().map(|text| (at, text.as_str())))
        .filter(|(_, text)| text.len() <= at_most)
        .collect();
    let complaints = check::check(&root, &work, &texts)?;
    let rows = found
        .iter()
        .zip(&made)
        .enumerate()
        .map(|(at, (found, made))| {
            let complaint = complaints.get(&at).map(String::as_str);
            Row::of(found, made, complaint, at_most)
        });
    let mut report = Report::new(rows.collect());
    if directory.is_none() {
        report.add_listed_and_not_there();
        let graph = found.iter().find(|one| one.name == payloads::DOCUMENT);
        let graph = graph.and_then(|one| one.files.first()).ok_or_else(|| {
            let message = format!("there is no {} to read payloads with", payloads::DOCUMENT);
            io::Error::other(message)
        })?;
        let folder = folder.join("../payloads/msgraph");
        report.add_payloads(payloads::read(&root, &work, &folder, &copies, graph)?);
    }
    Ok(Some(report))
}

/// The corpus that all reports share; nothing, said, when it is not there, which is an error under CI.
fn shared(root: &Path) -> io::Result<Option<PathBuf>> {
    let folder = shared_folder(root);
    if folder.is_dir() {
        return Ok(Some(folder));
    }
    let message = format!(
        "there is no corpus at {}: set ODATA_CORPORA, or give a folder",
        folder.display()
    );
    if std::env::var_os("CI").is_some() {
        return Err(io::Error::other(message));
    }
    eprintln!("corpus: skipped: {message}");
    Ok(None)
}

fn shared_folder(root: &Path) -> PathBuf {
    let default = root.join("../shared/corpora");
    std::env::var_os("ODATA_CORPORA")
        .map_or(default, PathBuf::from)
        .join("metadata")
}

/// Generates from every document, as many at a time as there are processors.
fn make_all(found: &[Found], copies: &Path, references: &References) -> Vec<Made> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Made)>> = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((at, one)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    found.get(at).map(|one| (at, one))
                } {
                    let made = made::make(one, at, copies, references);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, made));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

//! `service.toml`, and those that it extends.

use std::path::{Component, Path, PathBuf};

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{LoadError, SourceId, Sources, Span};

use crate::load::Files;
use crate::service::{self, Areas, Base, Service, Written};

/// How many services extend each other.
const MAX_EXTENDS: usize = 16;

/// One of the files, and where it is.
struct Read {
    folder: PathBuf,
    source: SourceId,
    written: Written,
}

/// Reads `service.toml` itself, and those that it extends. `extends` is what it extends, in place of what it says itself.
pub(crate) fn load_service(
    path: &Path,
    extends: Option<&Path>,
    areas: &Areas,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Service> {
    let mut chain: Vec<Read> = Vec::new();
    let mut next = Some((path.to_owned(), None));
    while let Some((path, from)) = next.take() {
        if chain.len() > MAX_EXTENDS {
            let message = format!("more than {MAX_EXTENDS} services extend each other");
            diagnostics.push(at(Diagnostic::error("extends-itself", message), from));
            return None;
        }
        let source = match files.load(&path, sources) {
            Ok(source) => source,
            Err(error) => {
                diagnostics.push(missing(&path, &error, from, files));
                return None;
            }
        };
        let written = service::parse(source, sources, diagnostics)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        next = match (
            extends.filter(|_| chain.is_empty()),
            written.extends(source),
        ) {
            (Some(extends), _) => Some((extends.to_owned(), None)),
            (None, Some(said)) => Some((folder.join(said.value), Some(said.span))),
            (None, None) => None,
        };
        chain.push(Read {
            folder,
            source,
            written,
        });
    }
    let mut base: Option<(Service, PathBuf)> = None;
    while let Some(one) = chain.pop() {
        let extended = base.take().map(|(service, folder)| Base {
            service,
            folder: from(&one.folder, &folder),
        });
        // Areas are those of the service that is generated.
        let areas = match chain.is_empty() {
            true => areas,
            false => &Areas::All,
        };
        let service = service::read(one.source, one.written, extended, areas, diagnostics)?;
        base = Some((service, one.folder));
    }
    base.map(|(service, _)| service)
}

/// Reads a `service.toml` that is no file and extends nothing.
pub(crate) fn load_text(
    name: &str,
    text: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Service> {
    let source = sources.add(name, text);
    let written = service::parse(source, sources, diagnostics)?;
    service::read(source, written, None, &Areas::All, diagnostics)
}

fn missing(path: &Path, error: &LoadError, from: Option<Span>, files: &Files) -> Diagnostic {
    let help = match (from, files.has_root()) {
        (Some(_), _) => "`extends` is the path of another service.toml, relative to this one",
        (None, true) => "the path is relative to the folder that Cargo.toml lies in",
        (None, false) => {
            "the path is relative to the current folder; in a build script, that is where Cargo.toml lies"
        }
    };
    at(files.unreadable(path, error, help), from)
}

fn at(diagnostic: Diagnostic, place: Option<Span>) -> Diagnostic {
    match place {
        Some(span) => diagnostic.at(span, "extended here"),
        None => diagnostic,
    }
}

/// A folder as seen from another one; both start at the root of all files, or are absolute.
fn from(here: &Path, folder: &Path) -> PathBuf {
    if let Ok(below) = folder.strip_prefix(here) {
        return below.to_owned();
    }
    if folder.is_absolute() {
        return folder.to_owned();
    }
    let steps = here.components().filter(|step| *step != Component::CurDir);
    let up: PathBuf = steps.map(|_| Component::ParentDir).collect();
    up.join(folder)
}

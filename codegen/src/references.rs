//! `[references]` of service.toml: which file holds the document that a URI of `edmx:Reference` means. Nothing is ever
//! asked for over the network.

mod uri;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::Referenced;
use odata_csdl::source::{SourceId, Sources, Span, Spanned};
use odata_csdl::syntax::{Document, Reference};

use crate::load::{Files, Loaded, read_csdl};
use crate::service::Service;
use uri::{folder, last_segment, relative_path, stays_below};

/// How many documents are read because others refer to them. Redfish, the largest known family, has 300.
const MAX_DOCUMENTS: usize = 10_000;

/// Reads what the documents refer to, and what that refers to in turn.
pub(crate) fn follow(
    service: &Service,
    directory: &Path,
    given: &[Loaded],
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Referenced> {
    let mut following = Following {
        service,
        directory,
        files,
        sources,
        diagnostics,
        given,
        used: vec![false; service.references.len()],
        known: HashMap::new(),
        others: Vec::new(),
        too_many: false,
    };
    for one in given {
        following
            .known
            .insert(identity(&following.full(&one.path)), None);
    }
    for one in given {
        following.read_all(&one.document.references, &one.path);
    }
    let mut next = 0;
    while let Some((path, one)) = following.others.get(next) {
        let (path, references) = (path.clone(), one.document.references.clone());
        following.read_all(&references, &path);
        next += 1;
    }
    following.tell_folders();
    following.tell_unused();
    following.others.into_iter().map(|(_, one)| one).collect()
}

struct Following<'a> {
    service: &'a Service,
    directory: &'a Path,
    files: &'a mut Files,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    given: &'a [Loaded],
    /// Which entries of `[references]` a document refers to.
    used: Vec<bool>,
    /// The place among the others of every file that was read; none for the service's own, and for what is no CSDL.
    known: HashMap<PathBuf, Option<usize>>,
    others: Vec<(PathBuf, Referenced)>,
    /// Whether it was said that there are too many.
    too_many: bool,
}

impl Following<'_> {
    fn full(&self, path: &Path) -> PathBuf {
        self.files.full(path)
    }

    fn read_all(&mut self, references: &[Reference], from: &Path) {
        for reference in references {
            let Some(path) = self.file(&reference.uri, from) else {
                self.missing(reference, from);
                continue;
            };
            let identity = identity(&self.full(&path));
            let at = match self.known.get(&identity) {
                Some(known) => *known,
                None => {
                    let read = self.read(&path, reference);
                    self.known.insert(identity, read);
                    read
                }
            };
            let Some((path, one)) = at.and_then(|at| self.others.get_mut(at)) else {
                continue;
            };
            let filters = reference.include_annotations.iter().cloned();
            one.annotations.extend(filters);
            let schemas = one.document.schemas.iter();
            let declared: BTreeSet<&str> =
                schemas.map(|one| one.namespace.value.as_str()).collect();
            for include in &reference.includes {
                let namespace = include.namespace.value.as_str();
                if declared.contains(namespace) {
                    continue;
                }
                let message = format!("{} declares no namespace `{namespace}`", shown(path));
                let said = Diagnostic::warning("unknown-include", message)
                    .at(include.span, "nothing is included")
                    .suggest(namespace, declared.iter().copied());
                self.service.policies.push(said, self.diagnostics);
            }
        }
    }

    /// The file that holds the document of a URI: the one that `[references]` names, else one in a folder that it names for
    /// what the URI begins with, else one beside the document.
    fn file(&mut self, uri: &Spanned<String>, from: &Path) -> Option<PathBuf> {
        let entries = &self.service.references;
        if let Some(at) = entries
            .iter()
            .position(|(known, _)| known.value == uri.value)
        {
            self.use_entry(at);
            let (_, path) = entries.get(at)?;
            return Some(self.directory.join(&path.value));
        }
        if let Some(at) = longest_prefix(entries, &uri.value) {
            self.use_entry(at);
            let (prefix, folder) = entries.get(at)?;
            let rest = uri.value.strip_prefix(&prefix.value)?;
            let path = relative_path(rest).filter(|path| stays_below(path));
            let path = path.map(|path| self.directory.join(&folder.value).join(path));
            let found = path.filter(|path| self.full(path).is_file());
            if found.is_some() {
                return found;
            }
        }
        let folder = from.parent().unwrap_or(Path::new(""));
        let beside = [relative_path(&uri.value), last_segment(&uri.value)];
        let mut beside = beside.into_iter().flatten().map(|path| folder.join(path));
        beside.find(|path| self.full(path).is_file())
    }

    /// Where it may be saved later. The vocabularies of OASIS are not looked for: what they say is known.
    fn missing(&mut self, reference: &Reference, from: &Path) {
        let mut includes = reference.includes.iter();
        if includes.any(|one| !one.namespace.value.starts_with("Org.OData.")) {
            let folder = from.parent().unwrap_or(Path::new(""));
            self.files.looked_into(folder);
        }
    }

    fn use_entry(&mut self, at: usize) {
        if let Some(used) = self.used.get_mut(at) {
            *used = true;
        }
    }

    fn read(&mut self, path: &Path, reference: &Reference) -> Option<usize> {
        if self.others.len() >= MAX_DOCUMENTS {
            if !std::mem::replace(&mut self.too_many, true) {
                let message = format!("more than {MAX_DOCUMENTS} documents are referred to");
                self.diagnostics.push(
                    Diagnostic::error("too-many-documents", message)
                        .at(reference.uri.span, "this one is not read any more")
                        .help("a service has some hundred documents at most: take out what leads so far"),
                );
            }
            return None;
        }
        let path = simplified(path);
        let source = match self.files.load(&path, self.sources) {
            Ok(source) => source,
            Err(error) => {
                let entries = &self.service.references;
                let entry = entries
                    .iter()
                    .find(|(uri, _)| uri.value == reference.uri.value);
                let relative = "paths are relative to service.toml";
                let mut said = self.files.unreadable(&path, &error, relative);
                if let Some((_, path)) = entry {
                    said = said.at(path.span, "named here");
                }
                self.diagnostics
                    .push(said.at(reference.uri.span, "referred to here"));
                return None;
            }
        };
        let mut said = Diagnostics::new();
        let document = read_csdl(source, self.sources, &mut said);
        self.service
            .policies
            .settle(said, &[source], self.diagnostics);
        let document = document?;
        self.others.push((
            path,
            Referenced {
                document,
                annotations: Vec::new(),
            },
        ));
        Some(self.others.len() - 1)
    }

    /// A folder that is not written as one would never be looked into.
    fn tell_folders(&mut self) {
        for (uri, path) in &self.service.references {
            let folder = self.directory.join(&path.value);
            if uri.value.ends_with('/') && !is_folder(&path.value) && self.full(&folder).is_dir() {
                let message = format!("`{}` leads to a folder", uri.value);
                self.diagnostics.push(
                    Diagnostic::error("bad-reference", message)
                        .at(path.span, "a folder ends with a slash")
                        .help(format!("write `\"{}/\"`", shown(&path.value))),
                );
            }
        }
    }

    fn tell_unused(&mut self) {
        for ((uri, _), used) in self.service.references.iter().zip(&self.used) {
            if *used {
                continue;
            }
            let below = match uri.value.ends_with('/') {
                true => "anything below ",
                false => "",
            };
            let said = Diagnostic::warning(
                "unused-reference",
                format!("no document refers to {below}`{}`", uri.value),
            );
            let given = self.given.iter().map(|one| &one.document);
            let others = self.others.iter().map(|(_, one)| &one.document);
            let uris = given
                .chain(others)
                .flat_map(|document| &document.references);
            let uris = uris.map(|one| one.uri.value.as_str());
            let said = said.at(uri.span, "this entry is not needed");
            let said = match uri.value.ends_with('/') {
                true => said.suggest(&uri.value, uris.filter_map(folder)),
                false => said.suggest(&uri.value, uris),
            };
            self.service.policies.push(said, self.diagnostics);
        }
    }
}

/// The same file by whatever path it is reached.
fn identity(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A path as diagnostics show it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A path without `.` and without the `..` that only lead back, for diagnostics.
fn simplified(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(out.components().next_back(), Some(Component::Normal(_))) =>
            {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// The entry of a folder for the longest part that the URI begins with.
fn longest_prefix(entries: &[(Spanned<String>, Spanned<PathBuf>)], uri: &str) -> Option<usize> {
    let all = entries.iter().enumerate();
    let fits = all.filter(|(_, (known, path))| {
        known.value.ends_with('/') && is_folder(&path.value) && uri.starts_with(&known.value)
    });
    fits.max_by_key(|(_, (known, _))| known.value.len())
        .map(|(at, _)| at)
}

/// Whether a path is written as that of a folder.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// The URI that each inclusion is of.
pub(crate) fn places<'d>(documents: impl Iterator<Item = &'d Document>) -> HashMap<Span, String> {
    let references = documents.flat_map(|document| &document.references);
    let includes = references.flat_map(|reference| {
        let uri = &reference.uri.value;
        reference.includes.iter().map(|one| (one.span, uri.clone()))
    });
    includes.collect()
}

/// Says how a document that is missing is given; the diagnostic of the name that needs it has shown the reference.
/// `before` is what was said while documents were read.
pub(crate) fn explain_missing(
    said: &mut Diagnostics,
    places: &HashMap<Span, String>,
    before: &Diagnostics,
) {
    let is_missing =
        |one: &Diagnostic| matches!(one.code, "missing-document" | "missing-further-document");
    if !said.iter().any(is_missing) {
        return;
    }
    let include_of = |one: &Diagnostic| one.labels.first().map(|label| label.span);
    let wrong = before.iter().filter(|one| one.code == "unknown-include");
    let wrong: HashSet<Span> = wrong.filter_map(include_of).collect();
    let explained = std::mem::take(said).into_iter().map(|mut one| {
        let place = one.labels.get(1).map(|label| label.span);
        if is_missing(&one)
            && let Some(uri) = place.and_then(|place| places.get(&place))
        {
            one.help = vec![match place.is_some_and(|place| wrong.contains(&place)) {
                true => format!("the file that `{uri}` leads to declares no such namespace"),
                false => format!(
                    "save that document beside the one that refers to it, or add it to `[references]` in service.toml: `{uri:?} = \"file.xml\"`"
                ),
            }];
        }
        one
    });
    let explained: Vec<Diagnostic> = explained.collect();
    said.extend(explained);
}

/// The texts that documents were read from.
pub(crate) fn sources_of<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Vec<SourceId> {
    documents.into_iter().map(|one| one.source).collect()
}

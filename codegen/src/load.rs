//! Reading the documents that `service.toml` names.

use std::path::{Path, PathBuf};

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::Referenced;
use odata_csdl::source::{LoadError, SourceId, Sources, Spanned};
use odata_csdl::syntax::Document;

use crate::pages::{self, Layout, Page};
use crate::references;
use crate::service::Service;

/// Where paths start, and which files were read.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    /// Relative paths are meant from here; diagnostics show them without it.
    root: PathBuf,
    /// Every file that was read or looked for: when one changes, the output may.
    pub(crate) inputs: Vec<PathBuf>,
    /// Folders in which a document that is referred to was looked for and not found.
    pub(crate) folders: Vec<PathBuf>,
}

impl Files {
    pub(crate) fn new(root: &Path) -> Self {
        Files {
            root: root.to_owned(),
            inputs: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// Without one, paths start in the current folder.
    pub(crate) fn has_root(&self) -> bool {
        !self.root.as_os_str().is_empty()
    }

    /// Where a path of these files is.
    pub(crate) fn full(&self, path: &Path) -> PathBuf {
        self.root.join(path)
    }

    /// Notes that a document was looked for there in vain.
    pub(crate) fn looked_into(&mut self, folder: &Path) {
        let full = match folder.as_os_str().is_empty() && !self.has_root() {
            true => PathBuf::from("."),
            false => self.full(folder),
        };
        if full.is_dir() && !self.folders.contains(&full) {
            self.folders.push(full);
        }
    }

    /// The file beside it that was meant, if one is called nearly so.
    fn near(&self, path: &Path) -> Option<String> {
        let full = self.full(path);
        if full.exists() {
            return None;
        }
        let name = full.file_name()?.to_str()?.to_owned();
        let folder = full.parent().filter(|it| !it.as_os_str().is_empty());
        let beside = std::fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?;
        let beside = beside.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut beside: Vec<String> = beside.collect();
        beside.sort_unstable();
        odata_core::names::nearest(&name, beside.iter().map(String::as_str)).map(str::to_owned)
    }

    /// A document that cannot be read; paths are relative to what is said.
    pub(crate) fn unreadable(&self, path: &Path, error: &LoadError, relative: &str) -> Diagnostic {
        let said = unreadable(error, relative);
        match self.near(path) {
            Some(near) => said.help(format!("did you mean `{near}`?")),
            None => said,
        }
    }

    pub(crate) fn load(
        &mut self,
        path: &Path,
        sources: &mut Sources,
    ) -> Result<SourceId, LoadError> {
        let full = self.root.join(path);
        self.inputs.push(full.clone());
        sources.load_as(&path.display().to_string().replace('\\', "/"), &full)
    }
}

/// The documents of a service, read and not yet put together.
pub(crate) struct Documents {
    pub(crate) metadata: Vec<Document>,
    /// What they refer to.
    pub(crate) referenced: Vec<Referenced>,
    pub(crate) pages: Vec<Page>,
    pub(crate) overlays: Vec<SourceId>,
}

/// A `$metadata` document, and the path it was read from.
pub(crate) struct Loaded {
    pub(crate) path: PathBuf,
    pub(crate) document: Document,
}

/// Reads every document that the service names; all that cannot be read is said, not only the first.
pub(crate) fn load_documents(
    service: &Service,
    directory: &Path,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Documents {
    let mut load = |path: &Spanned<PathBuf>, diagnostics: &mut Diagnostics| {
        let full = directory.join(&path.value);
        let loaded = files.load(&full, sources);
        loaded
            .map_err(|error| {
                let said = files.unreadable(&full, &error, "paths are relative to service.toml");
                diagnostics.push(said.at(path.span, "named here"))
            })
            .ok()
    };
    let metadata: Vec<_> = service
        .metadata
        .iter()
        .filter_map(|path| Some((directory.join(&path.value), load(path, diagnostics)?)))
        .collect();
    let docs: Vec<_> = service
        .docs
        .iter()
        .filter_map(|path| load(path, diagnostics))
        .collect();
    let overlays = service
        .overlays
        .iter()
        .filter_map(|path| load(path, diagnostics))
        .collect();
    let mut read = |(path, source): (PathBuf, SourceId)| {
        let mut said = Diagnostics::new();
        let document = read_csdl(source, sources, &mut said);
        service.policies.settle(said, &[source], diagnostics);
        document.map(|document| Loaded { path, document })
    };
    let metadata: Vec<Loaded> = metadata.into_iter().filter_map(&mut read).collect();
    let referenced = references::follow(service, directory, &metadata, files, sources, diagnostics);
    Documents {
        metadata: metadata.into_iter().map(|one| one.document).collect(),
        referenced,
        pages: docs
            .into_iter()
            .map(|source| read_page(source, service.layout, sources, diagnostics))
            .collect(),
        overlays,
    }
}

fn read_page(
    source: SourceId,
    layout: &'static Layout,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Page {
    let page = pages::read(source, layout, sources, diagnostics);
    if page.is_empty() {
        page.expect_operation(diagnostics);
    }
    page
}

/// Reads one document, in whichever notation of CSDL it is.
pub(crate) fn read_csdl(
    source: SourceId,
    sources: &Sources,
    said: &mut Diagnostics,
) -> Option<Document> {
    odata_csdl::read(source, sources, said)
}

fn unreadable(error: &LoadError, relative: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("unreadable", error.to_string());
    match error {
        LoadError::Unreadable { .. } => diagnostic.help(relative),
        LoadError::Empty { .. } => diagnostic.help("save the document again"),
        LoadError::Packed { .. } => diagnostic.help("unpack it, and name what comes of it"),
        LoadError::NotUtf8 { .. } => diagnostic.help("save the document as UTF-8"),
        _ => diagnostic.help("the document has to be of a size that a service publishes"),
    }
}

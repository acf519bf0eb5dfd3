//! All that is known of a service before anything is generated: its documents, its pages, and the two merged and corrected.

use std::path::Path;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::Referenced;
use odata_csdl::source::{SourceId, Sources};
use odata_csdl::syntax::Document;

use crate::error::{Error, Result};
use crate::extended::load_service;
use crate::load::{Files, load_documents};
use crate::merge;
use crate::overlays::Overlays;
use crate::pages::{self, Naming, Page};
use crate::references;
use crate::service::{Areas, Service};

/// What is known of a service: what a report or an export starts from.
#[derive(Clone, Debug)]
pub struct Description {
    /// The merged and corrected model.
    pub documents: Vec<Document>,
    /// The documents that these refer to, as far as they are at hand.
    pub referenced: Vec<Referenced>,
    /// What its pages say, each by itself.
    pub pages: Vec<Page>,
    /// What the pages do not name.
    pub naming: Naming,
    /// What was noticed on the way.
    pub diagnostics: Diagnostics,
    /// The texts that spans point into.
    pub sources: Sources,
}

/// Reads what a service publishes about itself, and puts it together. `root` is where the path to `service.toml` starts.
///
/// # Errors
/// When a document is missing or wrong.
pub fn describe(root: &Path, service_toml: &Path) -> Result<Description> {
    let mut files = Files::new(root);
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let areas = Areas::All;
    match read(
        service_toml,
        None,
        &areas,
        &mut files,
        &mut sources,
        &mut diagnostics,
    ) {
        Some(described) => Ok(Description {
            documents: described.documents,
            referenced: described.referenced,
            pages: described.pages,
            naming: described.naming,
            diagnostics,
            sources,
        }),
        None => Err(Error::documents(sources, diagnostics)),
    }
}

/// The same, with the service's own configuration.
pub(crate) struct Described {
    pub(crate) service: Service,
    pub(crate) documents: Vec<Document>,
    /// What they refer to.
    pub(crate) referenced: Vec<Referenced>,
    /// The texts of `$metadata` and of what it refers to.
    pub(crate) metadata: Vec<SourceId>,
    pub(crate) pages: Vec<Page>,
    pub(crate) naming: Naming,
}

pub(crate) fn read(
    path: &Path,
    extends: Option<&Path>,
    areas: &Areas,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Described> {
    let service = load_service(path, extends, areas, files, sources, diagnostics)?;
    diagnostics.stop_on_errors().ok()?;
    let directory = path.parent().unwrap_or(Path::new(""));
    of(service, directory, files, sources, diagnostics)
}

/// The documents of a service, whose paths start in `directory`.
pub(crate) fn of(
    service: Service,
    directory: &Path,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Described> {
    let mut documents = load_documents(&service, directory, files, sources, diagnostics);
    let overlay = Overlays::read(documents.overlays, sources, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let mut unmet = Diagnostics::new();
    overlay.ignore_rows(&mut documents.pages, sources, &mut unmet);
    let naming = naming(&service, directory, &overlay);
    let has_pages = !documents.pages.is_empty() && service.namespace.is_some();
    let documented =
        has_pages.then(|| pages::to_csdl(&documents.pages, &naming, sources, diagnostics));
    check_namespace(
        &service,
        &documents.metadata,
        !documents.pages.is_empty(),
        diagnostics,
    );
    diagnostics.stop_on_errors().ok()?;
    let others = documents.referenced.iter().map(|one| &one.document);
    let metadata = references::sources_of(documents.metadata.iter().chain(others));
    let mut merged = merge::merge(documents.metadata, documented, &overlay, diagnostics);
    overlay.apply(&mut merged, diagnostics);
    tell_unmet(
        &service,
        &overlay,
        &documents.pages,
        &naming,
        &merged,
        &mut unmet,
    );
    for one in unmet {
        service.policies.push(one, diagnostics);
    }
    diagnostics.stop_on_errors().ok()?;
    Some(Described {
        service,
        documents: merged,
        referenced: documents.referenced,
        metadata,
        pages: documents.pages,
        naming,
    })
}

/// Corrections and names of sets that fit nothing.
fn tell_unmet(
    service: &Service,
    overlay: &Overlays,
    pages: &[Page],
    naming: &Naming,
    merged: &[Document],
    diagnostics: &mut Diagnostics,
) {
    let (paths, sets) = pages::documented_names(pages, naming);
    overlay.tell_unmet(&paths, merged, diagnostics);
    // Without pages `set-types` has no effect at all, which is told where it stands.
    let names = service.set_type_names.iter();
    let unmet =
        names.filter(|name| !pages.is_empty() && !sets.contains(&name.value.to_lowercase()));
    for name in unmet {
        let message = format!("no page has an entity set `{}`", name.value);
        diagnostics.push(
            Diagnostic::warning("unmet-set-type", message)
                .at(name.span, "this has no effect")
                .suggest(&name.value, sets.iter().map(String::as_str)),
        );
    }
}

/// Pages are merged by name: another namespace than that of `$metadata` would make every type a second time.
fn check_namespace(
    service: &Service,
    metadata: &[Document],
    has_pages: bool,
    diagnostics: &mut Diagnostics,
) {
    let Some(namespace) = service.namespace.as_ref().filter(|_| has_pages) else {
        return;
    };
    let known: Vec<&str> = metadata
        .iter()
        .flat_map(|document| &document.schemas)
        .map(|schema| schema.namespace.value.as_str())
        .collect();
    if known.is_empty() || known.contains(&namespace.value.as_str()) {
        return;
    }
    diagnostics.push(
        Diagnostic::error(
            "unknown-namespace",
            format!(
                "no schema of $metadata has the namespace `{}`",
                namespace.value
            ),
        )
        .at(namespace.span, "the types of the pages belong to it")
        .suggest(&namespace.value, known.iter().copied())
        .help(format!("$metadata has {}", known.join(", "))),
    );
}

fn naming(service: &Service, directory: &Path, overlay: &Overlays) -> Naming {
    let after_scheme = service
        .base_url
        .value
        .split_once("://")
        .map_or("", |(_, rest)| rest);
    let path = after_scheme
        .find('/')
        .and_then(|slash| after_scheme.get(slash..))
        .unwrap_or("/");
    Naming {
        namespace: service
            .namespace
            .as_ref()
            .map(|name| name.value.clone())
            .unwrap_or_default(),
        container: "Container".to_owned(),
        base_url_path: format!("{}/", path.trim_end_matches('/')),
        folder: match directory.as_os_str().is_empty() {
            true => String::new(),
            false => format!("{}/", directory.display().to_string().replace('\\', "/")),
        },
        set_types: service.set_types.clone(),
        answers: overlay.answers(),
        keys: overlay.keys(),
        typed: overlay.typed(),
    }
}

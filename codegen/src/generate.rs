//! The phases, in order.

use std::path::{Path, PathBuf};

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;

use crate::error::{Error, Result};
use crate::load::{Files, load_documents, load_service};
use crate::names::Names;
use crate::overlay::Overlay;
use crate::pages::{self, Naming};
use crate::service::Service;
use crate::{emit, merge, plan};

/// What was generated from a service's documents.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The code, formatted.
    pub text: String,
    /// Every file that was read: when one changes, so may the code.
    pub inputs: Vec<PathBuf>,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics' spans point into.
    pub sources: Sources,
}

/// Generates the client of a service. `root` is where the path to `service.toml` starts; it is not shown.
///
/// # Errors
/// When a document is missing or wrong. All the errors of a phase are told; the next phase never runs on broken input.
pub fn generate(root: &Path, service_toml: &Path) -> Result<Generated> {
    let mut files = Files::new(root);
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    match run(service_toml, &mut files, &mut sources, &mut diagnostics) {
        Some(text) => Ok(Generated {
            text,
            inputs: files.inputs,
            diagnostics,
            sources,
        }),
        None => Err(Error::documents(sources, diagnostics)),
    }
}

fn run(
    path: &Path,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let service = load_service(path, files, sources, diagnostics)?;
    diagnostics.stop_on_errors().ok()?;

    let directory = path.parent().unwrap_or(Path::new(""));
    let mut documents = load_documents(&service, directory, files, sources, diagnostics);
    let overlay = documents
        .overlay
        .map(|source| Overlay::read(source, sources, diagnostics))
        .unwrap_or_default();
    diagnostics.stop_on_errors().ok()?;

    overlay.ignore_rows(&mut documents.pages, sources);
    let documented = naming(&service).filter(|_| !documents.pages.is_empty());
    let documented =
        documented.map(|naming| pages::to_csdl(&documents.pages, &naming, sources, diagnostics));
    check_namespace(
        &service,
        &documents.metadata,
        !documents.pages.is_empty(),
        diagnostics,
    );
    diagnostics.stop_on_errors().ok()?;
    let mut merged = merge::merge(documents.metadata, documented, &overlay, diagnostics);
    overlay.apply(&mut merged, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let model = odata_csdl::model::resolve(&merged, sources, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let plan = plan::plan(&service, &model, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let names = Names::assign(&service.name.value, &plan);
    Some(emit::emit(&service, &plan, &names, sources, &shown(path)))
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

fn naming(service: &Service) -> Option<Naming> {
    let namespace = service.namespace.as_ref()?.value.clone();
    let after_scheme = service
        .base_url
        .value
        .split_once("://")
        .map_or("", |(_, rest)| rest);
    let path = after_scheme
        .find('/')
        .and_then(|slash| after_scheme.get(slash..))
        .unwrap_or("/");
    Some(Naming {
        namespace,
        container: "Container".to_owned(),
        base_url_path: format!("{}/", path.trim_end_matches('/')),
        set_types: service.set_types.clone(),
    })
}

/// A path as diagnostics show it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

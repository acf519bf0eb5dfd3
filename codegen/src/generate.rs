//! The phases, in order.

use std::path::{Path, PathBuf};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;

use crate::error::{Error, Result};
use crate::load::Files;
use crate::names::Names;
use crate::{describe, emit, plan, references};

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
    let described = describe::read(path, files, sources, diagnostics)?;
    let service = described.service;

    let mut said = Diagnostics::new();
    let (documents, referenced) = (&described.documents, &described.referenced);
    let model =
        odata_csdl::model::resolve_with_references(documents, referenced, sources, &mut said);
    let others = referenced.iter().map(|one| &one.document);
    let all: Vec<&Document> = documents.iter().chain(others).collect();
    references::explain_missing(&mut said, &all);
    service
        .policies
        .settle(said, &described.metadata, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let mut said = Diagnostics::new();
    let plan = plan::plan(&service, &model, &mut said);
    for one in said {
        service.policies.push(one, diagnostics);
    }
    diagnostics.stop_on_errors().ok()?;

    let names = Names::assign(&service.name.value, &plan);
    Some(emit::emit(&service, &plan, &names, sources, &shown(path)))
}

/// A path as diagnostics show it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

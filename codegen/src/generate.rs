//! The phases, in order.

use std::path::{Path, PathBuf};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;

use crate::error::{Error, Result};
use crate::load::Files;
use crate::names::Names;
use crate::{describe, emit, plan};

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

    let model = odata_csdl::model::resolve(&described.documents, sources, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let plan = plan::plan(&service, &model, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let names = Names::assign(&service, &plan, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    Some(emit::emit(&service, &plan, &names, sources, &shown(path)))
}

/// A path as diagnostics show it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

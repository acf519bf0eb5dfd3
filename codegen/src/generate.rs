//! The phases, in order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use odata_csdl::diagnostic::{Diagnostic, Diagnostics, Severity};
use odata_csdl::model::{Model, Referenced};
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;

use crate::defects::Defect;
use crate::describe::Described;
use crate::error::{Error, Result};
use crate::load::Files;
use crate::names::Names;
use crate::plan::Plan;
use crate::service::{Areas, Service};
use crate::{bindings, describe, emit, plan, references};

/// What was generated from a service's documents.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The code, formatted.
    pub text: String,
    /// Every file that was read: when one changes, so may the code.
    pub inputs: Vec<PathBuf>,
    /// Folders in which a document that another one refers to was looked for and not found: when it is saved there, the code
    /// may change.
    pub folders: Vec<PathBuf>,
    /// The areas of the service that it is of, where some were chosen; nothing where it is of all.
    pub areas: Option<Vec<String>>,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// The texts that the diagnostics' spans point into.
    pub sources: Sources,
}

impl Generated {
    /// The warnings as lines, each with its place and its code; at most ten of a code, since a document has the same
    /// fault in many places.
    pub fn warnings(&self) -> Vec<String> {
        const SHOWN: usize = 10;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut lines = Vec::new();
        let all = self.diagnostics.iter();
        for one in all.filter(|one| one.severity == Severity::Warning) {
            let count = counts.entry(one.code).or_default();
            *count += 1;
            if *count <= SHOWN {
                lines.push(format!("{} [{}]", one.headline(&self.sources), one.code));
            }
        }
        for (code, count) in counts.iter().filter(|(_, count)| **count > SHOWN) {
            let how = match Defect::named(code) {
                Some(_) => "; `[defects]` in service.toml says how it is taken",
                None => "",
            };
            lines.push(format!("and {} more of [{code}]{how}", count - SHOWN));
        }
        lines
    }
}

/// Generates the client of a service. `root` is where the path to `service.toml` starts; it is not shown.
///
/// # Errors
/// When a document is missing or wrong. All the errors of a phase are told; the next phase never runs on broken input.
pub fn generate(root: &Path, service_toml: &Path) -> Result<Generated> {
    generate_extended(root, service_toml, None, &Areas::All)
}

/// The same of some areas of the service, which may extend another one.
pub(crate) fn generate_extended(
    root: &Path,
    service_toml: &Path,
    extends: Option<&Path>,
    areas: &Areas,
) -> Result<Generated> {
    let mut files = Files::new(root);
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    match run(
        service_toml,
        extends,
        areas,
        &mut files,
        &mut sources,
        &mut diagnostics,
    ) {
        Some((text, areas)) => Ok(Generated {
            text,
            inputs: files.inputs,
            folders: files.folders,
            areas,
            diagnostics,
            sources,
        }),
        None => Err(Error::documents(sources, diagnostics)),
    }
}

fn run(
    path: &Path,
    extends: Option<&Path>,
    areas: &Areas,
    files: &mut Files,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<(String, Option<Vec<String>>)> {
    let described = describe::read(path, extends, areas, files, sources, diagnostics)?;
    let path = shown(path);
    prepare(described, sources, diagnostics, |prepared, _| {
        let Prepared {
            service,
            plan,
            names,
            ..
        } = prepared;
        let text = emit::emit(service, plan, names, sources, &path);
        (text, service.areas.clone())
    })
}

/// All that the code is written from.
#[derive(Clone, Copy)]
pub(crate) struct Prepared<'p, 'm> {
    pub(crate) service: &'p Service,
    pub(crate) model: &'m Model,
    pub(crate) plan: &'p Plan<'m>,
    pub(crate) names: &'p Names<'m>,
}

/// Resolves what was read, plans and names what is generated of it, and gives that on.
pub(crate) fn prepare<T>(
    described: Described,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    then: impl FnOnce(Prepared<'_, '_>, &mut Diagnostics) -> T,
) -> Option<T> {
    let service = described.service;
    let mut said = Diagnostics::new();
    let (documents, referenced) = (described.documents, described.referenced);
    let model = resolve(documents, referenced, sources, &mut said, diagnostics);
    let bindings = bindings::held_back(&service, &mut said);
    let settle = |said, diagnostics: &mut Diagnostics| {
        let documents = &described.metadata;
        service.policies.settle(said, documents, diagnostics);
    };
    settle(said, diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let mut said = Diagnostics::new();
    let plan = plan::plan(&service, &model, &mut said);
    for one in said {
        let one = with_left_out(one, diagnostics);
        service.policies.push(one, diagnostics);
    }
    settle(bindings::of_generated(bindings, &plan), diagnostics);
    diagnostics.stop_on_errors().ok()?;

    let names = Names::assign(&service, &plan, diagnostics);
    diagnostics.stop_on_errors().ok()?;
    let prepared = Prepared {
        service: &service,
        model: &model,
        plan: &plan,
        names: &names,
    };
    Some(then(prepared, diagnostics))
}

/// The model of documents; names that lead nowhere are told with the document that would have them.
pub(crate) fn resolve(
    documents: Vec<Document>,
    referenced: Vec<Referenced>,
    sources: &Sources,
    said: &mut Diagnostics,
    diagnostics: &mut Diagnostics,
) -> Model {
    let others = referenced.iter().map(|one| &one.document);
    let places = references::places(documents.iter().chain(others));
    let model = odata_csdl::model::resolve_with_references(documents, referenced, sources, said);
    references::explain_missing(said, &places, diagnostics);
    model
}

/// Where no page has an entity set, the operations that pages have and that were left out are why.
fn with_left_out(mut one: Diagnostic, said: &Diagnostics) -> Diagnostic {
    const SHOWN: usize = 3;
    if one.code != "no-entity-set" {
        return one;
    }
    let is_why = |one: &&Diagnostic| {
        matches!(
            one.code,
            "operation-left-out" | "operation-elsewhere" | "page-without-operation"
        )
    };
    let why: Vec<&Diagnostic> = said.iter().filter(is_why).collect();
    for other in why.iter().take(SHOWN) {
        if let Some(label) = other.labels.first() {
            one = one.at(label.span, other.message.clone());
        }
    }
    match why.len() {
        0 => one,
        shown if shown <= SHOWN => {
            one.help("what the pages have and what was left out of it is shown above")
        }
        more => one.help(format!(
            "{} more are as those that are shown above",
            more - SHOWN
        )),
    }
}

/// A path as diagnostics show it.
fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

//! From the facts of the pages to annotated CSDL.

mod answer;
mod arguments;
mod bound;
mod catalog;
mod described;
mod documented;
mod drafts;
mod expression;
mod key;
mod known;
mod named;
mod names;
mod relations;
mod restrictions;
mod route;
mod settle;
mod structured_type;
mod survey;
mod vocabulary;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{Sources, Span};
use odata_csdl::syntax::Document;

use super::Page;
use answer::{Answer, responses};
pub use catalog::OperationKind;
use catalog::{Operation, SetFacts};
use documented::Placed;
use drafts::Drafts;
use known::Known;
pub use survey::{SurveyedOperation, survey};

/// What the pages do not name and the caller chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// The namespace of the schema.
    pub namespace: String,
    /// The name of the entity container.
    pub container: String,
    /// The folder that the names of pages are relative to, such as `specs/defender/`; empty when there is none.
    pub folder: String,
    /// The path of the service root, such as `/api/`.
    pub base_url_path: String,
    /// Entity type names by entity set; a set that is not named here gets the singular of its name.
    pub set_types: BTreeMap<String, String>,
    /// What operations answer with, by path in lower case (`machines/{}/software`), where the pages do not say it.
    pub answers: BTreeMap<String, String>,
    /// The keys of types, where no path says them.
    pub keys: BTreeMap<String, String>,
    /// The properties whose types corrections say, as `Type/property`.
    pub typed: BTreeSet<String>,
}

/// Makes a CSDL document of what the pages say together. Every element has the place it was read from.
pub fn to_csdl(
    pages: &[Page],
    naming: &Naming,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Document {
    let operations = catalog::operations(pages, &naming.base_url_path, diagnostics);
    let sets = catalog::sets(&operations);
    let known = Known::of(pages, &operations, naming, sources);
    let answered: Vec<(&Operation<'_>, Answer)> = operations
        .iter()
        .map(|one| (one, known.answer(one, sources, diagnostics)))
        .collect();
    let mut drafts = drafts(&answered, &sets, &known);
    described::add(pages, &known, &mut drafts);
    let placed = placed(pages, &answered, &known);
    let named = named::Named::of(pages, &known);
    documented::apply(pages, &placed, &named, &mut drafts, diagnostics);
    drafts.drop_unused();
    for set in &sets {
        if let Some(draft) = drafts.find_mut(&known.of_set(&set.name)) {
            draft.is_entity = true;
            key::choose(set, draft, naming, diagnostics);
        }
    }
    drafts.apply_keys(naming);
    described::keys(pages, &answered, &known, &mut drafts);
    for page in pages {
        let (Some(name), Some(text)) = (known.about(page), &page.type_text) else {
            continue;
        };
        if let Some(draft) = drafts.find_mut(name) {
            draft.description.get_or_insert_with(|| text.clone());
        }
    }
    for draft in &drafts.types {
        draft.report(diagnostics);
    }
    let service = written::Service {
        pages,
        naming,
        names: vocabulary::PageNames {
            sources,
            folder: &naming.folder,
        },
        known: &known,
        sets: &sets,
    };
    service.document(&answered, &mut drafts, diagnostics)
}

/// What the pages document: the paths of their operations as corrections name them, and the names of their entity sets, in
/// lower case.
pub(crate) fn documented_names(
    pages: &[Page],
    naming: &Naming,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let mut said = Diagnostics::new();
    let operations = catalog::operations(pages, &naming.base_url_path, &mut said);
    let paths = operations.iter().map(|one| one.route.path());
    let sets = operations.iter().map(|one| one.route.set());
    (
        paths.collect(),
        sets.map(|set| set.value.to_lowercase()).collect(),
    )
}

/// Each type that an operation answers with, from the samples of all operations that do; then those of sets that no
/// operation answers with.
fn drafts(
    answered: &[(&Operation<'_>, Answer)],
    sets: &[SetFacts<'_>],
    known: &Known<'_>,
) -> Drafts {
    let mut drafts = Drafts::default();
    for (_, answer) in answered {
        let Answer::Structured { ty, .. } = answer else {
            continue;
        };
        if drafts.find(&ty.value).is_some() {
            continue;
        }
        let same = |(_, answer): &&(&Operation<'_>, Answer)| matches!(answer, Answer::Structured { ty: other, .. } if other.value == ty.value);
        let samples: Vec<_> = answered
            .iter()
            .filter(same)
            .flat_map(|(one, _)| responses(one))
            .collect();
        let items: Vec<_> = samples.iter().flat_map(|sample| sample.items()).collect();
        let span = samples.first().map_or(ty.span, |sample| sample.span);
        drafts.add(ty.clone(), &items, span);
    }
    for set in sets {
        let name = known.of_set(&set.name);
        if drafts.find(&name).is_none() {
            let span = set.name.span;
            drafts.add(odata_csdl::source::Spanned::new(name, span), &[], span);
        }
    }
    drafts
}

/// Every table of properties with the types that its place suggests.
fn placed<'a>(
    pages: &'a [Page],
    answered: &[(&Operation<'_>, Answer)],
    known: &Known<'_>,
) -> Vec<Placed<'a>> {
    let named = |answer: &Answer| match answer {
        Answer::Structured { ty, .. } => Some(ty.value.clone()),
        _ => None,
    };
    let tables = pages
        .iter()
        .flat_map(|page| page.properties.iter().map(move |table| (page, table)));
    tables
        .map(|(page, table)| {
            let around = answered.iter().find(|(one, _)| {
                one.page == page.source
                    && one
                        .facts
                        .properties
                        .iter()
                        .any(|own| own.span == table.span)
            });
            Placed {
                table,
                answer: around.and_then(|(_, answer)| named(answer)),
                about: known.about(page).cloned(),
            }
        })
        .collect()
}

/// From the first to the last, when they are in one text.
fn covering(spans: impl IntoIterator<Item = Span>) -> Span {
    spans.into_iter().reduce(Span::to).unwrap_or_default()
}

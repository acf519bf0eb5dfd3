//! From the facts of the pages to annotated CSDL.

mod catalog;
mod documented;
mod entity;
mod expression;
mod key;
mod names;
mod restrictions;
mod vocabulary;

use std::collections::BTreeMap;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{Sources, Span, Spanned};
use odata_csdl::syntax::{Document, EntityContainer, EntitySet, Schema};

use super::Page;
use catalog::{Catalog, SetFacts};
use entity::EntityDraft;

/// What the pages do not name and the caller chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    /// The namespace of the schema.
    pub namespace: String,
    /// The name of the entity container.
    pub container: String,
    /// The path of the service root, such as `/api/`.
    pub base_url_path: String,
    /// Entity type names by entity set; a set that is not named here gets the singular of its name.
    pub set_types: BTreeMap<String, String>,
}

/// Makes a CSDL document of what the pages say together. Every element has the place it was read from.
pub fn to_csdl(
    pages: &[Page],
    naming: &Naming,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Document {
    let catalog = Catalog::build(pages, &naming.base_url_path, diagnostics);
    let mut drafts: Vec<EntityDraft> = Vec::new();
    for set in &catalog.sets {
        let name = names::entity_type(set, naming);
        drafts.push(EntityDraft::infer(set, name, diagnostics));
    }
    documented::apply(pages, &mut drafts, diagnostics);
    for (set, draft) in catalog.sets.iter().zip(&mut drafts) {
        draft.report(diagnostics);
        key::choose(set, draft, diagnostics);
    }

    let mut schema = Schema {
        namespace: naming.namespace.as_str().into(),
        ..Schema::default()
    };
    let mut container = EntityContainer {
        name: naming.container.as_str().into(),
        ..EntityContainer::default()
    };
    for (set, draft) in catalog.sets.iter().zip(&drafts) {
        container
            .entity_sets
            .push(entity_set(set, draft, naming, sources, diagnostics));
        add_types(&mut schema, draft, naming, sources, diagnostics);
    }
    let place = container.entity_sets.first().map(|set| set.span);
    container.span = place.unwrap_or_default();
    schema.span = place.unwrap_or_default();
    schema.entity_containers.push(container);
    Document {
        version: "4.0".into(),
        schemas: vec![schema],
        ..Document::default()
    }
}

fn entity_set(
    set: &SetFacts<'_>,
    draft: &EntityDraft,
    naming: &Naming,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> EntitySet {
    let mut annotations = restrictions::of(set, draft, diagnostics);
    annotations.extend(vocabulary::of(set, sources));
    EntitySet {
        name: set.name.clone(),
        entity_type: Spanned::new(
            format!("{}.{}", naming.namespace, draft.name.value),
            draft.name.span,
        ),
        annotations,
        span: set.name.span,
        ..EntitySet::default()
    }
}

fn add_types(
    schema: &mut Schema,
    draft: &EntityDraft,
    naming: &Naming,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    for ty in draft.types(&naming.namespace, sources) {
        match schema
            .structured_types
            .iter()
            .find(|known| known.name.value == ty.name.value)
        {
            Some(known) => diagnostics.push(
                Diagnostic::warning(
                    "type-named-twice",
                    format!("two types would be named `{}`", ty.name.value),
                )
                .at(ty.span, "this one was left out")
                .at(known.span, "this one was kept")
                .help("name the entity types of both sets in the service's configuration"),
            ),
            None => schema.structured_types.push(ty),
        }
    }
}

/// From the first to the last, when they are in one text.
fn covering(spans: impl IntoIterator<Item = Span>) -> Span {
    spans.into_iter().reduce(Span::to).unwrap_or_default()
}

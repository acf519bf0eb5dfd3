//! Property tables held against the samples: the samples have the names, the tables have the words.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};

use super::entity::{EntityDraft, PropertyDraft};
use crate::pages::{DocumentedProperty, Kind, Page, Primitive, PropertyTable};

/// Gives each table to the entity type most of whose names it has; names that no sample shows are reported.
pub(super) fn apply(pages: &[Page], drafts: &mut [EntityDraft], diagnostics: &mut Diagnostics) {
    if drafts.is_empty() {
        return;
    }
    for table in pages.iter().flat_map(|page| &page.properties) {
        let hits = |draft: &EntityDraft| {
            table
                .rows
                .iter()
                .filter(|row| draft.find(&row.name.value).is_some())
                .count()
        };
        let owner = drafts.iter_mut().max_by_key(|draft| hits(draft));
        match owner.filter(|draft| hits(draft) * 2 >= table.rows.len()) {
            Some(owner) => join(table, owner, diagnostics),
            None => table
                .rows
                .iter()
                .for_each(|row| diagnostics.push(occurs_nowhere(row))),
        }
    }
}

fn join(table: &PropertyTable, draft: &mut EntityDraft, diagnostics: &mut Diagnostics) {
    for row in &table.rows {
        let found = draft
            .find(&row.name.value)
            .map(|property| property.name.value.clone());
        let Some(property) = draft
            .properties
            .iter_mut()
            .find(|one| Some(&one.name.value) == found.as_ref())
        else {
            diagnostics.push(occurs_nowhere(row));
            continue;
        };
        property.kind = settle(row, property, diagnostics);
        property.is_documented |= row.documented.kind.is_some();
        property
            .description
            .get_or_insert_with(|| row.description.clone());
        if property.allowed.is_empty() && property.kind == Kind::String {
            property.allowed.clone_from(&row.allowed);
        }
    }
}

fn occurs_nowhere(row: &DocumentedProperty) -> Diagnostic {
    Diagnostic::warning(
        "undemonstrated-property",
        format!(
            "documented property `{}` occurs in no sample",
            row.name.value
        ),
    )
    .at(row.name.span, "it was left out")
    .help("if the service has it, declare it in metadata.xml; `[[ignore]]` in the overlay drops the row")
}

/// The kind a property has by its table and by its samples; where they contradict each other, by its samples.
fn settle(
    row: &DocumentedProperty,
    property: &PropertyDraft,
    diagnostics: &mut Diagnostics,
) -> Kind {
    let Some(primitive) = row.documented.kind else {
        return property.kind.clone();
    };
    let (in_collection, shown) = match &property.kind {
        Kind::Collection(item) => (true, item.as_ref()),
        single => (false, single),
    };
    let wrap = |kind: Kind| {
        if row.documented.collection {
            Kind::Collection(Box::new(kind))
        } else {
            kind
        }
    };
    if property.only_null {
        return wrap(primitive.kind());
    }
    let settled = match (primitive, shown) {
        _ if in_collection != row.documented.collection && property.kind != Kind::Untyped => None,
        (Primitive::Object, shown) => Some(shown.clone()),
        (documented, Kind::Untyped) => Some(documented.kind()),
        (Primitive::Int32 | Primitive::Int64 | Primitive::Double, Kind::Int64) => {
            Some(primitive.kind())
        }
        (Primitive::Guid | Primitive::String, Kind::String) => Some(primitive.kind()),
        (Primitive::String, Kind::DateTimeOffset) => Some(Kind::String),
        (documented, shown) if documented.kind() == *shown => Some(shown.clone()),
        _ => None,
    };
    if let Some(kind) = settled {
        return wrap(kind);
    }
    let message = format!(
        "`{}` is documented as {}, but the sample shows {}",
        property.name.value, row.type_text.value, property.kind
    );
    diagnostics.push(
        Diagnostic::warning("documented-type-contradicted", message)
            .at(row.type_text.span, "documented here")
            .at(property.name.span, "shown here; the sample was followed"),
    );
    property.kind.clone()
}

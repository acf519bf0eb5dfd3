//! The kind of a property that is both documented and shown.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};

use super::drafts::PropertyDraft;
use crate::pages::{DocumentedProperty, Kind, Primitive};

/// The kind that a property has by its table and by its samples; where they contradict each other, by its samples.
pub(super) fn settle(
    row: &DocumentedProperty,
    property: &PropertyDraft,
    diagnostics: &mut Diagnostics,
) -> Kind {
    let Some(primitive) =
        row.documented
            .kind
            .or(row.documented.object.as_ref().map(|_| Primitive::Object))
    else {
        return property.kind.clone();
    };
    let (in_collection, shown) = match &property.kind {
        Kind::Collection(item) => (true, item.as_ref()),
        single => (false, single),
    };
    let wrap = |kind: Kind| match row.documented.collection {
        true => Kind::Collection(Box::new(kind)),
        false => kind,
    };
    if property.only_null {
        return wrap(primitive.kind());
    }
    let settled = match (primitive, shown) {
        (Primitive::Object, _) if property.kind != Kind::Untyped => return property.kind.clone(),
        _ if in_collection != row.documented.collection && property.kind != Kind::Untyped => None,
        (documented, Kind::Untyped) => Some(documented.kind()),
        (
            Primitive::Int32
            | Primitive::Int64
            | Primitive::Int16
            | Primitive::Byte
            | Primitive::Double
            | Primitive::Single
            | Primitive::Decimal,
            Kind::Int64,
        ) => Some(primitive.kind()),
        (Primitive::Single | Primitive::Decimal, Kind::Double) => Some(primitive.kind()),
        (
            Primitive::Guid
            | Primitive::String
            | Primitive::Date
            | Primitive::TimeOfDay
            | Primitive::Duration
            | Primitive::Binary,
            Kind::String,
        ) => Some(primitive.kind()),
        (Primitive::String, Kind::DateTimeOffset) => Some(Kind::String),
        (documented, shown) if documented.kind() == *shown => Some(shown.clone()),
        _ => None,
    };
    if let Some(kind) = settled {
        return wrap(kind);
    }
    diagnostics.push(contradiction(row, property));
    property.kind.clone()
}

fn contradiction(row: &DocumentedProperty, property: &PropertyDraft) -> Diagnostic {
    let (name, here, shown) = (&property.name.value, &row.type_text.value, &property.kind);
    let (message, there) = match property.is_shown {
        true => (
            format!("`{name}` is documented as {here}, but the sample shows {shown}"),
            "shown here; the sample was followed",
        ),
        false => (
            format!("`{name}` is documented as {here} and as {shown}, and no sample shows it"),
            "documented here too; this one was followed, since it was read first",
        ),
    };
    Diagnostic::warning("documented-type-contradicted", message)
        .at(row.type_text.span, "documented here")
        .at(property.name.span, there)
}

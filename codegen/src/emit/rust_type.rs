//! Which type of Rust's a property has.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Property, StructuredTypeId, TypeKind};

use super::Context;
use crate::plan::embeds;

/// The type of a property's field; nothing for a stream, which is no part of the payload (OData JSON 9).
pub(super) fn of(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    property: &Property,
    is_key: bool,
) -> Option<String> {
    let collection = property.ty.collection;
    let (item, holds) = item(cx, owner, property)?;
    // A key is never null, whether the document says so or not (CSDL XML 4.01, 6.5).
    let nullable = (property.nullable || cx.plan.partial_entities) && !is_key;
    Some(match (collection, nullable) {
        (true, _) if property.facets.nullable == Some(true) => {
            ["Vec<Option<", &item, ">>"].concat()
        }
        // Absent is empty: SAP's services leave a required collection out when nothing is in it.
        (true, _) => ["Vec<", &item, ">"].concat(),
        // A required value that holds its own kind can only be built with an end somewhere.
        (false, _) if nullable || holds => ["Option<", &item, ">"].concat(),
        (false, _) => item,
    })
}

/// The type of one value, and whether it holds, without a collection between, one of its owner's.
fn item(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    property: &Property,
) -> Option<(String, bool)> {
    if let Some(list) = cx.lists.name(owner, &property.name) {
        return Some((list.to_owned(), false));
    }
    let primitive = |primitive| Some((rust_primitive(primitive)?.to_owned(), false));
    match &property.ty.kind {
        TypeKind::Primitive(one) => primitive(*one),
        TypeKind::Definition(id) => primitive(cx.plan.model.type_definition(*id).underlying),
        TypeKind::Enum(id) => Some((cx.names.enumeration(*id)?.to_string(), false)),
        TypeKind::Structured(id) => {
            if cx.plan.is_cut(owner, *id) {
                return Some(("odata::Json".to_owned(), false));
            }
            let name = cx.names.structured(*id)?;
            Some(match property.ty.collection {
                true => (name.to_string(), false),
                false => (
                    ["odata::Nested<", name.as_str(), ">"].concat(),
                    embeds(cx.plan.model, *id, owner),
                ),
            })
        }
        TypeKind::Untyped | TypeKind::Other(_) | TypeKind::Unknown(_) => {
            Some(("odata::Json".to_owned(), false))
        }
    }
}

/// The type of Rust's that stands for a primitive type.
pub(super) fn rust_primitive(primitive: PrimitiveType) -> Option<&'static str> {
    use PrimitiveType as P;
    Some(match primitive {
        P::Binary => "odata::Binary",
        P::Boolean => "bool",
        P::Byte => "u8",
        P::Date => "odata::Date",
        P::DateTimeOffset => "odata::DateTimeOffset",
        P::Decimal => "odata::Decimal",
        P::Double => "f64",
        P::Duration => "odata::Duration",
        P::Guid => "odata::Guid",
        P::Int16 => "i16",
        P::Int32 => "i32",
        P::Int64 => "i64",
        P::SByte => "i8",
        P::Single => "f32",
        P::String => "String",
        P::TimeOfDay => "odata::TimeOfDay",
        P::Stream => return None,
        // GeoJSON, kept as it is written.
        _ => "odata::Json",
    })
}

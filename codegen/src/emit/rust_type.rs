//! Which type of Rust's a property has.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Property, StructuredTypeId, TypeKind};

use super::Context;

/// A name and what is around it, which is not put together for each of ten thousands of properties.
#[derive(Clone, Copy)]
pub(super) struct RustType<'p> {
    pub(super) before: &'static str,
    pub(super) item: &'p str,
    pub(super) after: &'static str,
}

impl<'p> RustType<'p> {
    pub(super) fn new(before: &'static str, item: &'p str, after: &'static str) -> Self {
        RustType {
            before,
            item,
            after,
        }
    }
}

impl RustType<'_> {
    /// All of it, between two texts.
    pub(super) fn within(&self, before: &str, after: &str) -> String {
        [before, self.before, self.item, self.after, after].concat()
    }
}

impl std::fmt::Display for RustType<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        [self.before, self.item, self.after]
            .iter()
            .try_for_each(|part| f.write_str(part))
    }
}

/// The type of a property's field; nothing for a stream, which is no part of the payload (OData JSON 9).
pub(super) fn of<'p>(
    cx: &Context<'p, '_>,
    owner: StructuredTypeId,
    declared_by: StructuredTypeId,
    property: &Property,
    is_key: bool,
) -> Option<RustType<'p>> {
    let item = item(cx, owner, property)?;
    // A key is never null, whether the document says so or not (CSDL XML 4.01, 6.5).
    let nullable = (property.nullable || cx.plan.partial_entities) && !is_key;
    let (before, after) = match property.ty.collection {
        true if cx.plan.has_null_items(declared_by, property) => ("Vec<Option<", ">>"),
        // Absent is empty: SAP's services leave a required collection out when nothing is in it.
        true => ("Vec<", ">"),
        // A required value that holds its own kind can only be built with an end somewhere.
        false => match (item.is_nested, nullable || item.holds(cx, owner)) {
            (true, true) => ("Option<odata::Nested<", ">>"),
            (true, false) => ("odata::Nested<", ">"),
            (false, true) => ("Option<", ">"),
            (false, false) => ("", ""),
        },
    };
    Some(RustType::new(before, item.name, after))
}

/// The type of one value.
struct Item<'p> {
    name: &'p str,
    is_nested: bool,
    /// The type, where it is a structured one.
    ty: Option<StructuredTypeId>,
}

impl Item<'_> {
    /// Whether it holds, without a collection between, one of its owner's.
    fn holds(&self, cx: &Context<'_, '_>, owner: StructuredTypeId) -> bool {
        let inner = self.ty.filter(|_| self.is_nested);
        inner.is_some_and(|inner| cx.plan.is_circle(owner, inner))
    }
}

fn item<'p>(
    cx: &Context<'p, '_>,
    owner: StructuredTypeId,
    property: &Property,
) -> Option<Item<'p>> {
    let plain = |name| Item {
        name,
        is_nested: false,
        ty: None,
    };
    let listed = cx.plan.lists.owner(owner, &property.name);
    if let Some(list) = listed.and_then(|listed| cx.names.list(listed)) {
        return Some(plain(list.as_str()));
    }
    let primitive = |primitive| rust_primitive(primitive).map(plain);
    match &property.ty.kind {
        TypeKind::Primitive(one) => primitive(*one),
        TypeKind::Definition(id) => primitive(cx.plan.model.type_definition(*id).underlying),
        TypeKind::Enum(id) => Some(plain(cx.names.enumeration(*id)?.as_str())),
        TypeKind::Structured(id) => {
            if cx.plan.is_cut(owner, *id) {
                return Some(plain("odata::Json"));
            }
            Some(Item {
                name: cx.names.structured(*id)?.as_str(),
                is_nested: !property.ty.collection,
                ty: Some(*id),
            })
        }
        TypeKind::Untyped | TypeKind::Other(_) | TypeKind::Unknown(_) => Some(plain("odata::Json")),
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

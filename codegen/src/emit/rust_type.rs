//! Which type of Rust's a property has, and how the runtime's table describes it.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Property, StructuredTypeId, TypeKind};

use super::Context;
use crate::plan::embeds;

/// The type of a property's field, and its row in the table.
pub(super) struct RustType {
    /// As it stands in the struct.
    pub(super) field: String,
    /// The expression of its `odata::ValueType`.
    pub(super) value: String,
    /// Whether it may be absent from an entity.
    pub(super) may_be_absent: bool,
}

/// The type of a property of `owner`; nothing for a stream, which is no part of the payload (OData JSON 9).
pub(super) fn of(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    property: &Property,
) -> Option<RustType> {
    let (item, value, boxed) = item(cx, owner, property)?;
    let explicit = property.facets.nullable;
    // A key is never null, whether the document says so or not (CSDL XML 4.01, 6.5).
    let key = cx.plan.model.key(owner);
    let is_key = key.is_some_and(|key| key.properties.iter().any(|one| one.path == property.name));
    let nullable = property.nullable && !is_key;
    let (field, may_be_absent) = match (property.ty.collection, nullable) {
        (true, _) if explicit == Some(true) => (format!("Vec<Option<{item}>>"), true),
        // Absent is empty: SAP's services leave a required collection out when nothing is in it.
        (true, _) => (format!("Vec<{item}>"), true),
        // A required value that holds its own kind can only be built with an end somewhere.
        (false, _) if boxed => (format!("Option<Box<{item}>>"), nullable),
        (false, true) => (format!("Option<{item}>"), true),
        (false, false) => (item, false),
    };
    Some(RustType {
        field,
        value,
        may_be_absent,
    })
}

/// The type of one value, its description, and whether it has to be boxed.
fn item(
    cx: &Context<'_, '_>,
    owner: StructuredTypeId,
    property: &Property,
) -> Option<(String, String, bool)> {
    let untyped = || {
        Some((
            "odata::Json".to_owned(),
            "odata::ValueType::Untyped".to_owned(),
            false,
        ))
    };
    match &property.ty.kind {
        TypeKind::Primitive(primitive) => from_primitive(*primitive),
        TypeKind::Definition(id) => from_primitive(cx.plan.model.type_definition(*id).underlying),
        TypeKind::Enum(id) => {
            let name = cx.names.enumeration(*id)?.to_string();
            let wire = cx.plan.model.enum_type(*id).name.to_string();
            Some((name, format!("odata::ValueType::Enum({wire:?})"), false))
        }
        TypeKind::Structured(id) => {
            let name = cx.names.structured(*id)?.to_string();
            let value = format!("odata::ValueType::Structured(odata::type_info::<{name}>)");
            Some((
                name,
                value,
                !property.ty.collection && embeds(cx.plan.model, *id, owner),
            ))
        }
        TypeKind::Untyped | TypeKind::Other(_) | TypeKind::Unknown(_) => untyped(),
    }
}

fn from_primitive(primitive: PrimitiveType) -> Option<(String, String, bool)> {
    let (rust, constant) = rust_primitive(primitive)?;
    Some((
        rust.to_owned(),
        format!("odata::ValueType::{constant}"),
        false,
    ))
}

/// The type of Rust's that stands for a primitive type, and the constant that describes it.
pub(super) fn rust_primitive(primitive: PrimitiveType) -> Option<(&'static str, &'static str)> {
    use PrimitiveType as P;
    Some(match primitive {
        P::Binary => ("odata::Binary", "BINARY"),
        P::Boolean => ("bool", "BOOLEAN"),
        P::Byte => ("u8", "BYTE"),
        P::Date => ("odata::Date", "DATE"),
        P::DateTimeOffset => ("odata::DateTimeOffset", "DATE_TIME_OFFSET"),
        P::Decimal => ("odata::Decimal", "DECIMAL"),
        P::Double => ("f64", "DOUBLE"),
        P::Duration => ("odata::Duration", "DURATION"),
        P::Guid => ("odata::Guid", "GUID"),
        P::Int16 => ("i16", "INT16"),
        P::Int32 => ("i32", "INT32"),
        P::Int64 => ("i64", "INT64"),
        P::SByte => ("i8", "SBYTE"),
        P::Single => ("f32", "SINGLE"),
        P::String => ("String", "STRING"),
        P::TimeOfDay => ("odata::TimeOfDay", "TIME_OF_DAY"),
        P::Stream => return None,
        // GeoJSON, kept as it is written.
        _ => ("odata::Json", "Untyped"),
    })
}

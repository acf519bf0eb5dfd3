//! Which type of Rust's a property has, a parameter, an answer.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Property, StructuredTypeId, TypeKind};

use super::Context;

/// The type of one value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'p> {
    Primitive(PrimitiveType),
    /// Any JSON value.
    Json,
    /// One that is generated, or that the runtime has.
    Named(&'p str),
}

impl<'p> Item<'p> {
    /// That of a primitive type; nothing for a stream.
    pub(super) fn primitive(primitive: PrimitiveType) -> Option<Self> {
        match primitive {
            PrimitiveType::Stream => None,
            primitive => Some(Item::Primitive(primitive)),
        }
    }

    pub(super) fn name(self) -> &'p str {
        match self {
            Item::Primitive(primitive) => of_primitive(primitive).unwrap_or(JSON),
            Item::Json => JSON,
            Item::Named(name) => name,
        }
    }

    /// Whether it is kept as any JSON value is: GeoJSON is, too.
    pub(super) fn is_json(self) -> bool {
        match self {
            Item::Primitive(primitive) => of_primitive(primitive).is_none(),
            Item::Json => true,
            Item::Named(_) => false,
        }
    }
}

/// What stands around the type of one value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Around {
    Nothing,
    Option,
    Vec,
    VecOfOptions,
    Nested,
    OptionNested,
    OptionExpanded,
    /// Of what an action takes.
    Changes,
    OptionChanges,
    VecOfChanges,
    VecOfOptionChanges,
    /// Of what an operation gives.
    One,
    Many,
    Just,
    JustOption,
    JustVec,
    JustVecOfOptions,
}

impl Around {
    /// Before it and behind it.
    const fn text(self) -> [&'static str; 2] {
        match self {
            Around::Nothing => ["", ""],
            Around::Option => ["Option<", ">"],
            Around::Vec => ["Vec<", ">"],
            Around::VecOfOptions => ["Vec<Option<", ">>"],
            Around::Nested => ["odata::Nested<", ">"],
            Around::OptionNested => ["Option<odata::Nested<", ">>"],
            Around::OptionExpanded => ["Option<odata::Expanded<", ">>"],
            Around::Changes => ["odata::Changes<", ">"],
            Around::OptionChanges => ["Option<odata::Changes<", ">>"],
            Around::VecOfChanges => ["Vec<odata::Changes<", ">>"],
            Around::VecOfOptionChanges => ["Vec<Option<odata::Changes<", ">>>"],
            Around::One => ["odata::One<", ">"],
            Around::Many => ["odata::Many<", ">"],
            Around::Just => ["odata::Just<", ">"],
            Around::JustOption => ["odata::Just<Option<", ">>"],
            Around::JustVec => ["odata::Just<Vec<", ">>"],
            Around::JustVecOfOptions => ["odata::Just<Vec<Option<", ">>>"],
        }
    }
}

/// A type of Rust's, which is not put together for each of ten thousands of properties.
#[derive(Clone, Copy)]
pub(super) struct RustType<'p> {
    pub(super) around: Around,
    pub(super) item: Item<'p>,
}

impl<'p> RustType<'p> {
    pub(super) fn new(around: Around, item: Item<'p>) -> Self {
        RustType { around, item }
    }

    /// What is before the type of one value, that type, and what is behind it.
    pub(super) fn parts(&self) -> [&'p str; 3] {
        let [before, after] = self.around.text();
        [before, self.item.name(), after]
    }

    /// All of it, between two texts.
    pub(super) fn within(&self, before: &str, after: &str) -> String {
        let [start, item, end] = self.parts();
        [before, start, item, end, after].concat()
    }

    pub(super) fn is_option(&self) -> bool {
        matches!(
            self.around,
            Around::Option | Around::OptionNested | Around::OptionExpanded
        )
    }

    /// Whether it is one value that is not nested, or perhaps none.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.around, Around::Nothing | Around::Option)
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
    let value = value(cx, owner, property)?;
    // A key is never null, whether the document says so or not (CSDL XML 4.01, 6.5).
    let nullable = (property.nullable || cx.plan.partial_entities) && !is_key;
    let around = match property.ty.collection {
        true if cx.plan.has_null_items(declared_by, property) => Around::VecOfOptions,
        // Absent is empty: SAP's services leave a required collection out when nothing is in it.
        true => Around::Vec,
        // A required value that holds its own kind can only be built with an end somewhere.
        false => match (value.nested.is_some(), nullable || value.holds(cx, owner)) {
            (true, true) => Around::OptionNested,
            (true, false) => Around::Nested,
            (false, true) => Around::Option,
            (false, false) => Around::Nothing,
        },
    };
    Some(RustType::new(around, value.item))
}

/// One value of a property.
struct Value<'p> {
    item: Item<'p>,
    /// The structured type of which it is one, where it is nested.
    nested: Option<StructuredTypeId>,
}

impl Value<'_> {
    /// Whether it holds, without a collection between, one of its owner's.
    fn holds(&self, cx: &Context<'_, '_>, owner: StructuredTypeId) -> bool {
        let nested = self.nested;
        nested.is_some_and(|nested| cx.plan.is_circle(owner, nested))
    }
}

fn value<'p>(
    cx: &Context<'p, '_>,
    owner: StructuredTypeId,
    property: &Property,
) -> Option<Value<'p>> {
    let listed = cx.plan.lists.owner(owner, &property.name);
    let listed = listed.and_then(|listed| cx.names.list(listed));
    let (item, nested) = match (&property.ty.kind, listed) {
        (_, Some(list)) => (Item::Named(list.as_str()), None),
        (TypeKind::Structured(id), None) if cx.plan.is_cut(owner, *id) => (Item::Json, None),
        (TypeKind::Structured(id), None) => {
            let name = cx.names.structured(*id)?.as_str();
            let nested = (!property.ty.collection).then_some(*id);
            (Item::Named(name), nested)
        }
        (kind, None) => (unstructured(cx, kind)?, None),
    };
    Some(Value { item, nested })
}

/// The type of one value that is neither complex nor an entity; nothing for a stream.
pub(super) fn unstructured<'p>(cx: &Context<'p, '_>, kind: &TypeKind) -> Option<Item<'p>> {
    match kind {
        TypeKind::Primitive(primitive) => Item::primitive(*primitive),
        TypeKind::Definition(id) => Item::primitive(cx.plan.model.type_definition(*id).underlying),
        TypeKind::Enum(id) => Some(Item::Named(cx.names.enumeration(*id)?.as_str())),
        TypeKind::Untyped | TypeKind::Other(_) | TypeKind::Unknown(_) => Some(Item::Json),
        TypeKind::Structured(_) => None,
    }
}

const JSON: &str = "odata::Json";

/// The type of Rust's that stands for a primitive type; nothing for GeoJSON, which is kept as it is written.
fn of_primitive(primitive: PrimitiveType) -> Option<&'static str> {
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
        _ => return None,
    })
}

//! What the model declares of a value, type definitions looked through.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{EnumType, EnumTypeId, Model, StructuredTypeId, Type, TypeKind};
use serde_json::{Map, Value as Json};

/// The declared type of a single value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Primitive(PrimitiveType),
    Enum(EnumTypeId),
    Structured(StructuredTypeId),
    /// Not declared, or of a type that says nothing: everything fits.
    Unknown,
}

/// The declared type of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    pub(crate) shape: Shape,
    pub(crate) collection: bool,
    pub(crate) nullable: bool,
}

impl Declared {
    pub(crate) const UNKNOWN: Declared = Declared {
        shape: Shape::Unknown,
        collection: false,
        nullable: true,
    };

    pub(crate) fn new(model: &Model, ty: &Type, nullable: bool) -> Self {
        let shape = match &ty.kind {
            TypeKind::Primitive(primitive) => Shape::Primitive(*primitive),
            TypeKind::Structured(id) => Shape::Structured(*id),
            TypeKind::Enum(id) => Shape::Enum(*id),
            TypeKind::Definition(id) => Shape::Primitive(model.type_definition(*id).underlying),
            TypeKind::Untyped | TypeKind::Other(_) | TypeKind::Unknown(_) => Shape::Unknown,
        };
        Declared {
            shape,
            collection: ty.collection,
            nullable,
        }
    }
}

/// What a name is on a structured type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    Property(Declared),
    Navigation(Declared),
    /// Not declared, on an open type.
    Dynamic,
}

/// Finds what the name is on the type, its own or inherited.
pub(crate) fn member(model: &Model, id: StructuredTypeId, name: &str) -> Option<Member> {
    if let Some(property) = model.property(id, name) {
        return Some(Member::Property(Declared::new(
            model,
            &property.ty,
            property.nullable,
        )));
    }
    if let Some(property) = model.navigation_property(id, name) {
        return Some(Member::Navigation(Declared::new(
            model,
            &property.ty,
            property.nullable,
        )));
    }
    is_open(model, id).then_some(Member::Dynamic)
}

/// Whether the type, or one that it extends, is open.
fn is_open(model: &Model, id: StructuredTypeId) -> bool {
    model
        .lineage(id)
        .any(|one| model.structured_type(one).is_open)
}

/// The names of all structural and navigation properties.
pub(crate) fn member_names(model: &Model, id: StructuredTypeId) -> Vec<String> {
    let structural = model.properties(id).map(|property| property.name.clone());
    structural
        .chain(
            model
                .navigation_properties(id)
                .map(|property| property.name.clone()),
        )
        .collect()
}

/// The type with that name, which may begin with an alias.
pub(crate) fn find_type<'m>(model: &'m Model, name: &str) -> Option<&'m TypeKind> {
    model.find_type(name).or_else(|| {
        let (alias, simple) = name.rsplit_once('.')?;
        let schema = model
            .schemas()
            .iter()
            .find(|schema| schema.alias.as_deref() == Some(alias))?;
        model.find_type(&format!("{}.{simple}", schema.namespace))
    })
}

/// The structured type with that name, which may begin with an alias.
pub(crate) fn find_structured(model: &Model, name: &str) -> Option<StructuredTypeId> {
    match find_type(model, name)? {
        TypeKind::Structured(id) => Some(*id),
        _ => None,
    }
}

/// The type an object says it is of, in `@odata.type`.
pub(crate) fn stated_type(members: &Map<String, Json>) -> Option<&str> {
    let stated = members
        .get("@odata.type")
        .or_else(|| members.get("@type"))?
        .as_str()?;
    Some(stated.rsplit_once('#').map_or(stated, |(_, name)| name))
}

/// The type of an object: what it says it is of where that fits, else what is declared.
pub(crate) fn actual_type(
    model: &Model,
    declared: Option<StructuredTypeId>,
    members: &Map<String, Json>,
) -> Option<StructuredTypeId> {
    let stated = stated_type(members).and_then(|name| find_structured(model, name));
    match (stated, declared) {
        (Some(stated), Some(declared)) if !model.is_a(stated, declared) => Some(declared),
        (Some(stated), _) => Some(stated),
        (None, declared) => declared,
    }
}

/// The value that names or numbers of members stand for, commas between.
pub(crate) fn enum_value(ty: &EnumType, text: &str) -> Option<i64> {
    let mut value = 0;
    let mut parts = 0;
    for part in text.split(',').map(str::trim) {
        let named = ty
            .members
            .iter()
            .find(|member| member.name == part)
            .map(|member| member.value);
        value |= named.or_else(|| part.parse().ok())?;
        parts += 1;
    }
    (parts == 1 || ty.is_flags).then_some(value)
}

/// The names that a value stands for, commas between; the number where it has none.
pub(crate) fn enum_text(ty: &EnumType, value: i64) -> String {
    if let Some(member) = ty.members.iter().find(|member| member.value == value) {
        return member.name.clone();
    }
    let (mut left, mut names) = (value, Vec::new());
    for member in ty.members.iter().filter(|_| ty.is_flags) {
        if member.value != 0 && left & member.value == member.value {
            left &= !member.value;
            names.push(member.name.as_str());
        }
    }
    if left == 0 && !names.is_empty() {
        names.join(",")
    } else {
        value.to_string()
    }
}

/// The declared type at the end of a path.
pub(crate) fn at(model: &Model, ty: StructuredTypeId, path: &str) -> Shape {
    path.split('/').fold(Shape::Structured(ty), |at, segment| {
        let Shape::Structured(id) = at else {
            return Shape::Unknown;
        };
        match member(model, id, segment) {
            Some(Member::Property(declared) | Member::Navigation(declared)) => declared.shape,
            Some(Member::Dynamic) | None => Shape::Unknown,
        }
    })
}

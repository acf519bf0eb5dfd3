//! Types, keys and operations in the words of CSDL.

use odata_csdl::model::{Model, Operation, QualifiedName, StructuredTypeId, Type, TypeKind};
use odata_csdl::syntax::{Facets, MaxLength, OperationKind};

/// So many of them: `1 singleton`, `2 entity sets`.
pub(super) fn counted(count: usize, one: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

/// A full name; without its namespace where the service has one only.
pub(super) fn short(model: &Model, name: &QualifiedName) -> String {
    let mut own = model
        .structured_types()
        .filter(|(id, _)| model.is_own_type(*id));
    match own.all(|(_, ty)| ty.name.namespace == name.namespace) {
        true => name.name.clone(),
        false => String::from(name),
    }
}

/// A type as documents write it: `Collection(Edm.String)`.
pub(super) fn type_name(model: &Model, ty: &Type) -> String {
    let name = match &ty.kind {
        TypeKind::Primitive(primitive) => primitive.name().to_owned(),
        TypeKind::Untyped => "Edm.Untyped".to_owned(),
        TypeKind::Structured(id) => short(model, &model.structured_type(*id).name),
        TypeKind::Enum(id) => short(model, &model.enum_type(*id).name),
        TypeKind::Definition(id) => short(model, &model.type_definition(*id).name),
        TypeKind::Other(name) | TypeKind::Unknown(name) => name.clone(),
    };
    match ty.collection {
        true => format!("Collection({name})"),
        false => name,
    }
}

/// The key with the types of its properties: `ID: Edm.Int32`.
pub(super) fn key(model: &Model, id: StructuredTypeId) -> String {
    let key = model.key(id).map_or(&[][..], |key| &key.properties);
    let parts: Vec<String> = key
        .iter()
        .map(|part| match model.property(id, &part.path) {
            Some(property) => format!("{}: {}", part.name(), type_name(model, &property.ty)),
            None => part.name().to_owned(),
        })
        .collect();
    parts.join(", ")
}

/// What narrows a value.
pub(super) fn facets(facets: &Facets) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(MaxLength::Limit(limit)) = facets.max_length {
        said.push(format!("at most {limit} long"));
    }
    if let Some(precision) = facets.precision {
        said.push(format!("precision {precision}"));
    }
    said
}

/// A call with what it takes and gives: `function delta() -> Collection(ns.message)`.
pub(super) fn signature(model: &Model, operation: &Operation) -> String {
    let taken: Vec<String> = operation
        .own_parameters()
        .iter()
        .map(|one| format!("{}: {}", one.name, type_name(model, &one.ty)))
        .collect();
    let given = operation.return_type.as_ref();
    let given = given.map(|given| format!(" -> {}", type_name(model, &given.ty)));
    format!("({}){}", taken.join(", "), given.unwrap_or_default())
}

pub(super) fn kind(operation: OperationKind) -> &'static str {
    match operation {
        OperationKind::Action => "action",
        OperationKind::Function => "function",
    }
}

/// Whether that is what it is called: its full name, or its name alone.
pub(super) fn is_called(known: &QualifiedName, name: &str) -> bool {
    known.name == name || String::from(known) == name
}

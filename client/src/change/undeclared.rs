//! Properties that the schema does not declare, as entities of open types have them (CSDL 4.01, 6.3): they say which type they are of.

use odata_core::descriptor::{PropertyType, ValueType};
use odata_core::edm::PrimitiveType;

use super::body::{Body, Member};
use super::json::write_string;

/// Sets one. Without its type a service takes what it finds: texts for dates and GUIDs, and collections not at all (OData JSON 4.0, 4.5.3).
#[cold]
#[inline(never)]
pub(super) fn put(body: &mut Body, name: &str, mut value: Member, of: PropertyType) {
    let control = format!("{name}@odata.type");
    // The type stands before the value, also where that is set anew.
    body.members
        .retain(|(known, _)| **known != *name && **known != *control);
    if let (ValueType::Structured(info), Member::Object(own)) = (of.value, &mut value) {
        own.type_name.get_or_insert(info().name);
    }
    if let Some(type_name) = type_name(of, &value) {
        let mut json = String::new();
        write_string(&type_name, &mut json);
        body.put(&control, Member::Json(json));
    }
    body.put(name, value);
}

/// Nothing where a reader finds the type by itself, or the value says it within.
fn type_name(of: PropertyType, value: &Member) -> Option<String> {
    use PrimitiveType::{Boolean, Double, String};
    let is = |begins: &str| matches!(value, Member::Json(json) if json.starts_with(begins));
    if is("null") {
        return None;
    }
    let item = match of.value {
        // Numbers by themselves are doubles, but for those that JSON has no number for.
        ValueType::Primitive(Double) if !of.collection && !is("\"") => return None,
        ValueType::Primitive(Boolean | String) if !of.collection => return None,
        ValueType::Primitive(primitive) => primitive.name().trim_start_matches("Edm."),
        ValueType::Enum(name, _) if name.contains('.') => name,
        ValueType::Structured(info) if of.collection => info().name,
        ValueType::Enum(..) | ValueType::Structured(_) | ValueType::Untyped => return None,
    };
    Some(match of.collection {
        true => format!("#Collection({item})"),
        false => format!("#{item}"),
    })
}

//! What an entity that is inserted leaves out.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{EntitySet, Model, Property, StructuredTypeId};
use serde_json::Value as Json;

use crate::eval::read;
use crate::shape::{self, Declared, Shape};
use crate::store::check::join;
use crate::store::{Misfit, Row, key_paths};

/// Fills in empty collections and default values.
///
/// # Errors
/// When a property is missing that is never null.
pub(super) fn row(model: &Model, set: &EntitySet, row: &mut Row) -> Result<(), Misfit> {
    for path in key_paths(model, set) {
        if !path.contains('/') && row.get(path).is_none_or(Json::is_null) {
            return Err(Misfit::new(path, "is part of the key and is missing"));
        }
    }
    object(model, set.entity_type, row, "")
}

fn object(
    model: &Model,
    declared: StructuredTypeId,
    row: &mut Row,
    at: &str,
) -> Result<(), Misfit> {
    let id = shape::actual_type(model, Some(declared), row).unwrap_or(declared);
    for property in model.properties(id) {
        let path = join(at, &property.name);
        let declared = Declared::new(model, &property.ty, property.nullable);
        match (row.get_mut(&property.name), declared.shape) {
            (None, _) if declared.collection => {
                row.insert(property.name.clone(), Json::Array(Vec::new()));
            }
            (None, shape) => {
                // Content comes by itself, and the service says where it is.
                let stream = shape == Shape::Primitive(PrimitiveType::Stream);
                match default_value(property, declared) {
                    Some(json) => {
                        row.insert(property.name.clone(), json);
                    }
                    None if declared.nullable || stream => {}
                    None => return Err(Misfit::new(&path, "is missing and is never null")),
                }
            }
            (Some(Json::Object(inner)), Shape::Structured(id)) if !declared.collection => {
                object(model, id, inner, &path)?;
            }
            (Some(Json::Array(items)), Shape::Structured(id)) if declared.collection => {
                for (number, item) in items.iter_mut().enumerate() {
                    if let Json::Object(inner) = item {
                        object(model, id, inner, &format!("{path}/{number}"))?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The default value as JSON, as far as it fits.
fn default_value(property: &Property, declared: Declared) -> Option<Json> {
    let text = property.default_value.as_deref()?;
    match declared.shape {
        Shape::Enum(_) => Some(text.into()),
        Shape::Primitive(primitive) => {
            read::from_text(primitive, text).ok()?;
            let unquoted = primitive.is_numeric() || primitive == PrimitiveType::Boolean;
            let json = unquoted.then(|| serde_json::from_str(text).ok()).flatten();
            Some(json.unwrap_or_else(|| text.into()))
        }
        Shape::Structured(_) | Shape::Unknown => None,
    }
}

//! What an entity that is inserted leaves out.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Model, Property, StructuredTypeId};
use serde_json::Value as Json;

use crate::eval::read;
use crate::shape::{self, Declared, Shape};
use crate::store::change::is_computed;
use crate::store::check::join;
use crate::store::{Misfit, Row};

/// Fills in empty collections and default values; what the service makes may be missing.
///
/// # Errors
/// When a property is missing that is never null.
pub(super) fn row(
    model: &Model,
    declared: StructuredTypeId,
    row: &mut Row,
    at: &str,
    is_made: &dyn Fn(&Property) -> bool,
) -> Result<(), Misfit> {
    let key = model.key(declared).map_or(&[][..], |key| &key.properties);
    for path in key.iter().map(|property| property.path.as_str()) {
        if !path.contains('/') && row.get(path).is_none_or(Json::is_null) {
            let property = model.property(declared, path);
            let reason = match property.is_some_and(is_computed) {
                true => {
                    "is part of the key and is missing: what is sent is passed over, since `Core.Computed` leaves it to the \
                     service, and what is made here of a key is an Edm.Guid, an Edm.DateTimeOffset, and a whole number where it is all of the key"
                }
                false => "is part of the key and is missing",
            };
            return Err(Misfit::new(&join(at, path), reason));
        }
    }
    object(model, declared, row, at, is_made)
}

/// Completes an object, and what is in it.
pub(super) fn object(
    model: &Model,
    declared: StructuredTypeId,
    row: &mut Row,
    at: &str,
    is_made: &dyn Fn(&Property) -> bool,
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
                    None if declared.nullable || stream || is_made(property) => {}
                    None => return Err(Misfit::new(&path, "is missing and is never null")),
                }
            }
            (Some(Json::Object(inner)), Shape::Structured(id)) if !declared.collection => {
                object(model, id, inner, &path, is_made)?;
            }
            (Some(Json::Array(items)), Shape::Structured(id)) if declared.collection => {
                for (number, item) in items.iter_mut().enumerate() {
                    if let Json::Object(inner) = item {
                        object(model, id, inner, &format!("{path}/{number}"), is_made)?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The default value as JSON, as far as it fits.
pub(super) fn default_value(property: &Property, declared: Declared) -> Option<Json> {
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

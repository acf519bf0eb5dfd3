//! Between JSON that closures of tests make and values: both ways, and owned.

use odata_csdl::model::Model;
use serde_json::{Map, Value as Json};

use crate::eval::{Object, Value, items, read, stored};
use crate::shape::{self, Declared, Member, Shape};

/// A value that owns all that is in it; what does not fit what is declared is read as what it looks like.
pub(crate) fn value(model: &Model, json: &Json, declared: Declared) -> Value<'static> {
    match (json, declared.shape) {
        (Json::Array(list), _) => {
            let single = Declared {
                collection: false,
                ..declared
            };
            Value::List(list.iter().map(|item| value(model, item, single)).collect())
        }
        (Json::Object(members), shape) => {
            let declared = match shape {
                Shape::Structured(id) => Some(id),
                _ => None,
            };
            let ty = shape::actual_type(model, declared, members);
            let mut added = Vec::new();
            for (name, json) in members {
                if name.contains('@') {
                    continue;
                }
                let declared = match ty.and_then(|ty| shape::member(model, ty, name)) {
                    Some(Member::Property(declared) | Member::Navigation(declared)) => declared,
                    Some(Member::Dynamic) | None => Declared::UNKNOWN,
                };
                added.push((name.clone().into(), value(model, json, declared)));
            }
            Value::Object(Object {
                ty,
                ..Object::made(added)
            })
        }
        (json, shape) => {
            owned(read::item(model, json, shape).unwrap_or_else(|_| read::untyped(model, json)))
        }
    }
}

/// A single value with texts of its own.
fn owned(value: Value<'_>) -> Value<'static> {
    match value {
        Value::String(text) => Value::text(text.into_owned()),
        Value::Null => Value::Null,
        Value::Boolean(truth) => Value::Boolean(truth),
        Value::Int(number) => Value::Int(number),
        Value::Decimal(number) => Value::Decimal(number),
        Value::Double(number) => Value::Double(number),
        Value::Guid(guid) => Value::Guid(guid),
        Value::Date(date) => Value::Date(date),
        Value::TimeOfDay(time) => Value::TimeOfDay(time),
        Value::DateTimeOffset(at) => Value::DateTimeOffset(at),
        Value::Duration(span) => Value::Duration(span),
        Value::Binary(bytes) => Value::Binary(bytes),
        Value::Enum(id, number) => Value::Enum(id, number),
        Value::Collection { .. } | Value::List(_) | Value::Object(_) | Value::Opaque => {
            Value::Opaque
        }
    }
}

/// A value as JSON, an entity with what is stored of it.
pub(crate) fn json(model: &Model, value: &Value<'_>) -> Json {
    if let Some(list) = items(model, value) {
        return list.iter().map(|item| json(model, item)).collect();
    }
    match value {
        Value::Boolean(truth) => (*truth).into(),
        Value::Int(number) => (*number).into(),
        Value::Double(number) => (*number).into(),
        Value::Object(object) => {
            let mut members = Map::new();
            for (name, json) in object.members {
                members.insert(name.clone(), json.clone());
            }
            for (name, _) in object.added.iter().flat_map(|added| added.iter()) {
                let value = stored(model, &Value::Object(object.clone()), name);
                members.insert(name.to_string(), json(model, &value));
            }
            Json::Object(members)
        }
        Value::Null | Value::Opaque => Json::Null,
        other => read::text_of(model, other).map_or(Json::Null, Json::from),
    }
}

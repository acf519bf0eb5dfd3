//! Paths: from an item to what it has.

use odata_csdl::model::Model;

use crate::eval::items::items;
use crate::eval::{Value, read};
use crate::shape::{self, Declared, Member};

/// Follows one segment of a path: a member, a cast to a type, or the count of a collection.
///
/// What is not there is null.
pub(crate) fn step<'a>(model: &Model, from: &Value<'a>, segment: &str) -> Value<'a> {
    match from {
        Value::Collection { items, .. } if segment == "$count" => {
            Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX))
        }
        Value::List(items) if segment == "$count" => {
            Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX))
        }
        Value::List(items) if segment.contains('.') => {
            let casts = items.iter().map(|item| step(model, item, segment));
            Value::List(casts.filter(|item| !item.is_null()).collect())
        }
        Value::Collection { .. } if segment.contains('.') => {
            let items = items(model, from).unwrap_or_default();
            step(model, &Value::List(items), segment)
        }
        Value::Object { ty, .. } if segment.contains('.') => {
            let wanted = shape::find_structured(model, segment);
            let is_one = ty
                .zip(wanted)
                .is_some_and(|(ty, wanted)| model.is_a(ty, wanted));
            if is_one { from.clone() } else { Value::Null }
        }
        Value::Object { members, ty } => {
            let declared = match ty.map(|ty| shape::member(model, ty, segment)) {
                Some(Some(Member::Property(declared) | Member::Navigation(declared))) => declared,
                Some(Some(Member::Dynamic)) | None => Declared::UNKNOWN,
                Some(None) => return Value::Null,
            };
            // Rows were checked when they came in, so that what does not fit is never met.
            let found = members
                .get(segment)
                .map(|json| read::json(model, json, declared));
            found.and_then(Result::ok).unwrap_or(Value::Null)
        }
        _ => Value::Null,
    }
}

/// Follows a whole path.
pub(crate) fn walk<'a>(model: &Model, from: &Value<'a>, path: &str) -> Value<'a> {
    path.split('/')
        .fold(from.clone(), |at, segment| step(model, &at, segment))
}

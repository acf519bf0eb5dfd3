//! Paths: from an item to what it has.

use odata_csdl::model::Model;

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
        Value::Object { .. } if segment.contains('.') => {
            if is_of(model, from, segment) {
                from.clone()
            } else {
                Value::Null
            }
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

/// Whether an object is of the type of that name, or of one that extends it; a null is of none.
pub(super) fn is_of(model: &Model, value: &Value<'_>, type_name: &str) -> bool {
    let Value::Object { ty, .. } = value else {
        return false;
    };
    let wanted = shape::find_structured(model, type_name);
    ty.zip(wanted)
        .is_some_and(|(ty, wanted)| model.is_a(ty, wanted))
}

/// Follows a whole path.
pub(crate) fn walk<'a>(model: &Model, from: &Value<'a>, path: &str) -> Value<'a> {
    path.split('/')
        .fold(from.clone(), |at, segment| step(model, &at, segment))
}

//! Paths: from an item to what it has, and to what it is related to.

use std::rc::Rc;

use odata_csdl::model::Model;

use crate::eval::items::items;
use crate::eval::{EvalError, Object, Value, World, read};
use crate::shape::{self, Declared, Member};
use crate::store::related;

/// Follows one segment of a path: a member, related entities, a cast to a type, or the count of a collection.
///
/// What is not there is null. Behind a collection, a name gives what all its items have.
pub(crate) fn step<'a>(
    world: World<'a>,
    from: &Value<'a>,
    segment: &str,
) -> Result<Value<'a>, EvalError> {
    world.budget.charge(1)?;
    match from {
        Value::Object(object) => {
            if let Some(property) = navigation(world.model, object, segment) {
                return related::follow(world, object, property);
            }
        }
        Value::List(list) if segment != "$count" => {
            let mut all = Vec::new();
            for item in list {
                match step(world, item, segment)? {
                    Value::Null => {}
                    Value::List(more) => all.extend(more),
                    more @ Value::Collection { .. } => {
                        all.extend(items(world.model, &more).unwrap_or_default());
                    }
                    single => all.push(single),
                }
            }
            return Ok(Value::List(all));
        }
        _ => {}
    }
    Ok(member(world.model, from, segment))
}

/// Follows a whole path.
pub(crate) fn walk<'a>(
    world: World<'a>,
    from: &Value<'a>,
    path: &str,
) -> Result<Value<'a>, EvalError> {
    let mut at = from.clone();
    for segment in path.split('/') {
        at = step(world, &at, segment)?;
    }
    Ok(at)
}

/// Follows a path within what is stored, which keys are.
pub(crate) fn stored<'a>(model: &Model, from: &Value<'a>, path: &str) -> Value<'a> {
    let mut segments = path.split('/');
    segments
        .try_fold(from.clone(), |at, segment| {
            Some(member(model, &at, segment)).filter(|value| !value.is_null())
        })
        .unwrap_or(Value::Null)
}

/// The navigation property of that name, unless what it leads to was computed.
fn navigation<'a>(
    model: &'a Model,
    object: &Object<'a>,
    name: &str,
) -> Option<&'a odata_csdl::model::NavigationProperty> {
    if object.added(name).is_some() {
        return None;
    }
    model.navigation_property(object.ty?, name)
}

fn member<'a>(model: &Model, from: &Value<'a>, segment: &str) -> Value<'a> {
    match from {
        Value::Collection { items, .. } if segment == "$count" => {
            Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX))
        }
        Value::List(items) if segment == "$count" => {
            Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX))
        }
        Value::Object(object) => of_object(model, object, segment),
        _ => Value::Null,
    }
}

fn of_object<'a>(model: &Model, object: &Object<'a>, segment: &str) -> Value<'a> {
    if let Some(added) = object.added(segment) {
        return added.clone();
    }
    if segment.contains('@') {
        let found = object.members.get(segment);
        return found.map_or(Value::Null, |json| read::untyped(model, json));
    }
    if segment.contains('.') {
        let wanted = shape::find_structured(model, segment);
        let is_one = object
            .ty
            .zip(wanted)
            .is_some_and(|(ty, wanted)| model.is_a(ty, wanted));
        return if is_one {
            Value::Object(object.clone())
        } else {
            Value::Null
        };
    }
    let declared = match object.ty.map(|ty| shape::member(model, ty, segment)) {
        Some(Some(Member::Property(declared) | Member::Navigation(declared))) => declared,
        Some(Some(Member::Dynamic)) | None => Declared::UNKNOWN,
        Some(None) => return Value::Null,
    };
    // Rows were checked when they came in, so that what does not fit is never met.
    let found = object
        .members
        .get(segment)
        .map(|json| read::json(model, json, declared));
    let found = found.and_then(Result::ok).unwrap_or(Value::Null);
    at_home(model, found, object, segment)
}

/// Tells complex values whose part they are, for what they may be related to.
fn at_home<'a>(model: &Model, value: Value<'a>, owner: &Object<'a>, property: &str) -> Value<'a> {
    let Some(home) = &owner.home else {
        return value;
    };
    match value {
        Value::Object(part) => Value::Object(Object {
            home: Some(home.of_part(property)),
            ..part
        }),
        Value::Collection {
            item: shape::Shape::Structured(_),
            ..
        } => {
            let home = home.of_part(property);
            let parts = items(model, &value).unwrap_or_default().into_iter();
            Value::List(
                parts
                    .map(|part| match part {
                        Value::Object(part) => Value::Object(Object {
                            home: Some(Rc::clone(&home)),
                            ..part
                        }),
                        other => other,
                    })
                    .collect(),
            )
        }
        other => other,
    }
}

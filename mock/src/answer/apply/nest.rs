//! `join`, `outerjoin`, `nest` and `addnested` (Data Aggregation 3.4).

use std::borrow::Cow;

use odata_core::expr::Apply;

use crate::answer::Fault;
use crate::answer::apply::applied;
use crate::answer::pipeline::Context;
use crate::eval::{Object, Value, items, walk};

/// An instance for each pair of an item and one that it is related to.
pub(super) fn joined<'a>(
    context: &Context<'a>,
    outer: bool,
    property: &'a str,
    alias: &'a str,
    then: Option<&'a Apply>,
    of: Vec<Value<'a>>,
) -> Result<Vec<Value<'a>>, Fault> {
    let mut made = Vec::new();
    for item in of {
        let Value::Object(object) = &item else {
            continue;
        };
        let related = related(context, &item, property, then)?;
        let charged = context.world.budget.charge(related.len() * 4);
        charged.map_err(|error| Fault::evaluation(&error, "$apply"))?;
        if related.is_empty() && outer {
            made.push(with(object, alias, Value::Null));
        }
        made.extend(related.into_iter().map(|one| with(object, alias, one)));
    }
    Ok(made)
}

/// Collections of transformed instances: of all that there are, or of what each item has at a path.
pub(super) fn nested<'a>(
    context: &Context<'a>,
    path: Option<&'a str>,
    nested: &'a [(Apply, Cow<'static, str>)],
    of: Vec<Value<'a>>,
) -> Result<Vec<Value<'a>>, Fault> {
    let Some(path) = path else {
        let mut made = Vec::new();
        for (apply, alias) in nested {
            let value = Value::List(applied(context, apply, of.clone())?);
            made.push((Cow::Borrowed(&**alias), value));
        }
        return Ok(vec![Value::Object(Object::made(made))]);
    };
    let mut made = Vec::new();
    for item in of {
        let Value::Object(object) = &item else {
            continue;
        };
        let mut added = Vec::new();
        for (apply, alias) in nested {
            let value = Value::List(related(context, &item, path, Some(apply))?);
            added.push((Cow::Borrowed(&**alias), value));
        }
        made.push(Value::Object(object.with(added)));
    }
    Ok(made)
}

fn related<'a>(
    context: &Context<'a>,
    item: &Value<'a>,
    path: &str,
    then: Option<&'a Apply>,
) -> Result<Vec<Value<'a>>, Fault> {
    let world = context.world;
    let found = walk(world, item, path).map_err(|error| Fault::evaluation(&error, "$apply"))?;
    let found = items(world.model, &found).unwrap_or_default();
    match then {
        Some(then) => applied(context, then, found),
        None => Ok(found),
    }
}

fn with<'a>(object: &Object<'a>, alias: &'a str, value: Value<'a>) -> Value<'a> {
    Value::Object(object.with(vec![(Cow::Borrowed(alias), value)]))
}

//! `groupby`: what is alike becomes one (Data Aggregation 3.2.3).

use std::borrow::Cow;

use odata_core::expr::{Apply, Grouping};

use crate::answer::Fault;
use crate::answer::apply::{applied, unsupported};
use crate::answer::pipeline::Context;
use crate::eval::{Added, Object, Value, equal, walk};

/// Items with the same values, and these.
struct Group<'a> {
    key: Vec<Value<'a>>,
    items: Vec<Value<'a>>,
}

/// Groups items, by all that is named and for rollups by each coarser choice of it too.
pub(super) fn grouped<'a>(
    context: &Context<'a>,
    by: &'a [Grouping],
    then: Option<&'a Apply>,
    items: Vec<Value<'a>>,
) -> Result<Vec<Value<'a>>, Fault> {
    let mut made = Vec::new();
    for paths in choices(context, by)? {
        for group in groups(context, &paths, &items)? {
            let mut members = Vec::new();
            for (path, value) in paths.iter().zip(group.key) {
                insert(&mut members, path, value);
            }
            let Some(then) = then else {
                made.push(Value::Object(Object::made(members)));
                continue;
            };
            for result in applied(context, then, group.items)? {
                made.push(match result {
                    // What was put together gets what it was grouped by; entities have it.
                    Value::Object(object) if object.ty.is_none() => {
                        let mut all = members.clone();
                        for (name, value) in object.added.iter().flat_map(|added| added.iter()) {
                            all.retain(|(own, _)| own != name);
                            all.push((name.clone(), value.clone()));
                        }
                        Value::Object(Object::made(all))
                    }
                    other => other,
                });
            }
        }
    }
    Ok(made)
}

/// The lists of paths to group by: one, or several where something is rolled up (Data Aggregation 6.3).
///
/// Rollups multiply each other, so that each list costs what it holds before any item is looked at.
fn choices<'b>(context: &Context<'_>, by: &'b [Grouping]) -> Result<Vec<Vec<&'b str>>, Fault> {
    let charge = |steps| {
        let charged = context.world.budget.charge(steps);
        charged.map_err(|error| Fault::evaluation(&error, "$apply"))
    };
    let mut choices: Vec<Vec<&str>> = vec![Vec::new()];
    for grouping in by {
        match grouping {
            Grouping::Property(path) => {
                choices.iter_mut().for_each(|choice| choice.push(path));
            }
            // One name is that of a hierarchy, which annotations describe.
            Grouping::Rollup(levels) if levels.len() < 2 => return Err(unsupported("rollup")),
            Grouping::Rollup(levels) => {
                let names: Vec<&str> = levels.iter().map(|level| &**level).collect();
                let mut more = Vec::new();
                for length in (1..=names.len()).rev() {
                    for choice in &choices {
                        let part = names.get(..length).unwrap_or_default();
                        charge(16 + 4 * (choice.len() + length))?;
                        more.push(choice.iter().chain(part).copied().collect());
                    }
                }
                choices = more;
            }
            Grouping::RollupRecursive { .. } => return Err(unsupported("rolluprecursive")),
        }
    }
    Ok(choices)
}

/// The groups, in the order of their first items.
fn groups<'a>(
    context: &Context<'a>,
    paths: &[&str],
    items: &[Value<'a>],
) -> Result<Vec<Group<'a>>, Fault> {
    let world = context.world;
    let fault = |error| Fault::evaluation(&error, "$apply");
    let mut groups: Vec<Group<'a>> = Vec::new();
    for item in items {
        let mut key = Vec::with_capacity(paths.len());
        for path in paths {
            key.push(walk(world, item, path).map_err(fault)?);
        }
        world.budget.charge(groups.len()).map_err(fault)?;
        let same = |group: &&mut Group<'a>| {
            let mut pairs = group.key.iter().zip(&key);
            pairs.all(|(a, b)| equal(world.model, a, b))
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.items.push(item.clone()),
            None => groups.push(Group {
                key,
                items: vec![item.clone()],
            }),
        }
    }
    Ok(groups)
}

/// Puts a value at the end of a path, within objects that are made on the way.
fn insert<'a>(members: &mut Vec<Added<'a>>, path: &str, value: Value<'a>) {
    let Some((first, rest)) = path.split_once('/') else {
        members.push((Cow::Owned(path.to_owned()), value));
        return;
    };
    if first.contains('.') {
        return insert(members, rest, value);
    }
    let mut inner = Vec::new();
    if let Some(at) = members.iter().position(|(name, _)| name == first)
        && let (_, Value::Object(object)) = members.remove(at)
    {
        inner = object.added.as_deref().cloned().unwrap_or_default();
    }
    insert(&mut inner, rest, value);
    members.push((
        Cow::Owned(first.to_owned()),
        Value::Object(Object::made(inner)),
    ));
}

//! `$orderby` (Protocol 4.01, 11.2.6.2): null first, ties settled by the key, so that pages never overlap.

use std::cmp::Ordering;

use odata_core::expr::OrderBy;

use crate::eval::{EvalError, Evaluator, Value, World, stored};

/// Sorts items. Those that no criterion tells apart are in the order of their keys, where they have any.
pub(crate) fn sort<'a>(
    world: World<'a>,
    evaluator: impl Fn(Value<'a>) -> Evaluator<'a>,
    items: Vec<Value<'a>>,
    by: &'a [OrderBy],
) -> Result<Vec<Value<'a>>, EvalError> {
    let mut keyed = Vec::with_capacity(items.len());
    for item in items {
        let mut evaluator = evaluator(item.clone());
        let mut criteria = Vec::with_capacity(by.len());
        for item in by {
            criteria.push(evaluator.evaluate(&item.by)?);
        }
        keyed.push((criteria, key(world, &item), item));
    }
    keyed.sort_by(|(a, a_key, _), (b, b_key, _)| {
        let criteria = a.iter().zip(b).zip(by).map(|((a, b), item)| {
            let order = a.total_order(b);
            if item.descending {
                order.reverse()
            } else {
                order
            }
        });
        let key = a_key.iter().zip(b_key).map(|(a, b)| a.total_order(b));
        criteria
            .chain(key)
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    });
    Ok(keyed.into_iter().map(|(_, _, item)| item).collect())
}

/// The values of the key.
fn key<'a>(world: World<'a>, item: &Value<'a>) -> Vec<Value<'a>> {
    let Value::Object(object) = item else {
        return Vec::new();
    };
    let key = object.ty.and_then(|ty| world.model.key(ty));
    let properties = key.map_or(&[][..], |key| &key.properties);
    properties
        .iter()
        .map(|property| stored(world.model, item, &property.path))
        .collect()
}

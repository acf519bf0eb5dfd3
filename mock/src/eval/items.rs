//! Collections: what is in them, and the functions that take them since 4.01 (URL conventions 5.1.1.5 and 5.1.1.6).

use odata_core::expr::Function;
use odata_csdl::model::Model;

use crate::eval::{Value, equal, read};

/// The values of a collection; nothing for what is none.
pub(crate) fn items<'a>(model: &Model, value: &Value<'a>) -> Option<Vec<Value<'a>>> {
    match value {
        Value::List(items) => Some(items.clone()),
        Value::Collection { items, item } => {
            let read = |json| read::item(model, json, *item).unwrap_or(Value::Null);
            Some(items.iter().map(read).collect())
        }
        _ => None,
    }
}

/// What it costs to look for one collection in another, whose order can make each item meet each.
pub(super) fn cost(function: Function, arguments: &[Value<'_>]) -> usize {
    use Function as F;
    match (function, arguments) {
        (F::HasSubset | F::Contains | F::IndexOf, [all, part]) => {
            let is_list =
                |value: &Value<'_>| matches!(value, Value::List(_) | Value::Collection { .. });
            if is_list(all) && is_list(part) {
                size(all).saturating_mul(size(part))
            } else {
                0
            }
        }
        _ => 0,
    }
}

/// What it costs to work with a value, beside the one step that everything costs.
pub(super) fn size(value: &Value<'_>) -> usize {
    match value {
        Value::String(text) => text.len() / 16,
        Value::List(items) => items.iter().map(|item| 1 + size(item)).sum(),
        Value::Collection { items, .. } => items.len(),
        // Each member of an object is looked for among all of them.
        Value::Object(object) => object.added.as_ref().map_or(0, |added| {
            let sizes: usize = added.iter().map(|(_, value)| size(value)).sum();
            added.len() * added.len() + sizes
        }),
        _ => 0,
    }
}

/// Calls a function whose first argument is a collection; nothing where it takes none, or the rest does not fit.
pub(crate) fn call<'a>(
    model: &Model,
    function: Function,
    arguments: &[Value<'a>],
) -> Option<Value<'a>> {
    use Function as F;
    let (first, rest) = arguments.split_first()?;
    let all = items(model, first)?;
    let second = rest.first().and_then(|second| items(model, second));
    let same = |one: &[Value<'_>], other: &[Value<'_>]| same(model, one, other);
    Some(match (function, second, rest) {
        (F::Length, _, []) => Value::Int(count(all.len())),
        (F::Contains, Some(part), _) => Value::Boolean(place(model, &all, &part).is_some()),
        (F::IndexOf, Some(part), _) => Value::Int(place(model, &all, &part).map_or(-1, count)),
        (F::StartsWith, Some(head), _) => Value::Boolean(
            all.get(..head.len())
                .is_some_and(|found| same(found, &head)),
        ),
        (F::EndsWith, Some(tail), _) => {
            let start = all.len().checked_sub(tail.len());
            let found = start.and_then(|start| all.get(start..));
            Value::Boolean(found.is_some_and(|found| same(found, &tail)))
        }
        (F::Concat, Some(more), _) => Value::List(all.into_iter().chain(more).collect()),
        (F::Substring, _, [Value::Int(from)]) => part(&all, *from, i64::MAX),
        (F::Substring, _, [Value::Int(from), Value::Int(length)]) => part(&all, *from, *length),
        (F::HasSubset, Some(part), _) => Value::Boolean(has_subset(model, all, &part)),
        (F::HasSubsequence, Some(part), _) => {
            let mut rest = all.iter();
            let found = |wanted: &Value<'_>| rest.any(|item| equal(model, item, wanted));
            Value::Boolean(part.iter().all(found))
        }
        _ => return None,
    })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Whether two collections have the same items in the same order.
pub(crate) fn same(model: &Model, one: &[Value<'_>], other: &[Value<'_>]) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| equal(model, one, other))
}

/// Where a collection stands within another, item by item.
fn place(model: &Model, all: &[Value<'_>], part: &[Value<'_>]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    all.windows(part.len())
        .position(|found| same(model, found, part))
}

/// Items from a place on; a negative place counts from the end.
fn part<'a>(all: &[Value<'a>], from: i64, length: i64) -> Value<'a> {
    let skipped = match usize::try_from(from) {
        Ok(from) => from,
        Err(_) => {
            let back = usize::try_from(from.unsigned_abs()).unwrap_or(usize::MAX);
            all.len().saturating_sub(back)
        }
    };
    let length = usize::try_from(length.max(0)).unwrap_or(usize::MAX);
    Value::List(all.iter().skip(skipped).take(length).cloned().collect())
}

/// Whether items can be taken out of the collection until the part is left, in whatever order.
fn has_subset(model: &Model, mut all: Vec<Value<'_>>, part: &[Value<'_>]) -> bool {
    part.iter().all(|wanted| {
        let place = all.iter().position(|item| equal(model, item, wanted));
        place.is_some_and(|place| {
            all.swap_remove(place);
            true
        })
    })
}

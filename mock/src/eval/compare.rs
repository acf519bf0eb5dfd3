//! Comparisons (URL conventions 5.1.1.1).

use std::cmp::Ordering;

use odata_core::edm::PrimitiveType;
use odata_core::expr::CompareOp;
use odata_csdl::model::Model;

use crate::eval::items::{items, same};
use crate::eval::{Object, Value, read, stored};
use crate::shape;

/// Compares. Only `has` gives null for null; the others know what null equals, and order it nowhere.
pub(crate) fn compare<'v>(
    model: &Model,
    op: CompareOp,
    left: &Value<'_>,
    right: &Value<'_>,
) -> Value<'v> {
    if op == CompareOp::Has {
        return has(model, left, right);
    }
    let truth = match (left.is_null(), right.is_null()) {
        (true, true) => op == CompareOp::Eq,
        (true, false) | (false, true) => op == CompareOp::Ne,
        (false, false) => match (items(model, left), items(model, right)) {
            (Some(left), Some(right)) => {
                let is_same = same(model, &left, &right);
                (op == CompareOp::Eq && is_same) || (op == CompareOp::Ne && !is_same)
            }
            _ => match (left, right) {
                (Value::Object(left), Value::Object(right)) => {
                    let is_same = same_members(model, left, right);
                    (op == CompareOp::Eq && is_same) || (op == CompareOp::Ne && !is_same)
                }
                _ => holds(op, order(model, left, right)),
            },
        },
    };
    Value::Boolean(truth)
}

/// Whether two objects have the same members (URL conventions 5.1.1.1.1).
fn same_members(model: &Model, left: &Object<'_>, right: &Object<'_>) -> bool {
    let all_of = |one: &Object<'_>, other: &Object<'_>| {
        let added = one.added.iter().flat_map(|added| added.iter());
        let names = one.members.keys().map(String::as_str);
        let mut names = added.map(|(name, _)| &**name).chain(names);
        names.all(|name| {
            let of =
                |object: &Object<'_>| stored(model, &Value::Object(object.clone()), name).is_null();
            name.contains('@')
                || (of(one) && of(other))
                || equal(
                    model,
                    &stored(model, &Value::Object(one.clone()), name),
                    &stored(model, &Value::Object(other.clone()), name),
                )
        })
    };
    all_of(left, right) && all_of(right, left)
}

/// Whether the two are equal, null being equal to null only.
pub(crate) fn equal(model: &Model, left: &Value<'_>, right: &Value<'_>) -> bool {
    compare(model, CompareOp::Eq, left, right).truth() == Some(true)
}

/// What the operator says of an order; no order is what `NaN` has, and values of different sorts.
fn holds(op: CompareOp, order: Option<Ordering>) -> bool {
    match op {
        CompareOp::Eq => order.is_some_and(Ordering::is_eq),
        CompareOp::Ne => !order.is_some_and(Ordering::is_eq),
        CompareOp::Gt => order.is_some_and(Ordering::is_gt),
        CompareOp::Ge => order.is_some_and(Ordering::is_ge),
        CompareOp::Lt => order.is_some_and(Ordering::is_lt),
        CompareOp::Le => order.is_some_and(Ordering::is_le),
        CompareOp::Has => false,
    }
}

fn order(model: &Model, left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    let is_nan = |value: &Value<'_>| match value {
        Value::Double(double) => double.is_nan(),
        Value::Decimal(decimal) => decimal.to_f64().is_nan(),
        _ => false,
    };
    match (left, right) {
        (Value::Double(a), Value::Double(b)) => a.partial_cmp(b),
        _ if is_nan(left) || is_nan(right) => None,
        (Value::Enum(a, _), Value::Enum(b, _)) if a != b => None,
        (Value::Collection { .. } | Value::List(_) | Value::Object(_) | Value::Opaque, _) => None,
        (Value::String(text), other) if !matches!(other, Value::String(_)) => {
            Some(like(model, text, other)?.total_order(other))
        }
        (one, Value::String(text)) if !matches!(one, Value::String(_)) => {
            Some(one.total_order(&like(model, text, one)?))
        }
        _ if left.sort() == right.sort() => Some(left.total_order(right)),
        _ => None,
    }
}

/// A text read as a value like the other: a bare enumeration member, or a dynamic property's JSON string.
fn like<'v>(model: &Model, text: &str, other: &Value<'_>) -> Option<Value<'v>> {
    let primitive = match other {
        Value::Enum(id, _) => {
            return shape::enum_value(model.enum_type(*id), text)
                .map(|value| Value::Enum(*id, value));
        }
        Value::Guid(_) => PrimitiveType::Guid,
        Value::Date(_) => PrimitiveType::Date,
        Value::TimeOfDay(_) => PrimitiveType::TimeOfDay,
        Value::DateTimeOffset(_) => PrimitiveType::DateTimeOffset,
        Value::Duration(_) => PrimitiveType::Duration,
        Value::Binary(_) => PrimitiveType::Binary,
        Value::Int(_) | Value::Decimal(_) | Value::Double(_) => PrimitiveType::Decimal,
        _ => return None,
    };
    read::from_text(primitive, text).ok()
}

/// Whether all flags on the right are set on the left (URL conventions 5.1.1.1.9).
fn has<'v>(model: &Model, left: &Value<'_>, right: &Value<'_>) -> Value<'v> {
    let (Value::Enum(id, set), false) = (left, right.is_null()) else {
        return Value::Null;
    };
    let wanted = match right {
        Value::Enum(of, wanted) if of == id => Some(*wanted),
        Value::String(text) => shape::enum_value(model.enum_type(*id), text),
        _ => None,
    };
    Value::Boolean(wanted.is_some_and(|wanted| set & wanted == wanted))
}

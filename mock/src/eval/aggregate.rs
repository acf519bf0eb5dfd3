//! Aggregates of values (Data Aggregation 3.2.1).

use odata_core::expr::{Aggregate, Aggregated, ArithmeticOp, Expr};

use crate::eval::{EvalError, Object, Sort, Value, World, arithmetic, equal, items, walk};
use crate::store::is_same;

/// The aggregate of what each item has; expressions about an item are evaluated by the closure.
pub(crate) fn aggregate<'a>(
    world: World<'a>,
    aggregate: &'a Aggregate,
    of: &[Value<'a>],
    mut evaluate: impl FnMut(&Value<'a>, &'a Expr) -> Result<Value<'a>, EvalError>,
) -> Result<Value<'a>, EvalError> {
    if !aggregate.from.is_empty() {
        return Err(EvalError::unsupported("from"));
    }
    let mut values = Vec::new();
    for item in of {
        let found = match &aggregate.of {
            Aggregated::Count(None) => Value::Boolean(true),
            Aggregated::Expr(expr) => evaluate(item, expr)?,
            Aggregated::Path(path) | Aggregated::Count(Some(path)) => walk(world, item, path)?,
        };
        match items(world.model, &found) {
            Some(several) => values.extend(several),
            None => values.push(found),
        }
    }
    world.budget.charge(values.len())?;
    // What is null is no value (Data Aggregation 3.2.1.4).
    values.retain(|value| !value.is_null());
    if let Aggregated::Count(_) = aggregate.of {
        return Ok(count(values.len()));
    }
    match aggregate.method.as_deref() {
        Some("sum") => sum(values),
        Some("min") => Ok(values
            .into_iter()
            .min_by(Value::total_order)
            .unwrap_or(Value::Null)),
        Some("max") => Ok(values
            .into_iter()
            .max_by(Value::total_order)
            .unwrap_or(Value::Null)),
        Some("average") => {
            let number = count(values.len());
            match sum(values)? {
                Value::Null => Ok(Value::Null),
                sum => arithmetic(ArithmeticOp::DivBy, &sum, &number),
            }
        }
        Some("countdistinct") => {
            let (others, mut plain): (Vec<_>, Vec<_>) = values
                .into_iter()
                .partition(|value| value.sort() == Sort::Other);
            plain.sort_by(Value::total_order);
            plain.dedup_by(|a, b| a.total_order(b).is_eq());
            Ok(count(plain.len() + distinct(world, &others)?))
        }
        Some(method) => Err(EvalError::unsupported(&format!("with {method}"))),
        None => Err(EvalError::unsupported(&aggregate.to_string())),
    }
}

/// How many entities and complex values there are that differ: nothing orders them, so that each meets each.
fn distinct(world: World<'_>, values: &[Value<'_>]) -> Result<usize, EvalError> {
    let model = world.model;
    let is_entity = |object: &Object<'_>| object.ty.is_some_and(|ty| model.key(ty).is_some());
    let mut found: Vec<&Value<'_>> = Vec::new();
    for value in values {
        world.budget.charge(found.len())?;
        let is_known = found.iter().any(|other| match (value, *other) {
            (Value::Object(one), Value::Object(other)) if is_entity(one) => {
                is_same(model, one, other)
            }
            (one, other) => equal(model, one, other),
        });
        if !is_known {
            found.push(value);
        }
    }
    Ok(found.len())
}

fn count(number: usize) -> Value<'static> {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The sum of all; null where there is nothing.
pub(crate) fn sum<'a>(values: Vec<Value<'a>>) -> Result<Value<'a>, EvalError> {
    let mut values = values.into_iter();
    let Some(mut sum) = values.next() else {
        return Ok(Value::Null);
    };
    for value in values {
        sum = arithmetic(ArithmeticOp::Add, &sum, &value)?;
    }
    Ok(sum)
}

//! Aggregates of values (Data Aggregation 3.2.1).

use odata_core::expr::{Aggregate, Aggregated, ArithmeticOp, Expr};

use crate::eval::{EvalError, Value, World, arithmetic, items, walk};

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
            values.sort_by(Value::total_order);
            values.dedup_by(|a, b| a.total_order(b).is_eq());
            Ok(count(values.len()))
        }
        Some(method) => Err(EvalError::unsupported(&format!("with {method}"))),
        None => Err(EvalError::unsupported(&aggregate.to_string())),
    }
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

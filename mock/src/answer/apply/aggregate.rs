//! `aggregate`: one instance of all (Data Aggregation 3.2.1).

use std::borrow::Cow;

use odata_core::expr::{Aggregate, Aggregated, ArithmeticOp};

use crate::answer::Fault;
use crate::answer::apply::unsupported;
use crate::answer::pipeline::Context;
use crate::eval::{self, EvalError, Object, Value, items, walk};

/// What an aggregate's result is called.
pub(crate) fn name_of(aggregate: &Aggregate) -> String {
    match (&aggregate.alias, &aggregate.of) {
        (Some(alias), _) => alias.to_string(),
        (None, Aggregated::Path(path)) => path.to_string(),
        (None, _) => "$count".to_owned(),
    }
}

/// The instance that has all aggregates of the items.
pub(super) fn aggregated<'a>(
    context: &Context<'a>,
    all: &'a [Aggregate],
    of: &[Value<'a>],
) -> Result<Value<'a>, Fault> {
    let mut made = Vec::new();
    for aggregate in all {
        let value = value(context, aggregate, of)?;
        made.push((Cow::Owned(name_of(aggregate)), value));
    }
    Ok(Value::Object(Object::made(made)))
}

fn value<'a>(
    context: &Context<'a>,
    aggregate: &'a Aggregate,
    of: &[Value<'a>],
) -> Result<Value<'a>, Fault> {
    if !aggregate.from.is_empty() {
        return Err(unsupported("from"));
    }
    let fault = |error: EvalError| Fault::evaluation(&error, "$apply");
    let mut values = Vec::new();
    for item in of {
        let found = match &aggregate.of {
            Aggregated::Count(None) => Value::Boolean(true),
            Aggregated::Expr(expr) => context
                .evaluator(item.clone())
                .evaluate(expr)
                .map_err(fault)?,
            Aggregated::Path(path) | Aggregated::Count(Some(path)) => {
                walk(context.world, item, path).map_err(fault)?
            }
        };
        match items(context.world.model, &found) {
            Some(several) => values.extend(several),
            None => values.push(found),
        }
    }
    context.world.budget.charge(values.len()).map_err(fault)?;
    if let Aggregated::Count(_) = aggregate.of {
        values.retain(|value| !value.is_null());
        return Ok(count(values.len()));
    }
    // What is null is no value (Data Aggregation 3.2.1.4).
    values.retain(|value| !value.is_null());
    match aggregate.method.as_deref() {
        Some("sum") => sum(values).map_err(fault),
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
            let sum = sum(values).map_err(fault)?;
            if sum.is_null() {
                return Ok(Value::Null);
            }
            eval::arithmetic(ArithmeticOp::DivBy, &sum, &number).map_err(fault)
        }
        Some("countdistinct") => {
            values.sort_by(Value::total_order);
            values.dedup_by(|a, b| a.total_order(b).is_eq());
            Ok(count(values.len()))
        }
        Some(method) => Err(unsupported(&format!("with {method}"))),
        None => Err(unsupported(&name_of(aggregate))),
    }
}

fn count(number: usize) -> Value<'static> {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

/// The sum of all; null where there is nothing.
pub(super) fn sum<'a>(values: Vec<Value<'a>>) -> Result<Value<'a>, EvalError> {
    let mut values = values.into_iter();
    let Some(mut sum) = values.next() else {
        return Ok(Value::Null);
    };
    for value in values {
        sum = eval::arithmetic(ArithmeticOp::Add, &sum, &value)?;
    }
    Ok(sum)
}

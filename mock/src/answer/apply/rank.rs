//! `topcount` and its kin: the greatest or the least (Data Aggregation 3.3.1).

use odata_core::expr::{ArithmeticOp, CompareOp, Expr, Ranked};

use crate::answer::Fault;
use crate::answer::pipeline::Context;
use crate::eval::{self, EvalError, Value, sum};

/// Keeps the items that rank first; they stay in the order that they had.
pub(super) fn ranked<'a>(
    context: &Context<'a>,
    kind: Ranked,
    of: &'a Expr,
    by: &'a Expr,
    items: Vec<Value<'a>>,
) -> Result<Vec<Value<'a>>, Fault> {
    let fault = |error: EvalError| Fault::evaluation(&error, "$apply");
    let limit = context.evaluator(Value::Null).evaluate(of).map_err(fault)?;
    let mut ranks = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let value = context
            .evaluator(item.clone())
            .evaluate(by)
            .map_err(fault)?;
        ranks.push((value, place));
    }
    let is_top = matches!(kind, Ranked::TopCount | Ranked::TopSum | Ranked::TopPercent);
    // A null ranks last at either end.
    ranks.sort_by(|(a, _), (b, _)| {
        let order = a.total_order(b);
        let order = if is_top { order.reverse() } else { order };
        a.is_null().cmp(&b.is_null()).then(order)
    });
    let kept = match kind {
        Ranked::TopCount | Ranked::BottomCount => number(&limit)?,
        Ranked::TopSum | Ranked::BottomSum => until(context, &ranks, &limit).map_err(fault)?,
        Ranked::TopPercent | Ranked::BottomPercent => {
            let values = ranks.iter().map(|(value, _)| value.clone());
            let total = sum(values.filter(|value| !value.is_null()).collect()).map_err(fault)?;
            let part = eval::arithmetic(ArithmeticOp::Mul, &total, &limit).map_err(fault)?;
            let part = eval::arithmetic(ArithmeticOp::DivBy, &part, &Value::Int(100));
            until(context, &ranks, &part.map_err(fault)?).map_err(fault)?
        }
    };
    let mut places: Vec<usize> = ranks.iter().take(kept).map(|(_, place)| *place).collect();
    places.sort_unstable();
    Ok(places
        .into_iter()
        .filter_map(|place| items.get(place).cloned())
        .collect())
}

fn number(limit: &Value<'_>) -> Result<usize, Fault> {
    match limit {
        Value::Int(number) if *number >= 0 => Ok(usize::try_from(*number).unwrap_or(usize::MAX)),
        _ => Err(
            Fault::bad_request("how many are kept is a whole number from 0 on").target("$apply"),
        ),
    }
}

/// How many values it takes until their sum is no less than the limit.
fn until(
    context: &Context<'_>,
    ranks: &[(Value<'_>, usize)],
    limit: &Value<'_>,
) -> Result<usize, EvalError> {
    let mut sum = Value::Int(0);
    let reached = |sum: &Value<'_>| {
        eval::compare(context.world.model, CompareOp::Ge, sum, limit).truth() == Some(true)
    };
    for (taken, (value, _)) in ranks.iter().enumerate() {
        if reached(&sum) {
            return Ok(taken);
        }
        if !value.is_null() {
            sum = eval::arithmetic(ArithmeticOp::Add, &sum, value)?;
        }
    }
    Ok(ranks.len())
}

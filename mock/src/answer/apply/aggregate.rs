//! `aggregate`: one instance of all (Data Aggregation 3.2.1).

use std::borrow::Cow;

use odata_core::expr::{Aggregate, Aggregated};

use crate::answer::Fault;
use crate::answer::pipeline::Context;
use crate::eval::{self, Object, Value};

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
    for one in all {
        let evaluate = |item: &Value<'a>, expr| context.evaluator(item.clone()).evaluate(expr);
        let value = eval::aggregate(context.world, one, of, evaluate);
        let value = value.map_err(|error| Fault::evaluation(&error, "$apply"))?;
        made.push((Cow::Owned(name_of(one)), value));
    }
    Ok(Value::Object(Object::made(made)))
}

//! `$apply` (OData Extension for Data Aggregation 4.0, 3): each transformation of what the one before it gives.

mod aggregate;
mod group;
mod nest;
mod rank;
mod shape;

use odata_core::expr::{Apply, Transformation};

use crate::answer::Fault;
use crate::answer::pipeline::{Context, at_most};
use crate::eval::{self, Value};

pub(super) use aggregate::name_of;
pub(super) use shape::context;

/// Applies transformations, one after the other.
pub(super) fn applied<'a>(
    context: &Context<'a>,
    apply: &'a Apply,
    items: Vec<Value<'a>>,
) -> Result<Vec<Value<'a>>, Fault> {
    let mut items = items;
    for transformation in &apply.0 {
        let charged = context.world.budget.charge(items.len());
        charged.map_err(|error| Fault::evaluation(&error, "$apply"))?;
        items = one(context, transformation, items)?;
    }
    Ok(items)
}

fn one<'a>(
    context: &Context<'a>,
    transformation: &'a Transformation,
    mut items: Vec<Value<'a>>,
) -> Result<Vec<Value<'a>>, Fault> {
    use Transformation as T;
    match transformation {
        T::Identity => Ok(items),
        T::Filter(filter) => context.filtered(filter, items, "$apply"),
        T::Search(search) => context.searched(search, items, "$apply"),
        T::OrderBy(by) => {
            let evaluator = |item| context.evaluator(item);
            eval::sort(context.world, evaluator, items, by)
                .map_err(|error| Fault::evaluation(&error, "$apply"))
        }
        T::Skip(number) => {
            items.drain(..at_most(*number, items.len()));
            Ok(items)
        }
        T::Top(number) => {
            items.truncate(at_most(*number, items.len()));
            Ok(items)
        }
        T::Compute(compute) => items
            .into_iter()
            .map(|item| context.computed(compute, item, "$apply"))
            .collect(),
        T::Aggregate(all) => Ok(vec![aggregate::aggregated(context, all, &items)?]),
        T::GroupBy { by, then } => group::grouped(context, by, then.as_ref(), items),
        T::Concat(all) => {
            let mut joined = Vec::new();
            for apply in all {
                joined.extend(applied(context, apply, items.clone())?);
            }
            Ok(joined)
        }
        T::Ranked { kind, of, by } => rank::ranked(context, *kind, of, by, items),
        T::Join {
            outer,
            property,
            alias,
            then,
        } => nest::joined(context, *outer, property, alias, then.as_ref(), items),
        T::Nest { path, nested } => nest::nested(context, path.as_deref(), nested, items),
        T::Relatives { above: true, .. } => Err(unsupported("ancestors")),
        T::Relatives { above: false, .. } => Err(unsupported("descendants")),
        T::Traverse { .. } => Err(unsupported("traverse")),
        T::Call(name, _) => Err(unsupported(name)),
    }
}

/// 501 for what the mock does not do.
fn unsupported(what: &str) -> Fault {
    Fault::not_implemented(format!("the mock does not evaluate `{what}` in `$apply`"))
        .target("$apply")
}

//! `$orderby` (Protocol 4.01, 11.2.6.2): null first, ties settled by the key, so that pages never overlap.

use std::cmp::Ordering;

use odata_core::expr::OrderBy;
use odata_csdl::model::Model;

use crate::eval::{EvalError, Evaluator, Value, walk};

/// Sorts the rows. Rows that no criterion tells apart are in the order of their keys.
pub(crate) fn sort<'e, 'r: 'e>(
    model: &Model,
    evaluator: impl Fn(Value<'r>) -> Evaluator<'e>,
    rows: Vec<Value<'r>>,
    by: &'e [OrderBy],
    key_paths: &[&str],
) -> Result<Vec<Value<'r>>, EvalError> {
    let mut keyed = Vec::with_capacity(rows.len());
    for row in rows {
        let mut evaluator = evaluator(row.clone());
        let mut criteria = Vec::with_capacity(by.len());
        for item in by {
            criteria.push(evaluator.evaluate(&item.by)?);
        }
        let key: Vec<Value<'_>> = key_paths
            .iter()
            .map(|path| walk(model, &row, path))
            .collect();
        keyed.push((criteria, key, row));
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
    Ok(keyed.into_iter().map(|(_, _, row)| row).collect())
}

//! From a row to what it holds.

use crate::store::Row;
use crate::store::place::Step;

/// The object that steps lead to.
pub(super) fn inside_mut<'r>(row: &'r mut Row, steps: &[Step]) -> Option<&'r mut Row> {
    let Some((first, rest)) = steps.split_first() else {
        return Some(row);
    };
    let Step::Member(name) = first else {
        return None;
    };
    let json = row.get_mut(name)?;
    match rest.split_first() {
        Some((Step::At(at), rest)) => inside_mut(json.get_mut(*at)?.as_object_mut()?, rest),
        _ => inside_mut(json.as_object_mut()?, rest),
    }
}

//! All ways to change data that are tried. Each has keys of its own, so that none hangs on another.

mod batches;
mod calls;
mod conditions;
mod contents;
mod entities;
mod later;
mod places;
mod properties;
mod related;

use super::operation::Operation;

pub(crate) fn all() -> Vec<Operation> {
    let mut all = entities::all();
    all.extend(places::all());
    all.extend(conditions::all());
    all.extend(properties::all());
    all.extend(related::all());
    all.extend(contents::all());
    all.extend(calls::all());
    all.extend(batches::all());
    all.extend(later::all());
    all
}

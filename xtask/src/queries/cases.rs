//! The questions.

mod compare;
mod functions;
mod shape;

use super::case::{Answer, Case, texts};
use super::fixture::Row;

/// All of them.
pub(crate) fn all() -> Vec<Case> {
    let mut all = compare::cases();
    all.extend(functions::cases());
    all.extend(shape::cases());
    all
}

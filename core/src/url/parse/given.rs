//! Names that options give to values: those in the other options may use them.

use crate::expr::{Apply, Transformation};
use crate::url::option::QueryOption;

/// The names that an option gives to values.
pub(super) fn names_of(option: &QueryOption) -> Vec<String> {
    match option {
        QueryOption::Compute(items) => items.iter().map(|item| item.alias.to_string()).collect(),
        QueryOption::Apply(apply) => names_of_apply(apply),
        _ => Vec::new(),
    }
}

fn names_of_apply(apply: &Apply) -> Vec<String> {
    let mut names = Vec::new();
    for transformation in &apply.0 {
        match transformation {
            Transformation::Aggregate(all) => {
                names.extend(
                    all.iter()
                        .flat_map(|one| &one.alias)
                        .map(|name| name.to_string()),
                );
            }
            Transformation::Compute(items) => {
                names.extend(items.iter().map(|item| item.alias.to_string()));
            }
            Transformation::GroupBy { then, .. } => {
                names.extend(then.iter().flat_map(names_of_apply));
            }
            Transformation::Join { alias, .. } => names.push(alias.to_string()),
            Transformation::Nest { nested, .. } => {
                names.extend(nested.iter().map(|(_, alias)| alias.to_string()));
            }
            Transformation::Concat(all) => names.extend(all.iter().flat_map(names_of_apply)),
            _ => {}
        }
    }
    names
}

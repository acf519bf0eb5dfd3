//! The options of a collection or of an item, of the request or in the parentheses of another option.

use odata_core::expr::{Apply, Compute, Expr, OrderBy, Search, Transformation};
use odata_core::url::{ExpandItem, QueryOption, SelectItem};

/// What is asked of a resource.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Query<'q> {
    pub(crate) apply: Option<&'q Apply>,
    pub(crate) compute: &'q [Compute],
    pub(crate) search: Option<&'q Search>,
    pub(crate) filter: Option<&'q Expr>,
    pub(crate) count: bool,
    pub(crate) order_by: &'q [OrderBy],
    pub(crate) skip: Option<u64>,
    pub(crate) top: Option<u64>,
    pub(crate) select: Option<&'q [SelectItem]>,
    pub(crate) expand: &'q [ExpandItem],
    /// `$levels`; none within means `max`.
    pub(crate) levels: Option<Option<u64>>,
}

impl<'q> Query<'q> {
    pub(crate) fn of(options: &'q [QueryOption]) -> Self {
        let mut query = Query::default();
        for option in options {
            match option {
                QueryOption::Apply(apply) => query.apply = Some(apply),
                QueryOption::Compute(items) => query.compute = items,
                QueryOption::Search(search) => query.search = Some(search),
                QueryOption::Filter(filter) => query.filter = Some(filter),
                QueryOption::Count(count) => query.count = *count,
                QueryOption::OrderBy(items) => query.order_by = items,
                QueryOption::Skip(number) => query.skip = Some(*number),
                QueryOption::Top(number) => query.top = Some(*number),
                QueryOption::Select(items) => query.select = Some(items),
                QueryOption::Expand(items) => query.expand = items,
                QueryOption::Levels(levels) => query.levels = Some(*levels),
                _ => {}
            }
        }
        query
    }
}

/// The names that `$apply` gives to values.
pub(crate) fn names_of(apply: &Apply) -> Vec<String> {
    let mut names = Vec::new();
    for transformation in &apply.0 {
        match transformation {
            Transformation::Aggregate(all) => {
                names.extend(all.iter().map(super::apply::name_of));
            }
            Transformation::Compute(items) => {
                names.extend(items.iter().map(|item| item.alias.to_string()));
            }
            Transformation::GroupBy { then, .. } => names.extend(then.iter().flat_map(names_of)),
            Transformation::Join { alias, .. } => names.push(alias.to_string()),
            Transformation::Nest { nested, .. } => {
                names.extend(nested.iter().map(|(_, alias)| alias.to_string()));
            }
            Transformation::Concat(all) => names.extend(all.iter().flat_map(names_of)),
            _ => {}
        }
    }
    names
}

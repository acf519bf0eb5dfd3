//! What a request asks for, option by option.

use super::expand::ExpandItem;
use super::option::{QueryOption, query};
use super::select::SelectItem;
use crate::expr::{Apply, Compute, Expr, OrderBy, Search};

/// The system query options of a request, or of an item of `$expand`, and custom ones (URL conventions 5).
///
/// ```
/// use odata_core::url::QueryOptions;
/// let mut options = QueryOptions::default();
/// options.top = Some(5);
/// options.custom.push(("tag".into(), "a&b".into()));
/// assert_eq!(options.to_query(), "$top=5&tag=a%26b");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryOptions {
    /// `$apply`
    pub apply: Option<Apply>,
    /// `$compute`
    pub compute: Vec<Compute>,
    /// `$filter`
    pub filter: Option<Expr>,
    /// `$orderby`
    pub order_by: Vec<OrderBy>,
    /// `$select`
    pub select: Vec<SelectItem>,
    /// `$expand`
    pub expand: Vec<ExpandItem>,
    /// `$search`
    pub search: Option<Search>,
    /// `$count`
    pub count: bool,
    /// `$skip`
    pub skip: Option<u64>,
    /// `$top`
    pub top: Option<u64>,
    /// `$levels`, of an item of `$expand` only; none within means `max`.
    pub levels: Option<Option<u64>>,
    /// `$format`
    pub format: Option<Box<str>>,
    /// `$schemaversion`
    pub schema_version: Option<Box<str>>,
    /// Options of the service's own, names and values not yet encoded.
    pub custom: Vec<(String, String)>,
}

impl QueryOptions {
    /// No option at all.
    pub const NONE: QueryOptions = QueryOptions {
        apply: None,
        compute: Vec::new(),
        filter: None,
        order_by: Vec::new(),
        select: Vec::new(),
        expand: Vec::new(),
        search: None,
        count: false,
        skip: None,
        top: None,
        levels: None,
        format: None,
        schema_version: None,
        custom: Vec::new(),
    };

    /// The options as trees, always in the same order.
    pub fn into_options(self) -> Vec<QueryOption> {
        fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
            Some(items).filter(|items| !items.is_empty())
        }
        let custom =
            |(name, value): (String, String)| QueryOption::Custom(name.into(), Some(value.into()));
        let system = [
            self.apply.map(QueryOption::Apply),
            some(self.compute).map(QueryOption::Compute),
            self.filter.map(QueryOption::Filter),
            self.search.map(QueryOption::Search),
            some(self.order_by).map(QueryOption::OrderBy),
            some(self.select).map(QueryOption::Select),
            some(self.expand).map(QueryOption::Expand),
            self.count.then_some(QueryOption::Count(true)),
            self.skip.map(QueryOption::Skip),
            self.top.map(QueryOption::Top),
            self.levels.map(QueryOption::Levels),
            self.format.map(QueryOption::Format),
            self.schema_version.map(QueryOption::SchemaVersion),
        ];
        let custom = self.custom.into_iter().map(custom);
        system.into_iter().flatten().chain(custom).collect()
    }

    /// The query string without its `?`, percent-encoded, always in the same order; empty when nothing is asked.
    pub fn to_query(&self) -> String {
        match self.has_trees() {
            true => query(&self.clone().into_options()),
            false => self.numbers_to_query(),
        }
    }

    /// Whether there is anything but `$count`, `$skip` and `$top`.
    fn has_trees(&self) -> bool {
        let QueryOptions {
            apply,
            compute,
            filter,
            order_by,
            select,
            expand,
            search,
            count: _,
            skip: _,
            top: _,
            levels,
            format,
            schema_version,
            custom,
        } = self;
        apply.is_some()
            || filter.is_some()
            || search.is_some()
            || levels.is_some()
            || format.is_some()
            || schema_version.is_some()
            || !(compute.is_empty() && order_by.is_empty() && select.is_empty())
            || !(expand.is_empty() && custom.is_empty())
    }

    /// Most requests ask for no more than a few rows: the trees of nothing would take longer than the rest of the URL.
    fn numbers_to_query(&self) -> String {
        let mut query = String::new();
        let numbers = [("$skip=", self.skip), ("$top=", self.top)];
        if self.count {
            query.push_str("$count=true");
        }
        for (name, number) in numbers {
            let Some(number) = number else { continue };
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            query.push_str(&number.to_string());
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_trees_are() {
        for numbers in 0..8_u64 {
            let some = |bit: u64| (numbers & bit != 0).then_some(bit * 10);
            let options = QueryOptions {
                count: numbers & 1 != 0,
                skip: some(2),
                top: some(4),
                ..QueryOptions::default()
            };
            assert_eq!(options.to_query(), query(&options.clone().into_options()));
        }
    }
}

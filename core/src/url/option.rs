//! Query options as a tree.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter, Write};

use super::encode_query;
use super::expand::ExpandItem;
use super::name::OptionName as N;
use super::select::SelectItem;
use crate::expr::{Apply, Compute, Expr, OrderBy, Search};

/// An option in the query of a URL, or in parentheses within another one (URL conventions 5).
///
/// Its `Display` is its text before percent-encoding.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryOption {
    /// `$apply` (Data Aggregation 3)
    Apply(Apply),
    /// `$compute`
    Compute(Vec<Compute>),
    /// `$count`
    Count(bool),
    /// `$deltatoken`
    DeltaToken(Box<str>),
    /// `$expand`
    Expand(Vec<ExpandItem>),
    /// `$filter`
    Filter(Expr),
    /// `$format`
    Format(Box<str>),
    /// `$id`
    Id(Box<str>),
    /// `$index`
    Index(i64),
    /// `$levels`; none means `max`.
    Levels(Option<u64>),
    /// `$orderby`
    OrderBy(Vec<OrderBy>),
    /// `$schemaversion`
    SchemaVersion(Box<str>),
    /// `$search`
    Search(Search),
    /// `$select`
    Select(Vec<SelectItem>),
    /// `$skip`
    Skip(u64),
    /// `$skiptoken`
    SkipToken(Box<str>),
    /// `$top`
    Top(u64),
    /// `$at`, `$from`, `$to` and `$toInclusive` (Temporal Data 4)
    Temporal(Temporal, Expr),
    /// A parameter alias, with its `@`, and its value (URL conventions 5.3).
    Alias(Cow<'static, str>, Expr),
    /// An option of the service's own, or a parameter by its name; either may be without a value.
    Custom(Box<str>, Option<Box<str>>),
}

/// Which moments of a temporal object are asked for (Temporal Data 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Temporal {
    /// `$at`
    At,
    /// `$from`
    From,
    /// `$to`, the moment itself left out
    To,
    /// `$toInclusive`
    ToInclusive,
}

impl QueryOption {
    /// Its name as it is written, `$` included.
    pub fn name(&self) -> &str {
        match self {
            QueryOption::Alias(name, _) => name,
            QueryOption::Custom(name, _) => name,
            QueryOption::Apply(_) => N::Apply.name(),
            QueryOption::Compute(_) => N::Compute.name(),
            QueryOption::Count(_) => N::Count.name(),
            QueryOption::DeltaToken(_) => N::DeltaToken.name(),
            QueryOption::Expand(_) => N::Expand.name(),
            QueryOption::Filter(_) => N::Filter.name(),
            QueryOption::Format(_) => N::Format.name(),
            QueryOption::Id(_) => N::Id.name(),
            QueryOption::Index(_) => N::Index.name(),
            QueryOption::Levels(_) => N::Levels.name(),
            QueryOption::OrderBy(_) => N::OrderBy.name(),
            QueryOption::SchemaVersion(_) => N::SchemaVersion.name(),
            QueryOption::Search(_) => N::Search.name(),
            QueryOption::Select(_) => N::Select.name(),
            QueryOption::Skip(_) => N::Skip.name(),
            QueryOption::SkipToken(_) => N::SkipToken.name(),
            QueryOption::Top(_) => N::Top.name(),
            QueryOption::Temporal(Temporal::At, _) => N::At.name(),
            QueryOption::Temporal(Temporal::From, _) => N::From.name(),
            QueryOption::Temporal(Temporal::To, _) => N::To.name(),
            QueryOption::Temporal(Temporal::ToInclusive, _) => N::ToInclusive.name(),
        }
    }

    /// The text of its value; none for an option of the service's own that has none.
    pub fn value(&self) -> Option<String> {
        Some(match self {
            QueryOption::Apply(apply) => apply.to_string(),
            QueryOption::Compute(items) => joined(items),
            QueryOption::Count(count) => count.to_string(),
            QueryOption::Expand(items) => joined(items),
            QueryOption::Filter(asked) => asked.to_string(),
            QueryOption::DeltaToken(text)
            | QueryOption::Format(text)
            | QueryOption::Id(text)
            | QueryOption::SchemaVersion(text)
            | QueryOption::SkipToken(text) => text.to_string(),
            QueryOption::Index(index) => index.to_string(),
            QueryOption::Levels(None) => "max".to_owned(),
            QueryOption::Levels(Some(number))
            | QueryOption::Skip(number)
            | QueryOption::Top(number) => number.to_string(),
            QueryOption::OrderBy(items) => joined(items),
            QueryOption::Search(search) => search.to_string(),
            QueryOption::Select(items) => joined(items),
            QueryOption::Temporal(_, value) | QueryOption::Alias(_, value) => value.to_string(),
            QueryOption::Custom(_, value) => return value.as_ref().map(|value| value.to_string()),
        })
    }

    /// Its text in a URL, percent-encoded.
    pub fn to_query(&self) -> String {
        let mut query = encode_query(self.name());
        if let Some(value) = self.value() {
            // Writing into a String does not fail.
            let _ = write!(query, "={}", encode_query(&value));
        }
        query
    }
}

impl Display for QueryOption {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self.value() {
            Some(value) => write!(f, "={value}"),
            None => Ok(()),
        }
    }
}

/// Items with commas between.
pub(super) fn joined<T: Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(T::to_string).collect();
    items.join(",")
}

/// Options in parentheses with semicolons between; nothing for none.
pub(super) fn in_parentheses(f: &mut Formatter<'_>, options: &[QueryOption]) -> fmt::Result {
    if options.is_empty() {
        return Ok(());
    }
    for (at, option) in options.iter().enumerate() {
        f.write_char(if at > 0 { ';' } else { '(' })?;
        Display::fmt(option, f)?;
    }
    f.write_char(')')
}

/// Options as the query of a URL, percent-encoded.
pub(super) fn query(options: &[QueryOption]) -> String {
    let options: Vec<String> = options.iter().map(QueryOption::to_query).collect();
    options.join("&")
}

//! Paths that are more than names: with calls, keys, filters and counts in them.

use std::borrow::Cow;

use crate::expr::{Aggregate, Expr, LambdaKind, Search};

/// A segment of a path (URL conventions 4 and 5.1.1.15).
///
/// Where nothing is known of the names, a path is what it looks like: `Items(1)` has a key, `Items(a=1)` is a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// A name: of a property, a type, an entity set, an operation without parentheses, a term with its `@`, a key that
    /// is written as a segment, or one of OData's own that begin with `$`.
    Name(Cow<'static, str>),
    /// A function with its parameters in parentheses.
    Call(Cow<'static, str>, Vec<Argument>),
    /// A key in parentheses; it stands behind the segment before it with no slash between.
    Key(Vec<Argument>),
    /// `$filter(...)` (URL conventions 4.12).
    Filter(Box<Expr>),
    /// `$count(...)` with a filter, a search or both (URL conventions 4.8).
    Count {
        /// Only those are counted that it is true for.
        filter: Option<Box<Expr>>,
        /// Only those are counted that it finds.
        search: Option<Box<Search>>,
    },
    /// `any` or `all` at the end of the path.
    Lambda {
        /// Which.
        kind: LambdaKind,
        /// The range variable.
        variable: Cow<'static, str>,
        /// What is asked of an item; without it, `any()` asks whether there is one.
        body: Option<Box<Expr>>,
    },
    /// `aggregate(...)` over the collection before it (Data Aggregation 3.2.1.2).
    Aggregate(Box<Aggregate>),
    /// `$crossjoin(...)` over entity sets (URL conventions 4.15).
    CrossJoin(Vec<Cow<'static, str>>),
}

/// A parameter of a function, or a property of a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name; a key of one property needs none.
    pub name: Option<Cow<'static, str>>,
    /// Its value: a literal or a parameter alias, in expressions anything.
    pub value: Expr,
}

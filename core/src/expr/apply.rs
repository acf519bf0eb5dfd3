//! `$apply`: sequences of set transformations (OData Extension for Data Aggregation 4.0, section 3).

use std::borrow::Cow;

use crate::expr::{Argument, Expr, OrderBy, Search};

/// Transformations, each of what the one before it gives (Data Aggregation 3.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Apply(pub Vec<Transformation>);

/// A set transformation (Data Aggregation 3.2 to 3.6, 6.2).
#[derive(Clone, Debug, PartialEq)]
pub enum Transformation {
    /// `aggregate(...)`: one instance of all.
    Aggregate(Vec<Aggregate>),
    /// `groupby((...),...)`: what is alike in these becomes one.
    GroupBy {
        /// What is compared.
        by: Vec<Grouping>,
        /// What is done with each group.
        then: Option<Apply>,
    },
    /// `concat(...)`: the results of several, one after the other.
    Concat(Vec<Apply>),
    /// `compute(...)`
    Compute(Vec<Compute>),
    /// `topcount(...)` and its kin.
    Ranked {
        /// Which.
        kind: Ranked,
        /// How many, how much, or which part of it.
        of: Expr,
        /// What is compared or added up.
        by: Expr,
    },
    /// `filter(...)`
    Filter(Expr),
    /// `search(...)`
    Search(Search),
    /// `orderby(...)`
    OrderBy(Vec<OrderBy>),
    /// `skip(...)`
    Skip(u64),
    /// `top(...)`
    Top(u64),
    /// `identity`
    Identity,
    /// `join(...)` and `outerjoin(...)`.
    Join {
        /// Whether instances that are related to nothing stay.
        outer: bool,
        /// The collection that each instance is joined with.
        property: Cow<'static, str>,
        /// What one of its instances is called in the result.
        alias: Cow<'static, str>,
        /// What is done with the collection before.
        then: Option<Apply>,
    },
    /// `nest(...)`, and `addnested(...)` where there is a path.
    Nest {
        /// The collection whose transformed copies are added.
        path: Option<Cow<'static, str>>,
        /// The transformations, and what their results are called.
        nested: Vec<(Apply, Cow<'static, str>)>,
    },
    /// `ancestors(...)` and `descendants(...)`.
    Relatives {
        /// Whether it is those above, not those below.
        above: bool,
        /// The hierarchy.
        hierarchy: Hierarchy,
        /// Which nodes are begun with.
        start: Apply,
        /// How many steps are gone at most.
        distance: Option<u64>,
        /// Whether the nodes that are begun with are in the result.
        keep_start: bool,
    },
    /// `traverse(...)`
    Traverse {
        /// The hierarchy.
        hierarchy: Hierarchy,
        /// Whether a node comes behind those below it.
        post_order: bool,
        /// Which nodes are begun with.
        start: Option<Apply>,
        /// How siblings are sorted.
        order: Vec<OrderBy>,
    },
    /// A function of the service's own.
    Call(Cow<'static, str>, Vec<Argument>),
}

/// The transformations that keep the greatest or the least (Data Aggregation 3.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ranked {
    /// `bottomcount`
    BottomCount,
    /// `bottompercent`
    BottomPercent,
    /// `bottomsum`
    BottomSum,
    /// `topcount`
    TopCount,
    /// `toppercent`
    TopPercent,
    /// `topsum`
    TopSum,
}

impl Ranked {
    /// Every one.
    pub const ALL: &'static [Ranked] = &[
        Ranked::BottomCount,
        Ranked::BottomPercent,
        Ranked::BottomSum,
        Ranked::TopCount,
        Ranked::TopPercent,
        Ranked::TopSum,
    ];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Ranked::BottomCount => "bottomcount",
            Ranked::BottomPercent => "bottompercent",
            Ranked::BottomSum => "bottomsum",
            Ranked::TopCount => "topcount",
            Ranked::TopPercent => "toppercent",
            Ranked::TopSum => "topsum",
        }
    }
}

/// One aggregate expression (Data Aggregation 3.2.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// What is aggregated.
    pub of: Aggregated,
    /// How; a count and a custom aggregate need no method.
    pub method: Option<Cow<'static, str>>,
    /// What is aggregated step by step before (`from`).
    pub from: Vec<AggregateFrom>,
    /// What the result is called.
    pub alias: Option<Cow<'static, str>>,
}

/// What is aggregated (Data Aggregation 3.2.1.1).
#[derive(Clone, Debug, PartialEq)]
pub enum Aggregated {
    /// A value of each instance.
    Expr(Expr),
    /// A path, which may lead through collections, or to a custom aggregate.
    Path(Cow<'static, str>),
    /// `$count`: how many there are, or how many a path leads to.
    Count(Option<Cow<'static, str>>),
}

/// `from ... with ...` (Data Aggregation 3.2.1.5).
#[derive(Clone, Debug, PartialEq)]
pub struct AggregateFrom {
    /// What is grouped by.
    pub by: Vec<Cow<'static, str>>,
    /// How the groups' results are aggregated.
    pub with: Option<Cow<'static, str>>,
}

/// What `groupby` compares (Data Aggregation 3.2.3 and 6.3).
#[derive(Clone, Debug, PartialEq)]
pub enum Grouping {
    /// A property.
    Property(Cow<'static, str>),
    /// `rollup(...)` over properties, the coarsest first, or over a named hierarchy.
    Rollup(Vec<Cow<'static, str>>),
    /// `rolluprecursive(...)`
    RollupRecursive {
        /// The hierarchy.
        hierarchy: Hierarchy,
        /// Which of its nodes.
        nodes: Option<Apply>,
    },
}

/// A recursive hierarchy, and how instances belong to its nodes (Data Aggregation 6.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Hierarchy {
    /// The collection of its nodes, a path from `$root`.
    pub nodes: Expr,
    /// The qualifier of its annotation.
    pub qualifier: Cow<'static, str>,
    /// The path to the node's identifier.
    pub node: Cow<'static, str>,
}

/// An expression and the name of its value (URL conventions 5.1.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Compute {
    /// What is computed.
    pub value: Expr,
    /// What it is called.
    pub alias: Cow<'static, str>,
}

//! Expressions: the one tree that filters are built into, printed from, parsed to and evaluated over.

mod apply;
mod children;
mod error;
pub(crate) mod escapes;
mod function;
mod lambda;
mod lexer;
pub(crate) mod parser;
mod print;
mod read;
mod rebase;
mod scope;
mod search;
mod segment;
#[cfg(test)]
pub(crate) mod tests;
mod tree;
mod types;

pub use apply::{
    Aggregate, AggregateFrom, Aggregated, Apply, Compute, Grouping, Hierarchy, Ranked,
    Transformation,
};
pub use error::ExprError;
pub use function::Function;
pub use parser::MAX_DEPTH;
pub use read::{parse, parse_apply, parse_compute, parse_order_by, parse_search, parse_value};
pub use scope::{AnyName, Lookup, Named, Scope};
pub use search::Search;
pub use segment::{Argument, Segment};
pub use tree::{ArithmeticOp, CompareOp, Expr, LambdaKind, LogicOp, OrderBy};
pub use types::Type;

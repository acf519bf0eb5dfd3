//! Expressions: the one tree that filters are built into, printed from, parsed to and evaluated over.

mod cast;
mod check;
mod error;
mod function;
mod lexer;
mod parser;
mod print;
#[cfg(test)]
mod tests;
mod tree;

pub use check::{AnyName, Lookup, Scope, Type};
pub use error::ExprError;
pub use function::Function;
pub use parser::{MAX_DEPTH, parse, parse_order_by, parse_search};
pub use tree::{ArithmeticOp, CompareOp, Expr, LambdaKind, LogicOp, OrderBy, Search};

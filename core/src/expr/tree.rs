//! The tree.

use std::borrow::Cow;

use crate::edm::Literal;
use crate::expr::Function;

/// A comparison (URL conventions 5.1.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `eq`
    Eq,
    /// `ne`
    Ne,
    /// `gt`
    Gt,
    /// `ge`
    Ge,
    /// `lt`
    Lt,
    /// `le`
    Le,
    /// `has`: all these flags are set.
    Has,
}

impl CompareOp {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            CompareOp::Eq => "eq",
            CompareOp::Ne => "ne",
            CompareOp::Gt => "gt",
            CompareOp::Ge => "ge",
            CompareOp::Lt => "lt",
            CompareOp::Le => "le",
            CompareOp::Has => "has",
        }
    }
}

/// An arithmetic operator (URL conventions 5.1.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `add`
    Add,
    /// `sub`
    Sub,
    /// `mul`
    Mul,
    /// `div`
    Div,
    /// `divby`: division that keeps the fraction.
    DivBy,
    /// `mod`
    Mod,
}

impl ArithmeticOp {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            ArithmeticOp::Add => "add",
            ArithmeticOp::Sub => "sub",
            ArithmeticOp::Mul => "mul",
            ArithmeticOp::Div => "div",
            ArithmeticOp::DivBy => "divby",
            ArithmeticOp::Mod => "mod",
        }
    }
}

/// `and` or `or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogicOp {
    /// `and`
    And,
    /// `or`
    Or,
}

impl LogicOp {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            LogicOp::And => "and",
            LogicOp::Or => "or",
        }
    }
}

/// `any` or `all` (URL conventions 5.1.1.13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LambdaKind {
    /// `any`: true for at least one item.
    Any,
    /// `all`: true for every item.
    All,
}

impl LambdaKind {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            LambdaKind::Any => "any",
            LambdaKind::All => "all",
        }
    }
}

/// An expression.
///
/// Chains of `and` and of `or` are kept flat, so that a filter of ten thousand terms is not ten thousand levels deep.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A constant.
    Literal(Literal),
    /// A path to a property, its segments joined by `/`.
    Path(Cow<'static, str>),
    /// Terms joined by `and` or `or`; at least two, none of them joined by the same operator.
    Logic(LogicOp, Vec<Expr>),
    /// `not`
    Not(Box<Expr>),
    /// A comparison.
    Compare(CompareOp, Box<Expr>, Box<Expr>),
    /// Arithmetic.
    Arithmetic(ArithmeticOp, Box<Expr>, Box<Expr>),
    /// A minus sign.
    Negate(Box<Expr>),
    /// Membership in a list of values.
    In(Box<Expr>, Vec<Expr>),
    /// A canonical function.
    Call(Function, Vec<Expr>),
    /// `isof(type)` or `isof(value,type)` (URL conventions 5.1.1.10.2): whether the item, or a value, is of the type of
    /// that qualified name.
    IsOf(Option<Box<Expr>>, Cow<'static, str>),
    /// `any` or `all` over a collection; without a body, `any()` asks whether there is an item.
    Lambda {
        /// Path to the collection.
        over: Cow<'static, str>,
        /// Which.
        kind: LambdaKind,
        /// The range variable; the paths in the body begin with it.
        variable: Cow<'static, str>,
        /// What is asked of an item.
        body: Option<Box<Expr>>,
    },
}

impl Expr {
    /// Joins two expressions, flat where one of them is joined by the same operator.
    pub fn join(op: LogicOp, left: Expr, right: Expr) -> Expr {
        let mut terms = match left {
            Expr::Logic(same, terms) if same == op => terms,
            other => vec![other],
        };
        match right {
            Expr::Logic(same, more) if same == op => terms.extend(more),
            other => terms.push(other),
        }
        Expr::Logic(op, terms)
    }

    /// A comparison.
    pub fn compare(op: CompareOp, left: Expr, right: Expr) -> Expr {
        Expr::Compare(op, Box::new(left), Box::new(right))
    }
}

/// One item of `$orderby` (URL conventions 5.1.4).
#[derive(Clone, Debug, PartialEq)]
pub struct OrderBy {
    /// What is compared.
    pub by: Expr,
    /// Largest first.
    pub descending: bool,
}

/// A `$search` expression (URL conventions 5.1.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// A word or a phrase.
    Term(Box<str>),
    /// Not this.
    Not(Box<Search>),
    /// All of these.
    And(Vec<Search>),
    /// One of these.
    Or(Vec<Search>),
}

//! Functions and operators that an entity set does not take in a `$filter` (Capabilities.FilterFunctions).

use odata_core::descriptor::{EntitySetInfo, Usage};
use odata_core::expr::Expr;

use super::restriction::of_usage;

/// Operators are restricted where the list names one: some services list functions alone, and have operators all the same.
const OPERATORS: [&str; 19] = [
    "eq", "ne", "gt", "ge", "lt", "le", "has", "in", "and", "or", "not", "add", "sub", "mul",
    "div", "divby", "mod", "any", "all",
];

/// Why the set does not take the filter.
pub(super) fn unsupported(info: &EntitySetInfo, filter: &Expr) -> Option<String> {
    let listed = info.filter_functions;
    if listed.is_empty() {
        return None;
    }
    let is_listed = |name: &str| listed.contains(&name);
    let with_operators = listed.iter().any(|name| OPERATORS.contains(name));
    let mut open = vec![filter];
    while let Some(expr) = open.pop() {
        let (name, is_operator) = named(expr);
        let restricted = !is_operator || with_operators;
        if let Some(name) = name.filter(|name| restricted && !is_listed(name)) {
            let why = of_usage(info, Usage::OtherFilterFunctions)?;
            return Some(format!("`{name}` in `$filter` of {why}"));
        }
        open.extend(expr.children());
    }
    None
}

/// What an expression is called at its top, and whether that is an operator. A sign is part of a number.
fn named(expr: &Expr) -> (Option<&'static str>, bool) {
    match expr {
        Expr::Literal(_)
        | Expr::Path(_)
        | Expr::Segments(_)
        | Expr::Negate(_)
        | Expr::Array(_)
        | Expr::Object(_) => (None, true),
        Expr::Logic(op, _) => (Some(op.name()), true),
        Expr::Not(_) => (Some("not"), true),
        Expr::Compare(op, _, _) => (Some(op.name()), true),
        Expr::Arithmetic(op, _, _) => (Some(op.name()), true),
        Expr::In(..) | Expr::InCollection(..) => (Some("in"), true),
        Expr::Lambda { kind, .. } => (Some(kind.name()), true),
        Expr::Call(function, _) => (Some(function.name()), false),
        Expr::IsOf(..) => (Some("isof"), false),
        Expr::Cast(..) => (Some("cast"), false),
        Expr::Case(_) => (Some("case"), false),
    }
}

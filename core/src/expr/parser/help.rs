//! What to do about the commonest mistakes.

use super::Operand;
use crate::edm::Literal;
use crate::expr::{Expr, Type};

/// A quoted value beside a property that is not text is the commonest mistake: say how it is written.
pub(super) fn quoting_help(wanted: &Type, given: &Operand) -> Option<String> {
    use crate::edm::PrimitiveType as P;
    let Expr::Literal(literal) = &given.expr else {
        return None;
    };
    let Type::Primitive(wanted) = wanted else {
        return None;
    };
    let moment = |date: &dyn std::fmt::Display| {
        Some(format!(
            "a moment has a time of day: for example {date}T00:00:00Z"
        ))
    };
    match (wanted, literal) {
        (P::String, Literal::String(_)) => None,
        (P::String, other) => Some(format!("text stands in single quotes: '{other}'")),
        (P::DateTimeOffset, Literal::Date(date)) => moment(date),
        (_, Literal::String(text)) => match Literal::parse_prefix(text) {
            Ok(Some((Literal::Date(date), _))) if *wanted == P::DateTimeOffset => moment(&date),
            Ok(Some((unquoted, length)))
                if length == text.len()
                    && Type::of(&unquoted).compares_with(&Type::Primitive(*wanted)) =>
            {
                Some(format!("write it without quotes: {text}"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What other languages write, in OData's words.
pub(super) fn other_language(word: &str) -> Option<String> {
    let operator = |is: &str| Some(format!("OData writes `{is}`"));
    match word {
        "=" | "==" => operator("eq"),
        "!=" | "<>" => operator("ne"),
        ">" => operator("gt"),
        ">=" => operator("ge"),
        "<" => operator("lt"),
        "<=" => operator("le"),
        "&&" | "&" => operator("and"),
        "||" | "|" => operator("or"),
        "!" => operator("not"),
        "LIKE" | "like" => {
            Some("OData has contains(a,b), startswith(a,b) and endswith(a,b)".to_owned())
        }
        _ => None,
    }
}

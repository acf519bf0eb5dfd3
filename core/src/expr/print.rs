//! Tree to text, with no parentheses but those that are needed.

use std::fmt::{self, Display, Formatter, Write};

use crate::edm::Literal;
use crate::expr::{ArithmeticOp, CompareOp, Expr, LogicOp, OrderBy};

mod apply;
mod json;
mod search;
mod segment;

/// How tightly an expression holds together (URL conventions 5.1.1.16).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Equality,
    Relational,
    Additive,
    Multiplicative,
    Unary,
    Membership,
    Primary,
}

fn binding(expr: &Expr) -> Binding {
    match expr {
        Expr::Logic(LogicOp::Or, _) => Binding::Or,
        Expr::Logic(LogicOp::And, _) => Binding::And,
        Expr::Compare(CompareOp::Eq | CompareOp::Ne, ..) => Binding::Equality,
        Expr::Compare(CompareOp::Has, ..) | Expr::In(..) | Expr::InCollection(..) => {
            Binding::Membership
        }
        Expr::Compare(..) => Binding::Relational,
        Expr::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Sub, ..) => Binding::Additive,
        Expr::Arithmetic(..) => Binding::Multiplicative,
        Expr::Not(_) | Expr::Negate(_) => Binding::Unary,
        Expr::Literal(_)
        | Expr::Path(_)
        | Expr::Segments(_)
        | Expr::Call(..)
        | Expr::Case(_)
        | Expr::Cast(..)
        | Expr::IsOf(..)
        | Expr::Array(_)
        | Expr::Object(_)
        | Expr::Lambda { .. } => Binding::Primary,
    }
}

/// An operand, in parentheses when it holds together less tightly than what is around it.
struct Within<'e>(&'e Expr, Binding);

impl Display for Within<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if binding(self.0) < self.1 {
            write!(f, "({})", self.0)
        } else {
            Display::fmt(self.0, f)
        }
    }
}

/// The binding that the right side of a left-associative operator needs.
fn tighter(binding: Binding) -> Binding {
    match binding {
        Binding::Or => Binding::And,
        Binding::And => Binding::Equality,
        Binding::Equality => Binding::Relational,
        Binding::Relational => Binding::Additive,
        Binding::Additive => Binding::Multiplicative,
        Binding::Multiplicative => Binding::Unary,
        Binding::Unary => Binding::Membership,
        Binding::Membership | Binding::Primary => Binding::Primary,
    }
}

/// The binding that an operand of a comparison needs. To ODataLib all comparisons bind the same, and other servers do not know
/// them one behind the other: one within another one stands in parentheses.
fn of_comparison(operand: &Expr, least: Binding) -> Binding {
    match operand {
        Expr::Compare(..) | Expr::In(..) | Expr::InCollection(..) | Expr::Not(_) => {
            Binding::Primary
        }
        _ => least,
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let own = binding(self);
        match self {
            Expr::Literal(literal) => Display::fmt(literal, f),
            Expr::Path(path) => f.write_str(path),
            Expr::Segments(segments) => segment::path(f, segments),
            Expr::Case(cases) => case(f, cases),
            Expr::Cast(value, name) => of_type(f, "cast", value.as_deref(), name),
            Expr::IsOf(value, name) => of_type(f, "isof", value.as_deref(), name),
            Expr::Array(items) => json::array(f, items),
            Expr::Object(members) => json::object(f, members),
            Expr::Logic(op, terms) => {
                for (at, term) in terms.iter().enumerate() {
                    if at > 0 {
                        write!(f, " {} ", op.name())?;
                    }
                    Display::fmt(&Within(term, tighter(own)), f)?;
                }
                Ok(())
            }
            // `not a in (1)` would do, but not every server knows that `in` binds tighter.
            Expr::Not(inner) => write!(f, "not {}", Within(inner, Binding::Primary)),
            Expr::Negate(inner) => match **inner {
                // `-5` would read as a literal.
                Expr::Literal(_) => write!(f, "-({inner})"),
                _ => write!(f, "-{}", Within(inner, Binding::Primary)),
            },
            Expr::Compare(op, left, right) => {
                write!(
                    f,
                    "{} {} {}",
                    Within(left, of_comparison(left, own)),
                    op.name(),
                    Within(right, of_comparison(right, tighter(own)))
                )
            }
            Expr::Arithmetic(op, left, right) => {
                write!(
                    f,
                    "{} {} {}",
                    Within(left, own),
                    op.name(),
                    Within(right, tighter(own))
                )
            }
            Expr::In(item, list) => {
                write!(f, "{} in ", Within(item, own))?;
                // Only values can stand in a list; an array takes anything.
                if list.iter().all(|item| matches!(item, Expr::Literal(_))) {
                    arguments(f, list)
                } else {
                    json::array(f, list)
                }
            }
            Expr::InCollection(item, collection) => {
                let collection = Within(collection, Binding::Primary);
                write!(f, "{} in {collection}", Within(item, own))
            }
            Expr::Call(function, list) => {
                f.write_str(function.name())?;
                arguments(f, list)
            }
            Expr::Lambda {
                over,
                kind,
                body: None,
                ..
            } => write!(f, "{over}/{}()", kind.name()),
            Expr::Lambda {
                over,
                kind,
                variable,
                body: Some(body),
            } => {
                write!(f, "{over}/{}({variable}:{body})", kind.name())
            }
        }
    }
}

fn case(f: &mut Formatter<'_>, cases: &[(Expr, Expr)]) -> fmt::Result {
    f.write_str("case(")?;
    for (at, (condition, value)) in cases.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        // `a gt 10:30` would read as a time of day.
        let blank = if ends_like_time(condition) { " " } else { "" };
        write!(f, "{comma}{condition}{blank}:{value}")?;
    }
    f.write_char(')')
}

/// Whether the last thing that is printed of an expression may be the hour of a time of day, or its minute.
fn ends_like_time(expr: &Expr) -> bool {
    match expr {
        Expr::Literal(Literal::Int(10..=99) | Literal::TimeOfDay(_)) => true,
        // A decimal that is printed like such a number is read as one.
        Expr::Literal(Literal::Decimal(number)) => {
            let text = number.to_string();
            text.parse()
                .is_ok_and(|number: u8| (10..=99).contains(&number))
        }
        Expr::Compare(_, _, right) | Expr::Arithmetic(_, _, right) => ends_like_time(right),
        Expr::Logic(_, terms) => terms.last().is_some_and(ends_like_time),
        _ => false,
    }
}

fn of_type(f: &mut Formatter<'_>, function: &str, value: Option<&Expr>, name: &str) -> fmt::Result {
    match value {
        Some(value) => write!(f, "{function}({value},{name})"),
        None => write!(f, "{function}({name})"),
    }
}

fn arguments(f: &mut Formatter<'_>, list: &[Expr]) -> fmt::Result {
    f.write_char('(')?;
    for (at, item) in list.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        Display::fmt(item, f)?;
    }
    f.write_char(')')
}

impl Display for OrderBy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.by, f)?;
        if self.descending {
            f.write_str(" desc")
        } else {
            Ok(())
        }
    }
}

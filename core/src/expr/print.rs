//! Tree to text, with no parentheses but those that are needed.

use std::fmt::{self, Display, Formatter, Write};

use crate::expr::{ArithmeticOp, CompareOp, Expr, LogicOp, OrderBy, Search};

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
        Expr::Compare(CompareOp::Has, ..) | Expr::In(..) => Binding::Membership,
        Expr::Compare(..) => Binding::Relational,
        Expr::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Sub, ..) => Binding::Additive,
        Expr::Arithmetic(..) => Binding::Multiplicative,
        Expr::Not(_) | Expr::Negate(_) => Binding::Unary,
        Expr::Literal(_)
        | Expr::Path(_)
        | Expr::Call(..)
        | Expr::IsOf(..)
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

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let own = binding(self);
        match self {
            Expr::Literal(literal) => Display::fmt(literal, f),
            Expr::Path(path) => f.write_str(path),
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
                    Within(left, own),
                    op.name(),
                    Within(right, tighter(own))
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
                arguments(f, list)
            }
            Expr::Call(function, list) => {
                f.write_str(function.name())?;
                arguments(f, list)
            }
            Expr::IsOf(None, type_name) => write!(f, "isof({type_name})"),
            Expr::IsOf(Some(value), type_name) => write!(f, "isof({value},{type_name})"),
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

impl Display for Search {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut Formatter<'_>, all: &[Search], by: &str| {
            for (at, one) in all.iter().enumerate() {
                if at > 0 {
                    f.write_str(by)?;
                }
                match one {
                    Search::Or(_) => write!(f, "({one})")?,
                    Search::And(_) if by == " AND " => write!(f, "({one})")?,
                    _ => Display::fmt(one, f)?,
                }
            }
            Ok(())
        };
        match self {
            Search::Term(term) if is_word(term) => f.write_str(term),
            Search::Term(phrase) => {
                write!(
                    f,
                    "\"{}\"",
                    phrase.replace('\\', "\\\\").replace('"', "\\\"")
                )
            }
            Search::Not(inner) => match **inner {
                Search::Term(_) => write!(f, "NOT {inner}"),
                _ => write!(f, "NOT ({inner})"),
            },
            Search::And(all) => joined(f, all, " AND "),
            Search::Or(all) => joined(f, all, " OR "),
        }
    }
}

/// Whether a term can go without quotes: letters and digits, and none of the three keywords.
fn is_word(term: &str) -> bool {
    !term.is_empty()
        && term.chars().all(char::is_alphanumeric)
        && !matches!(term, "AND" | "OR" | "NOT")
}

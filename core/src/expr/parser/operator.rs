//! Operators between two operands: how tightly they hold together, and what they give.

use crate::edm::PrimitiveType;
use crate::expr::{ArithmeticOp, CompareOp, LogicOp, Type};

/// An operator between two operands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Logic(LogicOp),
    Compare(CompareOp),
    Arithmetic(ArithmeticOp),
    In,
}

/// How tightly the loosest and the tightest operators hold together (URL conventions 5.1.1.16).
pub(super) const OR: u8 = 1;
pub(super) const MEMBERSHIP: u8 = 7;

impl Operator {
    /// The operator of that name; 4.01 knows them in any case (URL conventions 5.1.1.1).
    pub(super) fn from_word(word: &str) -> Option<Operator> {
        use {ArithmeticOp as A, CompareOp as C};
        Some(match word.to_ascii_lowercase().as_str() {
            "or" => Operator::Logic(LogicOp::Or),
            "and" => Operator::Logic(LogicOp::And),
            "eq" => Operator::Compare(C::Eq),
            "ne" => Operator::Compare(C::Ne),
            "gt" => Operator::Compare(C::Gt),
            "ge" => Operator::Compare(C::Ge),
            "lt" => Operator::Compare(C::Lt),
            "le" => Operator::Compare(C::Le),
            "has" => Operator::Compare(C::Has),
            "add" => Operator::Arithmetic(A::Add),
            "sub" => Operator::Arithmetic(A::Sub),
            "mul" => Operator::Arithmetic(A::Mul),
            "div" => Operator::Arithmetic(A::Div),
            "divby" => Operator::Arithmetic(A::DivBy),
            "mod" => Operator::Arithmetic(A::Mod),
            "in" => Operator::In,
            _ => return None,
        })
    }

    pub(super) fn binding(self) -> u8 {
        use {ArithmeticOp as A, CompareOp as C};
        match self {
            Operator::Logic(LogicOp::Or) => OR,
            Operator::Logic(LogicOp::And) => 2,
            Operator::Compare(C::Eq | C::Ne) => 3,
            Operator::Compare(C::Gt | C::Ge | C::Lt | C::Le) => 4,
            Operator::Arithmetic(A::Add | A::Sub) => 5,
            Operator::Arithmetic(_) => 6,
            Operator::Compare(C::Has) | Operator::In => MEMBERSHIP,
        }
    }
}

/// The type that arithmetic gives (URL conventions 5.1.1.2); none where the two do not go together.
pub(super) fn arithmetic_type(op: ArithmeticOp, left: &Type, right: &Type) -> Option<Type> {
    use PrimitiveType as P;
    match (left, right) {
        (Type::Unchecked | Type::Null, _) | (_, Type::Unchecked | Type::Null) => {
            Some(Type::Unchecked)
        }
        (Type::Primitive(a), Type::Primitive(b)) => match (op, *a, *b) {
            (_, a, b) if a.is_numeric() && b.is_numeric() => Some(Type::Primitive(widest(a, b))),
            (ArithmeticOp::Add | ArithmeticOp::Sub, P::DateTimeOffset | P::Date, P::Duration) => {
                Some(left.clone())
            }
            (ArithmeticOp::Sub, P::DateTimeOffset, P::DateTimeOffset)
            | (ArithmeticOp::Sub, P::Date, P::Date) => Some(Type::Primitive(P::Duration)),
            (ArithmeticOp::Add | ArithmeticOp::Sub, P::Duration, P::Duration) => Some(left.clone()),
            (ArithmeticOp::Mul | ArithmeticOp::Div | ArithmeticOp::DivBy, P::Duration, b)
                if b.is_numeric() =>
            {
                Some(left.clone())
            }
            (ArithmeticOp::Mul, a, P::Duration) if a.is_numeric() => Some(right.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn widest(a: PrimitiveType, b: PrimitiveType) -> PrimitiveType {
    use PrimitiveType as P;
    [P::Double, P::Single, P::Decimal, P::Int64]
        .into_iter()
        .find(|wide| a == *wide || b == *wide)
        .unwrap_or(P::Int32)
}

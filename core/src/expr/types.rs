//! The types of expressions, and which of them go together.

use std::fmt;

use crate::edm::{Literal, PrimitiveType};

/// The type of an expression, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Not known: everything goes.
    Unchecked,
    /// The literal `null`.
    Null,
    /// A primitive type.
    Primitive(PrimitiveType),
    /// An enumeration, by its qualified name.
    Enum(Box<str>),
    /// An entity or complex type, by its qualified name.
    Structured(Box<str>),
    /// A collection.
    Collection(Box<Type>),
}

impl Type {
    /// What is in a collection, or the single thing itself.
    pub(crate) fn item(&self) -> &Type {
        match self {
            Type::Collection(item) => item,
            single => single,
        }
    }

    pub(super) const BOOLEAN: Type = Type::Primitive(PrimitiveType::Boolean);

    pub(super) fn of(literal: &Literal) -> Type {
        match literal {
            Literal::Null => Type::Null,
            Literal::Enum {
                type_name: Some(name),
                ..
            } => Type::Enum(name.clone()),
            other => other
                .primitive_type()
                .map_or(Type::Unchecked, Type::Primitive),
        }
    }

    /// Whether values of the two can be compared.
    pub(super) fn compares_with(&self, other: &Type) -> bool {
        use PrimitiveType as P;
        match (self, other) {
            (Type::Unchecked | Type::Null, _) | (_, Type::Unchecked | Type::Null) => true,
            (Type::Primitive(a), Type::Primitive(b)) => {
                a == b
                    || (a.is_numeric() && b.is_numeric())
                    || (a.is_geo() && b.is_geo())
                    // 4.01 lets enumeration members, durations and such be written as plain strings in JSON only;
                    // a date is not comparable with a moment (Part 2, 5.1.1.1).
                    || matches!((a, b), (P::Stream, _) | (_, P::Stream))
            }
            // A bare string is an enumeration member since 4.01 (Part 2, 5.1.1.14.1).
            (Type::Enum(_), Type::Primitive(P::String))
            | (Type::Primitive(P::String), Type::Enum(_)) => true,
            (Type::Collection(a), Type::Collection(b)) => a.compares_with(b),
            // A literal may name the type by an alias of its namespace.
            (Type::Enum(a), Type::Enum(b)) => a.rsplit('.').next() == b.rsplit('.').next(),
            _ => false,
        }
    }

    /// Whether the type has an order, so that `gt` and its kin make sense.
    pub(super) fn is_ordered(&self) -> bool {
        match self {
            Type::Unchecked | Type::Null | Type::Enum(_) => true,
            Type::Primitive(primitive) => {
                !primitive.is_geo() && *primitive != PrimitiveType::Binary
            }
            Type::Structured(_) | Type::Collection(_) => false,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Unchecked => f.write_str("a value of unknown type"),
            Type::Null => f.write_str("null"),
            Type::Primitive(primitive) => f.write_str(primitive.name()),
            Type::Enum(name) | Type::Structured(name) => f.write_str(name),
            Type::Collection(item) => write!(f, "Collection({item})"),
        }
    }
}

//! What the names in an expression or a URL mean.

use crate::expr::Type;

/// What a [`Scope`] knows of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It is a property of this type.
    Found(Type),
    /// It is there, but the service does not support it here; the text says what the service says, and where.
    Refused(String),
    /// There is no such property. Near names make a suggestion.
    Missing {
        /// What has no such property, in the service's terms.
        of: String,
        /// All the names there are.
        known: Vec<String>,
    },
}

/// What an operation, or a name at the head of a resource path, stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An entity set or a singleton, of this type.
    Resource(Type),
    /// A function that gives this type, or an import of one.
    Function(Type),
    /// An action, or an import of one.
    Action,
    /// Either: no more is known.
    Unknown,
}

/// What the names in an expression or a URL mean.
///
/// Two methods are enough for filters over properties. The others have answers that let every well-formed name pass.
pub trait Scope {
    /// The type of the items that the expression is asked about (`$it`).
    fn root(&self) -> Type;

    /// Looks up a property of a structured type.
    fn property(&self, of: &Type, name: &str) -> Lookup;

    /// The type that a name casts to, where it names one: a name with a point in it, unless the scope knows better.
    fn cast(&self, _of: &Type, name: &str) -> Option<Type> {
        name.contains('.').then_some(Type::Unchecked)
    }

    /// The operation of that name that is bound to this type, or without one the unbound function.
    fn operation(&self, _on: Option<&Type>, name: &str) -> Option<Named> {
        name.contains('.').then_some(Named::Unknown)
    }

    /// What a name at the head of a resource path, or behind `$root/`, stands for.
    fn resource(&self, _name: &str) -> Option<Named> {
        Some(Named::Unknown)
    }

    /// The type of a term, given by its name with the `@` but without a qualifier.
    fn term(&self, _name: &str) -> Option<Type> {
        Some(Type::Unchecked)
    }

    /// The names of the members of an enumeration type, if they are known.
    fn members(&self, _name: &str) -> Option<Vec<String>> {
        None
    }

    /// Whether a structured type is an entity type, if that is known.
    fn is_entity(&self, _name: &str) -> Option<bool> {
        None
    }

    /// Whether a name is a custom aggregate of a type (Data Aggregation 5.1); of an unknown type, any name may be.
    fn is_custom_aggregate(&self, of: &Type, _name: &str) -> bool {
        *of == Type::Unchecked
    }

    /// Whether a text can be a key that is written as a segment (URL conventions 4.3.6).
    fn is_key_segment(&self, _text: &str) -> bool {
        true
    }

    /// Whether there is an option of that name that is not one of OData's.
    fn is_custom_option(&self, _name: &str) -> bool {
        true
    }

    /// Whether types have to go together, or only the names and the grammar are checked.
    fn checks_types(&self) -> bool {
        true
    }
}

/// A scope in which every name is known and nothing is checked but the grammar.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyName;

impl Scope for AnyName {
    fn root(&self) -> Type {
        Type::Unchecked
    }

    fn property(&self, _of: &Type, _name: &str) -> Lookup {
        Lookup::Found(Type::Unchecked)
    }

    fn operation(&self, _on: Option<&Type>, _name: &str) -> Option<Named> {
        Some(Named::Unknown)
    }
}

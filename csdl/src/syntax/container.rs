//! The entity container and what is in it (CSDL XML 4.01, 13).

use crate::source::{Span, Spanned};
use crate::syntax::{Annotation, OperationKind};

/// What a service offers (CSDL XML 4.01, 13).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityContainer {
    /// Its simple name.
    pub name: Spanned<String>,
    /// The qualified name of a container whose children are its own too.
    pub extends: Option<Spanned<String>>,
    /// Entity sets.
    pub entity_sets: Vec<EntitySet>,
    /// Singletons.
    pub singletons: Vec<Singleton>,
    /// Action imports and function imports.
    pub operation_imports: Vec<OperationImport>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// An entity set (CSDL XML 4.01, 13.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntitySet {
    /// Its name.
    pub name: Spanned<String>,
    /// The qualified name of the type of its members.
    pub entity_type: Spanned<String>,
    /// Whether the service document lists it; absent means yes.
    pub include_in_service_document: Option<bool>,
    /// Where its navigation properties lead.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A single entity with a name (CSDL XML 4.01, 13.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Singleton {
    /// Its name.
    pub name: Spanned<String>,
    /// The qualified name of its entity type.
    pub ty: Spanned<String>,
    /// Whether it may be absent (4.01).
    pub nullable: Option<bool>,
    /// Where its navigation properties lead.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// The set a navigation property leads to (CSDL XML 4.01, 13.4).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NavigationPropertyBinding {
    /// The path to the navigation property.
    pub path: Spanned<String>,
    /// The entity set or singleton, or a path to one.
    pub target: Spanned<String>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// An unbound action or function offered at the root (CSDL XML 4.01, 13.5 and 13.6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OperationImport {
    /// Action import or function import.
    pub kind: OperationKind,
    /// Its name.
    pub name: Spanned<String>,
    /// The qualified name of the operation.
    pub operation: Spanned<String>,
    /// The entity set of the result, or a path to it.
    pub entity_set: Option<Spanned<String>>,
    /// Whether the service document lists it; absent means no.
    pub include_in_service_document: Option<bool>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

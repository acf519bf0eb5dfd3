//! The entity containers of a [`Model`](crate::model::Model).

use crate::model::{Annotations, OperationId, QualifiedName, StructuredTypeId};
use crate::source::Span;
use crate::syntax::OperationKind;

/// What a service offers (CSDL XML 4.01, 13).
#[derive(Clone, Debug, PartialEq)]
pub struct EntityContainer {
    /// Its full name.
    pub name: QualifiedName,
    /// The full name of the container whose children it took over.
    pub extends: Option<String>,
    /// Entity sets.
    pub entity_sets: Vec<EntitySet>,
    /// Singletons.
    pub singletons: Vec<Singleton>,
    /// Action imports and function imports.
    pub operation_imports: Vec<OperationImport>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

impl EntityContainer {
    /// The entity set with that name.
    pub fn entity_set(&self, name: &str) -> Option<&EntitySet> {
        self.entity_sets.iter().find(|set| set.name == name)
    }

    /// The singleton with that name.
    pub fn singleton(&self, name: &str) -> Option<&Singleton> {
        self.singletons
            .iter()
            .find(|singleton| singleton.name == name)
    }

    /// The action import or function import with that name.
    pub fn operation_import(&self, name: &str) -> Option<&OperationImport> {
        self.operation_imports
            .iter()
            .find(|import| import.name == name)
    }
}

/// An entity set (CSDL XML 4.01, 13.2).
#[derive(Clone, Debug, PartialEq)]
pub struct EntitySet {
    /// Its name.
    pub name: String,
    /// The type of its members.
    pub entity_type: StructuredTypeId,
    /// Whether the service document lists it.
    pub include_in_service_document: bool,
    /// Where its navigation properties lead.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// A single entity with a name (CSDL XML 4.01, 13.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Singleton {
    /// Its name.
    pub name: String,
    /// Its type.
    pub entity_type: StructuredTypeId,
    /// Whether it may be absent.
    pub nullable: bool,
    /// Where its navigation properties lead.
    pub navigation_property_bindings: Vec<NavigationPropertyBinding>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// The set a navigation property leads to (CSDL XML 4.01, 13.4).
#[derive(Clone, Debug, PartialEq)]
pub struct NavigationPropertyBinding {
    /// The path to the navigation property, type casts in full names.
    pub path: String,
    /// The entity set or singleton, or a path to one in full names.
    pub target: String,
    /// What is said about it.
    pub annotations: Annotations,
    /// The element.
    pub span: Span,
}

/// An unbound action or function offered at the root (CSDL XML 4.01, 13.5 and 13.6).
#[derive(Clone, Debug, PartialEq)]
pub struct OperationImport {
    /// Action import or function import.
    pub kind: OperationKind,
    /// Its name.
    pub name: String,
    /// The unbound overloads it offers.
    pub operations: Vec<OperationId>,
    /// The entity set of the result, or a path to it.
    pub entity_set: Option<String>,
    /// Whether the service document lists it.
    pub include_in_service_document: bool,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

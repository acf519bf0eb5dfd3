//! The unresolved tree of a CSDL document: names as they were written, with their places.
//!
//! The structs are plain: code that makes CSDL from something else builds and edits them by hand, with
//! `..Default::default()` for what it has nothing to say about and `"text".into()` for a name without a place.

mod annotation;
mod container;
mod operation;
mod types;

pub use annotation::{
    Annotation, Collection, Dynamic, Expression, ExternalAnnotations, PropertyValue, Record,
};
pub use container::{
    EntityContainer, EntitySet, NavigationPropertyBinding, OperationImport, Singleton,
};
pub use operation::{Operation, OperationKind, Parameter, ReturnType};
pub use types::{
    EnumMember, EnumType, Facets, Key, MaxLength, NavigationProperty, OnDelete, OnDeleteAction,
    Property, PropertyRef, ReferentialConstraint, Scale, Srid, StructuredKind, StructuredType,
    Term, TypeDefinition, TypeRef,
};

use crate::source::{SourceId, Span, Spanned};

/// A whole document, `edmx:Edmx` (CSDL XML 4.01, 3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The text it was read from; [`SourceId::NONE`] when it was built.
    pub source: SourceId,
    /// `4.0` or `4.01`.
    pub version: Spanned<String>,
    /// The qualified name of the service's entity container, which CSDL JSON states.
    pub entity_container: Option<Spanned<String>>,
    /// The documents it refers to.
    pub references: Vec<Reference>,
    /// Its schemas.
    pub schemas: Vec<Schema>,
}

/// A document referred to, `edmx:Reference` (CSDL XML 4.01, 3.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reference {
    /// Where that document is.
    pub uri: Spanned<String>,
    /// The schemas taken from it.
    pub includes: Vec<Include>,
    /// The annotations taken from it.
    pub include_annotations: Vec<IncludeAnnotations>,
    /// What is said about the reference.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A schema of another document, `edmx:Include` (CSDL XML 4.01, 3.4).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Include {
    /// The namespace of the schema.
    pub namespace: Spanned<String>,
    /// A short name for it, valid in the including document only.
    pub alias: Option<Spanned<String>>,
    /// What is said about the inclusion.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// Annotations of another document, `edmx:IncludeAnnotations` (CSDL XML 4.01, 3.5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncludeAnnotations {
    /// The namespace of the terms.
    pub term_namespace: Spanned<String>,
    /// Only those with this qualifier.
    pub qualifier: Option<Spanned<String>>,
    /// Only those on targets of this namespace.
    pub target_namespace: Option<Spanned<String>>,
    /// The element.
    pub span: Span,
}

/// A schema (CSDL XML 4.01, 5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// Its namespace.
    pub namespace: Spanned<String>,
    /// A short name for the namespace.
    pub alias: Option<Spanned<String>>,
    /// Entity types and complex types, in the order of the document.
    pub structured_types: Vec<StructuredType>,
    /// Enumeration types.
    pub enum_types: Vec<EnumType>,
    /// Type definitions.
    pub type_definitions: Vec<TypeDefinition>,
    /// Actions and functions; an overload is a further one of the same name.
    pub operations: Vec<Operation>,
    /// Terms of a vocabulary.
    pub terms: Vec<Term>,
    /// Entity containers; a service has one.
    pub entity_containers: Vec<EntityContainer>,
    /// Annotations that stand apart from what they are about.
    pub external_annotations: Vec<ExternalAnnotations>,
    /// What is said about the schema itself.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

impl Schema {
    /// The entity types among the structured types.
    pub fn entity_types(&self) -> impl Iterator<Item = &StructuredType> {
        self.structured_types
            .iter()
            .filter(|ty| ty.kind == StructuredKind::Entity)
    }

    /// The complex types among the structured types.
    pub fn complex_types(&self) -> impl Iterator<Item = &StructuredType> {
        self.structured_types
            .iter()
            .filter(|ty| ty.kind == StructuredKind::Complex)
    }
}

//! What a [`Model`](crate::model::Model) holds.

use odata_core::edm::PrimitiveType;

use crate::model::{Annotations, EnumTypeId, QualifiedName, StructuredTypeId, TypeDefinitionId};
use crate::source::Span;
use crate::syntax::{Facets, OnDeleteAction, OperationKind, StructuredKind};

/// A schema's own data; what is in it is in the model's lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The namespace.
    pub namespace: String,
    /// Its alias.
    pub alias: Option<String>,
    /// What is said about it.
    pub annotations: Annotations,
    /// The namespace where it is declared.
    pub span: Span,
}

/// A type as something uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    /// Whether it is a collection.
    pub collection: bool,
    /// What of.
    pub kind: TypeKind,
    /// Where its name was written.
    pub span: Span,
}

/// What a type's name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// A primitive type.
    Primitive(PrimitiveType),
    /// `Edm.Untyped`.
    Untyped,
    /// An entity type or a complex type.
    Structured(StructuredTypeId),
    /// An enumeration type.
    Enum(EnumTypeId),
    /// A type definition.
    Definition(TypeDefinitionId),
    /// An abstract or special type such as `Edm.EntityType` or `Edm.PropertyPath`.
    Other(String),
    /// A name that led nowhere; an error was said.
    Unknown(String),
}

/// An entity type or a complex type (CSDL XML 4.01, 6 and 9).
#[derive(Clone, Debug, PartialEq)]
pub struct StructuredType {
    /// Which of the two.
    pub kind: StructuredKind,
    /// Its full name.
    pub name: QualifiedName,
    /// The type it extends.
    pub base: Option<StructuredTypeId>,
    /// It has no instances of its own.
    pub is_abstract: bool,
    /// Instances may have properties that are not declared.
    pub is_open: bool,
    /// Instances are media entities.
    pub has_stream: bool,
    /// Its own key; [`Model::key`](crate::model::Model::key) finds an inherited one too.
    pub key: Option<Key>,
    /// Its own structural properties.
    pub properties: Vec<Property>,
    /// Its own navigation properties.
    pub navigation_properties: Vec<NavigationProperty>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// The key of an entity type (CSDL XML 4.01, 6.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The properties that make it up, in order.
    pub properties: Vec<KeyProperty>,
}

/// One property of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyProperty {
    /// The property, or the path to it.
    pub path: String,
    /// Its name in key predicates, when that is not the path.
    pub alias: Option<String>,
    /// Where it is named.
    pub span: Span,
}

impl KeyProperty {
    /// Its name in key predicates.
    pub fn name(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.path)
    }
}

/// A structural property (CSDL XML 4.01, 7).
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be null, or an item of it. Where nothing is written a value may, an item may not.
    pub nullable: bool,
    /// What narrows the type.
    pub facets: Facets,
    /// Its value where none is given, in the notation of the type.
    pub default_value: Option<String>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// A navigation property (CSDL XML 4.01, 8).
#[derive(Clone, Debug, PartialEq)]
pub struct NavigationProperty {
    /// Its name.
    pub name: String,
    /// Where it leads.
    pub ty: Type,
    /// Whether it may lead nowhere; never so for a collection.
    pub nullable: bool,
    /// The path from the other end back to this one.
    pub partner: Option<String>,
    /// The other end lives and dies inside this one.
    pub contains_target: bool,
    /// Properties that are equal at both ends.
    pub referential_constraints: Vec<ReferentialConstraint>,
    /// What becomes of the other end when this one is deleted.
    pub on_delete: Option<OnDeleteAction>,
    /// What is said about that.
    pub on_delete_annotations: Annotations,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// A property that equals one of the other end (CSDL XML 4.01, 8.5).
#[derive(Clone, Debug, PartialEq)]
pub struct ReferentialConstraint {
    /// The property here.
    pub property: String,
    /// The property there.
    pub referenced_property: String,
    /// What is said about it.
    pub annotations: Annotations,
    /// The element.
    pub span: Span,
}

/// An enumeration type (CSDL XML 4.01, 10).
#[derive(Clone, Debug, PartialEq)]
pub struct EnumType {
    /// Its full name.
    pub name: QualifiedName,
    /// The integer type beneath.
    pub underlying: PrimitiveType,
    /// Members may be combined.
    pub is_flags: bool,
    /// Its members.
    pub members: Vec<EnumMember>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// A member of an enumeration type (CSDL XML 4.01, 10.3).
#[derive(Clone, Debug, PartialEq)]
pub struct EnumMember {
    /// Its name.
    pub name: String,
    /// Its value; counted up from the one before where none is written.
    pub value: i64,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// A primitive type under another name (CSDL XML 4.01, 11).
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDefinition {
    /// Its full name.
    pub name: QualifiedName,
    /// The primitive type.
    pub underlying: PrimitiveType,
    /// What narrows it.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// One overload of an action or a function (CSDL XML 4.01, 12).
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Which of the two.
    pub kind: OperationKind,
    /// Its full name.
    pub name: QualifiedName,
    /// The first parameter is what it is called on.
    pub is_bound: bool,
    /// Its result may be addressed further.
    pub is_composable: bool,
    /// The path from the binding parameter to the set of the result.
    pub entity_set_path: Option<String>,
    /// Its parameters, the binding one first.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub return_type: Option<ReturnType>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

impl Operation {
    /// What it is called on, when it is bound.
    pub fn binding_parameter(&self) -> Option<&Parameter> {
        self.parameters.first().filter(|_| self.is_bound)
    }

    /// The parameters a caller passes: all but the binding one.
    pub fn own_parameters(&self) -> &[Parameter] {
        self.parameters
            .get(usize::from(self.is_bound)..)
            .unwrap_or_default()
    }
}

/// A parameter (CSDL XML 4.01, 12.9).
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be null, or an item of it. Where nothing is written a value may, an item may not.
    pub nullable: bool,
    /// What narrows the type.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

/// What an operation returns (CSDL XML 4.01, 12.8).
#[derive(Clone, Debug, PartialEq)]
pub struct ReturnType {
    /// The type.
    pub ty: Type,
    /// Whether it may be null, or an item of it. Where nothing is written a value may, an item may not.
    pub nullable: bool,
    /// What narrows the type.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Annotations,
}

/// A term of a vocabulary (CSDL XML 4.01, 14.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Its full name.
    pub name: QualifiedName,
    /// The type of its values.
    pub ty: Type,
    /// Whether a value may be null, or an item of it. Where nothing is written a value may, an item may not.
    pub nullable: bool,
    /// What narrows the type.
    pub facets: Facets,
    /// The full name of the term that this one specialises.
    pub base_term: Option<String>,
    /// Its value where an annotation gives none.
    pub default_value: Option<String>,
    /// The kinds of model elements it is meant for; empty means all.
    pub applies_to: Vec<String>,
    /// What is said about it.
    pub annotations: Annotations,
    /// Its name where it is declared.
    pub span: Span,
}

//! The resolved model: every name leads to what it names.

mod annotations;
mod containers;
mod elements;
mod inheritance;
mod lineage;
mod names;
mod resolve;

pub use annotations::Annotations;
pub use containers::{
    EntityContainer, EntitySet, NavigationPropertyBinding, OperationImport, Singleton,
};
pub use elements::{
    EnumMember, EnumType, Key, KeyProperty, NavigationProperty, Operation, Parameter, Property,
    ReferentialConstraint, ReturnType, Schema, StructuredType, Term, Type, TypeDefinition,
    TypeKind,
};
pub use names::QualifiedName;
pub use resolve::{Referenced, resolve, resolve_with_references};

use crate::source::Span;
use annotations::External;
use foldhash::HashMap;
use lineage::Lineage;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u32);

        impl $name {
            /// Its place among the model's elements of this sort, from zero: to index tables of one's own.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            fn at(index: usize) -> Self {
                $name(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )+};
}

ids! {
    /// An entity type or a complex type of a [`Model`].
    StructuredTypeId
    /// An enumeration type of a [`Model`].
    EnumTypeId
    /// A type definition of a [`Model`].
    TypeDefinitionId
    /// One overload of an action or function of a [`Model`].
    OperationId
}

/// What all documents of a service say together.
///
/// Ids are only valid in the model they come from; the order of everything is the order of the documents.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The newest version that a document of the service says.
    version: String,
    schemas: Vec<Schema>,
    structured_types: Vec<StructuredType>,
    enum_types: Vec<EnumType>,
    type_definitions: Vec<TypeDefinition>,
    operations: Vec<Operation>,
    terms: Vec<Term>,
    containers: Vec<EntityContainer>,
    service_container: usize,
    types_by_name: HashMap<String, TypeKind>,
    operations_by_name: HashMap<String, Vec<OperationId>>,
    /// By the type, and whether to a collection of it.
    operations_by_binding: HashMap<(StructuredTypeId, bool), Vec<OperationId>>,
    external_annotations: HashMap<String, External>,
    derived: HashMap<StructuredTypeId, Vec<StructuredTypeId>>,
    /// How many structured types and enumeration types the service's own documents declare; none when there are no others.
    given_types: Option<(usize, usize)>,
    /// Containers that are no part of the service by themselves.
    foreign_containers: Vec<usize>,
}

impl Model {
    /// The version of OData that the service's own documents say (CSDL XML 4.01, 3.1.1), the newest one where they differ: `4.0` or `4.01`.
    pub fn version(&self) -> &str {
        match self.version.as_str() {
            "" => "4.0",
            said => said,
        }
    }

    /// The schemas, as far as they are more than what is in them.
    pub fn schemas(&self) -> &[Schema] {
        &self.schemas
    }

    /// The entity type or complex type with that id.
    ///
    /// # Panics
    /// When the id comes from another model.
    #[expect(clippy::indexing_slicing, reason = "ids are made by this model only")]
    pub fn structured_type(&self, id: StructuredTypeId) -> &StructuredType {
        &self.structured_types[id.index()]
    }

    /// Every entity type and complex type.
    pub fn structured_types(&self) -> impl Iterator<Item = (StructuredTypeId, &StructuredType)> {
        self.structured_types
            .iter()
            .enumerate()
            .map(|(at, ty)| (StructuredTypeId::at(at), ty))
    }

    /// The enumeration type with that id.
    ///
    /// # Panics
    /// When the id comes from another model.
    #[expect(clippy::indexing_slicing, reason = "ids are made by this model only")]
    pub fn enum_type(&self, id: EnumTypeId) -> &EnumType {
        &self.enum_types[id.index()]
    }

    /// Every enumeration type.
    pub fn enum_types(&self) -> impl Iterator<Item = (EnumTypeId, &EnumType)> {
        self.enum_types
            .iter()
            .enumerate()
            .map(|(at, ty)| (EnumTypeId::at(at), ty))
    }

    /// The type definition with that id.
    ///
    /// # Panics
    /// When the id comes from another model.
    #[expect(clippy::indexing_slicing, reason = "ids are made by this model only")]
    pub fn type_definition(&self, id: TypeDefinitionId) -> &TypeDefinition {
        &self.type_definitions[id.index()]
    }

    /// Every type definition.
    pub fn type_definitions(&self) -> impl Iterator<Item = (TypeDefinitionId, &TypeDefinition)> {
        self.type_definitions
            .iter()
            .enumerate()
            .map(|(at, ty)| (TypeDefinitionId::at(at), ty))
    }

    /// The operation with that id.
    ///
    /// # Panics
    /// When the id comes from another model.
    #[expect(clippy::indexing_slicing, reason = "ids are made by this model only")]
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.index()]
    }

    /// Every overload of every action and function; those of one name in a schema stand together.
    pub fn operations(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        self.operations
            .iter()
            .enumerate()
            .map(|(at, operation)| (OperationId::at(at), operation))
    }

    /// Every term.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The containers of the service itself: not those that another one extends, whose children that one has, and not
    /// those of documents that were only referred to.
    pub fn service_containers(&self) -> impl Iterator<Item = &EntityContainer> {
        let own = |at: &usize| !self.foreign_containers.contains(at);
        let numbered = self.containers.iter().enumerate();
        numbered.filter(move |(at, _)| own(at)).map(|(_, one)| one)
    }

    /// Whether a structured type is of the service's own documents, not of one that they refer to.
    pub fn is_own_type(&self, id: StructuredTypeId) -> bool {
        self.given_types.is_none_or(|(types, _)| id.index() < types)
    }

    /// Whether an enumeration type is of the service's own documents.
    pub fn is_own_enum(&self, id: EnumTypeId) -> bool {
        self.given_types.is_none_or(|(_, enums)| id.index() < enums)
    }

    /// Every entity container, each with what it takes from the one it extends.
    pub fn containers(&self) -> &[EntityContainer] {
        &self.containers
    }

    /// The service's container: the one that a document names (CSDL JSON 4.01, 3.1), else the first.
    pub fn container(&self) -> Option<&EntityContainer> {
        self.containers.get(self.service_container)
    }

    /// Where a type is declared.
    fn place(&self, kind: &TypeKind) -> Span {
        match kind {
            TypeKind::Structured(id) => self.structured_type(*id).span,
            TypeKind::Enum(id) => self.enum_type(*id).span,
            TypeKind::Definition(id) => self.type_definition(*id).span,
            _ => Span::default(),
        }
    }

    /// The type with that full name: `Namespace.Name`, no alias.
    pub fn find_type(&self, qualified_name: &str) -> Option<&TypeKind> {
        self.types_by_name.get(qualified_name)
    }

    /// The entity type or complex type with that full name.
    pub fn find_structured_type(&self, qualified_name: &str) -> Option<StructuredTypeId> {
        match self.find_type(qualified_name) {
            Some(TypeKind::Structured(id)) => Some(*id),
            _ => None,
        }
    }

    /// The overloads of the action or function with that full name.
    pub fn operations_named(&self, qualified_name: &str) -> &[OperationId] {
        self.operations_by_name
            .get(qualified_name)
            .map_or(&[], Vec::as_slice)
    }

    /// The operations that can be called on an instance (or a collection) of exactly that type.
    pub fn operations_bound_to(
        &self,
        id: StructuredTypeId,
        collection: bool,
    ) -> impl Iterator<Item = (OperationId, &Operation)> {
        let bound = self.operations_by_binding.get(&(id, collection));
        bound
            .into_iter()
            .flatten()
            .map(|&id| (id, self.operation(id)))
    }

    /// The entity set with that name, in any container.
    pub fn entity_set(&self, name: &str) -> Option<&EntitySet> {
        self.containers
            .iter()
            .find_map(|container| container.entity_set(name))
    }

    /// The singleton with that name, in any container.
    pub fn singleton(&self, name: &str) -> Option<&Singleton> {
        self.containers
            .iter()
            .find_map(|container| container.singleton(name))
    }

    /// The type itself and all it extends, the outermost base first.
    pub fn lineage(&self, id: StructuredTypeId) -> impl Iterator<Item = StructuredTypeId> + use<> {
        Lineage::of(self, id)
    }

    /// The types that extend that one directly.
    pub fn derived(&self, id: StructuredTypeId) -> &[StructuredTypeId] {
        self.derived.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether the one is the other, or extends it.
    pub fn is_a(&self, id: StructuredTypeId, base: StructuredTypeId) -> bool {
        let mut next = Some(id);
        while let Some(one) = next {
            if one == base {
                return true;
            }
            next = self.structured_type(one).base;
        }
        false
    }

    /// The key of the type, its own or inherited.
    pub fn key(&self, id: StructuredTypeId) -> Option<&Key> {
        Lineage::of(self, id).find_map(|one| self.structured_type(one).key.as_ref())
    }

    /// The structural properties, those of base types first.
    pub fn properties(&self, id: StructuredTypeId) -> impl Iterator<Item = &Property> {
        Lineage::of(self, id).flat_map(|one| &self.structured_type(one).properties)
    }

    /// The navigation properties, those of base types first.
    pub fn navigation_properties(
        &self,
        id: StructuredTypeId,
    ) -> impl Iterator<Item = &NavigationProperty> {
        Lineage::of(self, id).flat_map(|one| &self.structured_type(one).navigation_properties)
    }

    /// The structural property with that name, its own or inherited.
    pub fn property(&self, id: StructuredTypeId, name: &str) -> Option<&Property> {
        self.properties(id).find(|property| property.name == name)
    }

    /// The navigation property with that name, its own or inherited.
    pub fn navigation_property(
        &self,
        id: StructuredTypeId,
        name: &str,
    ) -> Option<&NavigationProperty> {
        self.navigation_properties(id)
            .find(|property| property.name == name)
    }

    /// What `Annotations` elements say about a target path in full names, such as `Ns.Derived/InheritedProperty`.
    ///
    /// What they say about a declared element is also among the element's own annotations.
    pub fn annotations_at(&self, target: &str) -> Option<&Annotations> {
        self.external_annotations.get(target).map(|one| &one.said)
    }

    /// Every target path of `Annotations` elements, in full names and in no order, with what they say.
    pub fn external_annotations(&self) -> impl Iterator<Item = (&str, &Annotations)> {
        self.external_annotations
            .iter()
            .map(|(target, one)| (target.as_str(), &one.said))
    }
}

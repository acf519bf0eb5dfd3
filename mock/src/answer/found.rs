//! What a path leads to.

use odata_core::edm::Literal;
use odata_csdl::model::{Model, StructuredTypeId};
use odata_csdl::syntax::StructuredKind;

use crate::answer::Fault;
use crate::eval::{Object, Source, Value};
use crate::shape::{Declared, Shape};

/// A resource, and what of it is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    /// A list for a collection.
    pub(crate) value: Value<'a>,
    pub(crate) declared: Declared,
    pub(crate) kind: Kind,
    /// What the context URL says it is, without what is selected and without `/$entity`.
    pub(crate) context: String,
    /// The set or the singleton whose restrictions count.
    pub(crate) source: Option<Source<'a>>,
    /// Whether the last segment was a cast.
    pub(crate) was_cast: bool,
    /// What is asked for is within this entity.
    pub(crate) owner: Option<Object<'a>>,
    /// The navigation property or the property that the path ends with.
    pub(crate) property: Option<&'a str>,
    pub(crate) tail: Tail,
}

/// What sort of resource it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Entities or an entity.
    Entity,
    /// A property, or what a function gives.
    Value,
    /// Rows of several sets, each with its name and its type.
    CrossJoin(Vec<(String, StructuredTypeId)>),
    /// All entities of the service.
    All,
}

/// What is asked of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tail {
    Nothing,
    /// `/$value`
    RawValue,
    /// `/$count`
    Count,
    /// `/$ref`
    References,
}

impl<'a> Found<'a> {
    /// The type of the entity or of the entities, or of the complex value.
    pub(crate) fn structured(&self) -> Option<StructuredTypeId> {
        match self.declared.shape {
            Shape::Structured(id) => Some(id),
            _ => None,
        }
    }

    /// Whether entities of a type can be there.
    pub(crate) fn sort_of(model: &Model, shape: Shape) -> Kind {
        match shape {
            Shape::Structured(id) if model.structured_type(id).kind == StructuredKind::Entity => {
                Kind::Entity
            }
            _ => Kind::Value,
        }
    }

    /// What the resource is called in messages.
    pub(crate) fn name(&self) -> &str {
        // A slash within a key is encoded.
        let last = self.context.rsplit('/').next().unwrap_or_default();
        last.split('(').next().unwrap_or_default()
    }
}

/// There is no entity with that key.
pub(crate) fn missing(name: &str, key: &[Literal]) -> Fault {
    let texts: Vec<String> = key.iter().map(Literal::to_string).collect();
    let message = format!("`{name}` has no entity with the key {}", texts.join(","));
    Fault::not_found(message)
}

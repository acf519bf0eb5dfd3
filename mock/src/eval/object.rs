//! Objects: entities, complex values, and rows that an aggregation makes.

use std::borrow::Cow;
use std::rc::Rc;

use odata_core::edm::Literal;
use odata_core::url::key_predicate;
use odata_csdl::model::{EntitySet, Model, NavigationPropertyBinding, Singleton, StructuredTypeId};

use crate::eval::{Value, path};
use crate::store::{self, Row};

/// An entity, a complex value, or what was put together from others.
#[derive(Clone, Debug)]
pub(crate) struct Object<'a> {
    /// What is stored.
    pub(crate) members: &'a Row,
    pub(crate) ty: Option<StructuredTypeId>,
    /// Where it is, if it is anywhere.
    pub(crate) home: Option<Rc<Home<'a>>>,
    /// What was computed, in that order; it hides stored members of the same name.
    pub(crate) added: Option<Rc<Vec<Added<'a>>>>,
}

/// The name of what was computed, and its value.
pub(crate) type Added<'a> = (Cow<'a, str>, Value<'a>);

/// Where an object is: what its id begins with, and what its navigation properties are bound to.
#[derive(Clone, Debug)]
pub(crate) struct Home<'a> {
    /// The path of the collection or of the only entity, below the service root: `Orders`, `Orders(1)/Items`.
    pub(crate) path: String,
    /// Whether the path is that of the entity itself.
    pub(crate) is_only: bool,
    pub(crate) source: Source<'a>,
    /// The path from an entity of the source to the object, with a slash at its end: `shipTo/`.
    pub(crate) within: String,
}

/// Whose bindings count.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source<'a> {
    Set(&'a EntitySet),
    Singleton(&'a Singleton),
}

impl<'a> Source<'a> {
    pub(crate) fn bindings(self) -> &'a [NavigationPropertyBinding] {
        match self {
            Source::Set(set) => &set.navigation_property_bindings,
            Source::Singleton(singleton) => &singleton.navigation_property_bindings,
        }
    }

    pub(crate) fn name(self) -> &'a str {
        match self {
            Source::Set(set) => &set.name,
            Source::Singleton(singleton) => &singleton.name,
        }
    }

    pub(crate) fn entity_type(self) -> StructuredTypeId {
        match self {
            Source::Set(set) => set.entity_type,
            Source::Singleton(singleton) => singleton.entity_type,
        }
    }
}

impl<'a> Home<'a> {
    /// Among the entities of a set.
    pub(crate) fn of_set(set: &'a EntitySet) -> Rc<Self> {
        Rc::new(Home {
            path: set.name.clone(),
            is_only: false,
            source: Source::Set(set),
            within: String::new(),
        })
    }

    /// The entity that a singleton is.
    pub(crate) fn of_singleton(singleton: &'a Singleton) -> Rc<Self> {
        Rc::new(Home {
            path: singleton.name.clone(),
            is_only: true,
            source: Source::Singleton(singleton),
            within: String::new(),
        })
    }

    /// Within an entity: the value of a property that is no entity.
    pub(crate) fn of_part(&self, property: &str) -> Rc<Self> {
        Rc::new(Home {
            within: format!("{}{property}/", self.within),
            ..self.clone()
        })
    }
}

impl<'a> Object<'a> {
    /// One that is nowhere.
    pub(crate) fn new(members: &'a Row, ty: Option<StructuredTypeId>) -> Self {
        Object {
            members,
            ty,
            home: None,
            added: None,
        }
    }

    /// One that has computed members only.
    pub(crate) fn made(added: Vec<Added<'a>>) -> Self {
        Object {
            added: Some(Rc::new(added)),
            ..Object::new(store::no_row(), None)
        }
    }

    /// The same with more computed members.
    pub(crate) fn with(&self, more: Vec<Added<'a>>) -> Self {
        let mut added = self.added.as_deref().cloned().unwrap_or_default();
        added.retain(|(name, _)| !more.iter().any(|(new, _)| new == name));
        added.extend(more);
        Object {
            added: Some(Rc::new(added)),
            ..self.clone()
        }
    }

    /// A computed member.
    pub(crate) fn added(&self, name: &str) -> Option<&Value<'a>> {
        let mut added = self.added.iter().flat_map(|added| added.iter());
        let found = added.find(|(own, _)| own == name);
        found.map(|(_, value)| value)
    }

    /// The path of the entity below the service root, percent-encoded; nothing for what has no place or no key.
    pub(crate) fn path(&self, model: &Model) -> Option<String> {
        let home = self.home.as_ref()?;
        if !home.within.is_empty() {
            return None;
        }
        if home.is_only {
            return Some(home.path.clone());
        }
        Some(format!("{}{}", home.path, self.predicate(model)?))
    }

    /// The key predicate.
    fn predicate(&self, model: &Model) -> Option<String> {
        let key = model.key(self.ty?)?;
        let mut pairs = Vec::new();
        for property in &key.properties {
            let value = path::stored(model, &Value::Object(self.clone()), &property.path);
            pairs.push((property.name(), key_literal(model, &value)?));
        }
        (!pairs.is_empty()).then(|| key_predicate(&pairs))
    }
}

/// A value of a key as it stands in a URL.
pub(crate) fn key_literal(model: &Model, value: &Value<'_>) -> Option<Literal> {
    match value {
        // In the type's own words, since the value alone does not say which type it is.
        Value::Enum(id, number) => Some(Literal::Enum {
            type_name: Some(model.enum_type(*id).name.to_string().into()),
            members: number.to_string().into(),
        }),
        Value::Null => None,
        other => other.to_literal(),
    }
}

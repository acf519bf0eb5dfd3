//! What names in expressions mean: the model as a [`Scope`].

use odata_core::expr::{Lookup, Named, Scope, Type};
use odata_csdl::model::{Model, StructuredTypeId};
use odata_csdl::syntax::StructuredKind;

use crate::shape::{self, Declared, Member, Shape};

/// The names that an expression over items of one type can use.
#[derive(Clone)]
pub(crate) struct Names<'m> {
    model: &'m Model,
    root: Type,
    /// What was computed of the items before: names with whatever type.
    added: Vec<String>,
    /// Names that stand for entities of a set each, in the rows of a cross join.
    joined: Vec<(String, StructuredTypeId)>,
    /// A name that stands for an item where a resource is read.
    here: Option<&'static str>,
}

/// What the type of the rows of a cross join is called here; no type of a model can be.
const JOINED: &str = "$crossjoin";

impl<'m> Names<'m> {
    /// Those of a structured type.
    pub(crate) fn new(model: &'m Model, root: StructuredTypeId) -> Self {
        let declared = Declared {
            shape: Shape::Structured(root),
            ..Declared::UNKNOWN
        };
        Names::of(model, declared)
    }

    /// Those of an item of what is declared.
    pub(crate) fn of(model: &'m Model, declared: Declared) -> Self {
        let mut names = Names {
            model,
            root: Type::Unchecked,
            added: Vec::new(),
            joined: Vec::new(),
            here: None,
        };
        names.root = names.type_of(Declared {
            collection: false,
            ..declared
        });
        names
    }

    /// Those of a cross join.
    pub(crate) fn joined(model: &'m Model, joined: Vec<(String, StructuredTypeId)>) -> Self {
        Names {
            model,
            root: Type::Structured(JOINED.into()),
            added: Vec::new(),
            joined,
            here: None,
        }
    }

    /// With a name that stands for an item where a resource is read.
    pub(crate) fn at(self, here: &'static str) -> Self {
        Names {
            here: Some(here),
            ..self
        }
    }

    /// Adds what was computed.
    pub(crate) fn add(&mut self, names: impl IntoIterator<Item = String>) {
        self.added.extend(names);
    }

    fn type_of(&self, declared: Declared) -> Type {
        let single = match declared.shape {
            Shape::Primitive(primitive) => Type::Primitive(primitive),
            Shape::Enum(id) => Type::Enum(self.model.enum_type(id).name.to_string().into()),
            Shape::Structured(id) => self.structured(id),
            Shape::Unknown => Type::Unchecked,
        };
        if declared.collection {
            Type::Collection(Box::new(single))
        } else {
            single
        }
    }

    fn structured(&self, id: StructuredTypeId) -> Type {
        Type::Structured(self.model.structured_type(id).name.to_string().into())
    }
}

impl Scope for Names<'_> {
    fn root(&self) -> Type {
        self.root.clone()
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        if *of == self.root && self.added.iter().any(|added| added == name) {
            return Lookup::Found(Type::Unchecked);
        }
        let Type::Structured(of) = of else {
            return Lookup::Found(Type::Unchecked);
        };
        if **of == *JOINED {
            let found = self.joined.iter().find(|(set, _)| set == name);
            return match found {
                Some((_, id)) => Lookup::Found(self.structured(*id)),
                None => Lookup::Missing {
                    of: of.to_string(),
                    known: self.joined.iter().map(|(set, _)| set.clone()).collect(),
                },
            };
        }
        let Some(id) = self.model.find_structured_type(of) else {
            return Lookup::Found(Type::Unchecked);
        };
        match shape::member(self.model, id, name) {
            Some(Member::Property(declared) | Member::Navigation(declared)) => {
                Lookup::Found(self.type_of(declared))
            }
            Some(Member::Dynamic) => Lookup::Found(Type::Unchecked),
            None => Lookup::Missing {
                of: of.to_string(),
                known: shape::member_names(self.model, id),
            },
        }
    }

    /// A type that extends the one before it, or that it extends.
    fn cast(&self, of: &Type, name: &str) -> Option<Type> {
        let wanted = shape::find_structured(self.model, name)?;
        let related = match of {
            Type::Structured(of) => self
                .model
                .find_structured_type(of)
                .is_none_or(|of| self.model.is_a(wanted, of) || self.model.is_a(of, wanted)),
            _ => true,
        };
        related.then(|| self.structured(wanted))
    }

    fn resource(&self, name: &str) -> Option<Named> {
        if self.here == Some(name) {
            return Some(Named::Resource(self.root.clone()));
        }
        if let Some(set) = self.model.entity_set(name) {
            let item = self.structured(set.entity_type);
            return Some(Named::Resource(Type::Collection(Box::new(item))));
        }
        let singleton = self.model.singleton(name)?;
        Some(Named::Resource(self.structured(singleton.entity_type)))
    }

    fn is_entity(&self, name: &str) -> Option<bool> {
        let id = self.model.find_structured_type(name)?;
        Some(self.model.structured_type(id).kind == StructuredKind::Entity)
    }
}

//! Expressions over what constant tables say.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{EntitySetInfo, MemberName, PropertyType, TypeInfo, ValueType};
use crate::expr::{Lookup, Scope, Type};

/// The scope of expressions over the entities of a set.
#[derive(Debug)]
pub struct TypeScope {
    root: &'static TypeInfo,
    refused: &'static [(&'static str, &'static str)],
    seen: RefCell<BTreeMap<Box<str>, &'static TypeInfo>>,
    enums: RefCell<BTreeMap<&'static str, MemberName>>,
}

impl TypeScope {
    /// Names are properties of this type, or of the types that its properties lead to.
    pub fn new(root: &'static TypeInfo) -> Self {
        let seen = BTreeMap::from([(root.name.into(), root)]);
        TypeScope {
            root,
            refused: &[],
            seen: RefCell::new(seen),
            enums: RefCell::default(),
        }
    }

    /// Names are as above, less what the set does not let be filtered.
    pub fn of_set(set: &'static EntitySetInfo) -> Self {
        TypeScope {
            refused: set.not_filterable,
            ..TypeScope::new((set.entity)())
        }
    }

    /// Names are those of a type that extends the set's: a set may be cast to it.
    #[must_use]
    pub fn cast_to(self, root: &'static TypeInfo) -> Self {
        self.seen.borrow_mut().insert(root.name.into(), root);
        TypeScope { root, ..self }
    }

    fn type_of(&self, property: PropertyType) -> Type {
        let item = match property.value {
            ValueType::Primitive(primitive) => Type::Primitive(primitive),
            ValueType::Enum(name, member) => {
                self.enums.borrow_mut().insert(name, member);
                Type::Enum(name.into())
            }
            ValueType::Untyped => Type::Unchecked,
            ValueType::Structured(info) => {
                let info = info();
                self.seen.borrow_mut().insert(info.name.into(), info);
                Type::Structured(info.name.into())
            }
        };
        if property.collection {
            Type::Collection(Box::new(item))
        } else {
            item
        }
    }
}

impl Scope for TypeScope {
    fn root(&self) -> Type {
        Type::Structured(self.root.name.into())
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        let Type::Structured(type_name) = of else {
            return Lookup::Found(Type::Unchecked);
        };
        let Some(info) = self.seen.borrow().get(type_name).copied() else {
            return Lookup::Found(Type::Unchecked);
        };
        if let Some((_, why)) = self
            .refused
            .iter()
            .find(|(refused, _)| info.name == self.root.name && *refused == name)
        {
            return Lookup::Refused((*why).to_owned());
        }
        match info.property(name) {
            Some(property) => Lookup::Found(self.type_of(property)),
            None if info.open => Lookup::Found(Type::Unchecked),
            None => Lookup::Missing {
                of: info.short_name().to_owned(),
                known: info
                    .properties
                    .iter()
                    .map(|&name| name.to_owned())
                    .collect(),
            },
        }
    }

    fn members(&self, name: &str) -> Option<Vec<String>> {
        let member = self.enums.borrow().get(name).copied()?;
        Some((0..).map_while(member).map(str::to_owned).collect())
    }
}

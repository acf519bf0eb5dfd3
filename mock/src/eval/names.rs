//! What names in expressions mean: the model as a [`Scope`].

use odata_core::expr::{Lookup, Scope, Type};
use odata_csdl::model::{Model, StructuredTypeId};

use crate::shape::{self, Declared, Member, Shape};

/// The names that an expression over entities of one type can use.
pub(crate) struct Names<'m> {
    pub(crate) model: &'m Model,
    pub(crate) root: StructuredTypeId,
}

impl Names<'_> {
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
        self.structured(self.root)
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        let Type::Structured(of) = of else {
            return Lookup::Found(Type::Unchecked);
        };
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
}

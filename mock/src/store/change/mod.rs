//! Entities come, change and go, and what they are related to with them (Protocol 4.01, 11.4).

mod delete;
mod insert;
mod links;
mod nested;
mod relate;
mod sent;
mod update;
mod value;

use std::collections::BTreeMap;

use odata_core::edm::DateTimeOffset;
use odata_csdl::model::{EntitySet, Model, NavigationProperty, StructuredTypeId, TypeKind};

use crate::eval::{Budget, EvalError, Object, Source, Value, World};
use crate::store::place::{Place, object_at};
use crate::store::{Misfit, Row, Store, entity_at, related};
pub(super) use sent::{is_computed, is_made};
pub(crate) use sent::{is_immutable, is_read_only};

/// Why a change is not done.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It does not fit the model.
    Misfit(Misfit),
    /// There is an entity with its key in that set.
    Taken(String, String),
    /// Another entity stands in the way.
    Conflict(String),
    /// It takes more steps than there are.
    Evaluation(EvalError),
}

impl From<Misfit> for Refusal {
    fn from(misfit: Misfit) -> Self {
        Refusal::Misfit(misfit)
    }
}

impl From<EvalError> for Refusal {
    fn from(error: EvalError) -> Self {
        Refusal::Evaluation(error)
    }
}

/// Where an entity is inserted.
#[derive(Clone, Debug)]
pub(crate) enum Home<'m> {
    Set(&'m EntitySet),
    /// Within another entity.
    Contained(Place, &'m NavigationProperty),
}

/// The relation by which a new entity is reached: from an entity, by its navigation property.
#[derive(Clone, Debug)]
pub(crate) struct Relation<'m> {
    pub(crate) owner: Place,
    pub(crate) property: &'m NavigationProperty,
}

/// How members that are not sent are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// They stay (`PATCH`).
    Stay,
    /// They get their defaults (`PUT`).
    Reset,
}

/// Changes a store by what one request brings.
pub(crate) struct Changer<'c> {
    pub(crate) model: &'c Model,
    pub(crate) store: &'c mut Store,
    pub(crate) now: DateTimeOffset,
    /// Whether what is sent is of 4.01, which alone updates nested entities.
    pub(crate) is_newer: bool,
    /// How links of this service begin, for those that are looked up.
    pub(crate) budget: Budget,
}

impl<'c> Changer<'c> {
    /// What expressions and links see of the rows as they now are.
    fn world(&self) -> World<'_> {
        static NONE: BTreeMap<String, crate::operation::Closure> = BTreeMap::new();
        World {
            model: self.model,
            store: self.store,
            now: self.now,
            budget: &self.budget,
            operations: &NONE,
        }
    }

    /// The path of the entity at a place: its id below the service root.
    pub(crate) fn path(&self, place: &Place) -> Option<String> {
        object_at(self.world(), place)?.path(self.model)
    }

    fn ty(&self, place: &Place) -> Option<StructuredTypeId> {
        object_at(self.world(), place)?.ty
    }

    fn row(&self, place: &Place) -> Row {
        self.store.at(place).cloned().unwrap_or_default()
    }

    /// What an entity is related to by a property.
    fn related(&self, owner: &Place, property: &NavigationProperty) -> Result<Vec<Place>, Refusal> {
        let world = self.world();
        let Some(object) = object_at(world, owner) else {
            return Ok(Vec::new());
        };
        // The property as the model has it lives as long as the rows.
        let own = object
            .ty
            .and_then(|ty| self.model.navigation_property(ty, &property.name));
        let Some(own) = own else {
            return Ok(Vec::new());
        };
        let found = match related::follow(world, &object, own)? {
            Value::List(list) => list,
            single => vec![single],
        };
        let places = found.iter().filter_map(|value| match value {
            Value::Object(object) => self.store.place_of(object),
            _ => None,
        });
        Ok(places.collect())
    }

    /// The entity with an id.
    pub(crate) fn resolve(&self, id: &str) -> Result<Option<Place>, Refusal> {
        let found = entity_at(self.world(), id)?;
        Ok(found.and_then(|object| self.store.place_of(&object)))
    }

    /// Where entities are inserted that a property leads to.
    pub(crate) fn home_of(
        &self,
        owner: &Place,
        property: &'c NavigationProperty,
    ) -> Option<Home<'c>> {
        if property.contains_target {
            return Some(Home::Contained(owner.clone(), property));
        }
        let object = object_at(self.world(), owner)?;
        match related::target(self.model, &object, property)? {
            Source::Set(set) => self.model.entity_set(&set.name).map(Home::Set),
            Source::Singleton(_) => None,
        }
    }
}

/// The entity type that a property leads to.
pub(crate) fn type_of(property: &NavigationProperty) -> Option<StructuredTypeId> {
    match property.ty.kind {
        TypeKind::Structured(id) => Some(id),
        _ => None,
    }
}

/// The property that leads back, whichever of the two says so.
pub(crate) fn inverse<'m>(
    model: &'m Model,
    owner: StructuredTypeId,
    property: &NavigationProperty,
) -> Option<&'m NavigationProperty> {
    let to = type_of(property)?;
    if let Some(partner) = &property.partner {
        return model.navigation_property(to, partner);
    }
    let mut all = model.navigation_properties(to);
    all.find(|other| {
        other.partner.as_deref() == Some(&property.name)
            && type_of(other).is_some_and(|back| model.is_a(owner, back))
    })
}

/// What is stored of a member under a path.
pub(super) fn member<'r>(object: &'r Object<'r>, path: &str) -> Option<&'r serde_json::Value> {
    let mut names = path.split('/');
    let first = object.members.get(names.next()?)?;
    names.try_fold(first, |at, name| at.get(name))
}

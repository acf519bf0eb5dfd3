//! A single property is changed (Protocol 4.01, 11.4.9), and what a place is for that.

use odata_core::edm::DateTimeOffset;
use odata_csdl::model::{Model, Property, StructuredTypeId, TypeKind};
use serde_json::Value as Json;

use super::links::unlink;
use super::sent::{drop_read_only, is_made, is_read_only};
use super::update::merge;
use super::{Changer, Missing, Refusal, Relation};
use crate::eval::Budget;
use crate::store::place::Place;
use crate::store::{Row, Store, check, complete};

impl<'c> Changer<'c> {
    /// The type of what is at a place.
    pub(crate) fn type_at(&self, place: &Place) -> Option<StructuredTypeId> {
        self.ty(place)
    }

    /// What an entity is related to.
    pub(crate) fn related_by(&self, relation: &Relation<'_>) -> Result<Vec<Place>, Refusal> {
        self.related(&relation.owner, relation.property)
    }

    /// The path by which the content of an entity, or of a property, is kept.
    pub(crate) fn content_path(&self, place: &Place, property: &str) -> Option<String> {
        if property.is_empty() {
            return self.path(place);
        }
        let path = match self.path(place) {
            Some(path) => path,
            None => {
                let root = self.path(&place.root())?;
                format!("{root}/{}", place.names().join("/"))
            }
        };
        Some(format!("{path}/{property}"))
    }

    /// Sets a property; members of a complex value that are not sent stay, or get their defaults.
    pub(crate) fn set_property(
        &mut self,
        owner: &Place,
        name: &str,
        mut value: Json,
        missing: Missing,
    ) -> Result<(), Refusal> {
        let model = self.model;
        let Some(ty) = self.ty(owner) else {
            return Ok(());
        };
        let inner = match model.property(ty, name).map(|property| &property.ty.kind) {
            Some(TypeKind::Structured(inner)) => Some(*inner),
            _ => None,
        };
        if let Some(inner) = inner {
            let objects = match &mut value {
                Json::Array(items) => items.iter_mut().filter_map(Json::as_object_mut).collect(),
                Json::Object(object) => vec![object],
                _ => Vec::new(),
            };
            for object in objects {
                drop_read_only(model, inner, object, &is_read_only);
                if missing == Missing::Reset {
                    let made = |property: &Property| is_made(property);
                    complete::object(model, inner, object, name, &made)?;
                }
            }
        }
        let mut row = self.row(owner);
        for property in model.navigation_properties(ty) {
            if property
                .referential_constraints
                .iter()
                .any(|one| one.property == name)
            {
                unlink(&mut row, property);
            }
        }
        merge(
            model,
            Some(ty),
            &mut row,
            Row::from_iter([(name.to_owned(), value)]),
            missing,
        );
        check::object(model, ty, &row, "")?;
        self.store.put(model, owner, row);
        Ok(())
    }
}

impl Store {
    /// The entity with an id.
    pub(crate) fn entity_with_id(
        &mut self,
        model: &Model,
        id: &str,
        now: DateTimeOffset,
    ) -> Option<Place> {
        let changer = Changer {
            model,
            store: self,
            now,
            is_newer: true,
            budget: Budget::default(),
        };
        changer.resolve(id).ok().flatten()
    }

    /// The path from a row to a member of what is at a place, keys left out.
    pub(crate) fn navigation_path(&self, place: &Place, name: &str) -> String {
        let mut names = place.names();
        names.push(name);
        names.join("/")
    }
}

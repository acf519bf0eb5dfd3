//! What one entity says of a relation: by values that a referential constraint ties, or by a link.

use odata_csdl::model::{NavigationProperty, ReferentialConstraint};
use serde_json::Value as Json;

use super::{Changer, Refusal, member, type_of};
use crate::eval::{Value, equal, stored};
use crate::shape::{self, Member};
use crate::store::place::{Place, object_at};
use crate::store::{Misfit, Row, is_same};

/// The member that links by a property.
fn link(property: &NavigationProperty) -> String {
    format!("{}@odata.bind", property.name)
}

/// Whether a row says itself what it is related to.
fn says(row: &Row, property: &NavigationProperty) -> bool {
    row.contains_key(&property.name) || row.contains_key(&link(property))
}

impl<'c> Changer<'c> {
    /// Lets an entity say that it is related to another.
    pub(super) fn say(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        other: &Place,
    ) -> Result<(), Refusal> {
        let mut row = self.row(owner);
        if !property.referential_constraints.is_empty() {
            self.take_values(owner, &mut row, &property.referential_constraints, other)?;
            unlink(&mut row, property);
            self.put_changed(owner, row);
            return Ok(());
        }
        let back = property.partner.as_deref().zip(type_of(property));
        let back = back.and_then(|(name, ty)| self.model.navigation_property(ty, name));
        let tied = back.is_some_and(|back| !back.referential_constraints.is_empty());
        let told = tied || back.is_some_and(|back| property.ty.collection && !back.ty.collection);
        if !says(&row, property) && told {
            return Ok(());
        }
        let Some(id) = self.path(other) else {
            return Ok(());
        };
        if !property.ty.collection {
            row.remove(&property.name);
            row.insert(link(property), id.into());
        } else if let Some(Json::Array(links)) = row.get_mut(&link(property)) {
            links.push(id.into());
        } else if let Some(Json::Array(items)) = row.get_mut(&property.name) {
            items.push(serde_json::json!({ "@odata.id": id }));
        } else {
            // So far others said it: what they said is kept.
            let mut ids: Vec<Json> = Vec::new();
            for place in self.related(owner, property)? {
                ids.extend(self.path(&place).map(Json::from));
            }
            let id = Json::from(id);
            if !ids.contains(&id) {
                ids.push(id);
            }
            row.insert(link(property), ids.into());
        }
        self.put_changed(owner, row);
        Ok(())
    }

    /// Lets an entity say no more that it is related to another. Values that get others at once need not be null meanwhile.
    pub(super) fn unsay(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        other: &Place,
        is_replaced: bool,
    ) -> Result<(), Refusal> {
        let mut row = self.row(owner);
        if !property.referential_constraints.is_empty() && !is_replaced {
            self.drop_values(owner, &mut row, property, other)?;
        }
        if says(&row, property) {
            if property.ty.collection {
                for name in [link(property), property.name.clone()] {
                    if let Some(Json::Array(items)) = row.get(&name) {
                        let mut kept = Vec::new();
                        for item in items {
                            if !self.leads_to(property, item, other)? {
                                kept.push(item.clone());
                            }
                        }
                        row.insert(name, kept.into());
                    }
                }
            } else {
                let tied = !property.referential_constraints.is_empty();
                unlink(&mut row, property);
                if !tied {
                    row.insert(link(property), Json::Null);
                }
            }
        }
        self.put_changed(owner, row);
        Ok(())
    }

    /// Whether a link, a reference or an entity that stands for one is another entity.
    fn leads_to(
        &self,
        property: &NavigationProperty,
        item: &Json,
        other: &Place,
    ) -> Result<bool, Refusal> {
        let id = item.as_str().or_else(|| item.get("@odata.id")?.as_str());
        if let Some(id) = id {
            return Ok(self.resolve(id)?.as_ref() == Some(other));
        }
        let (Some(members), Some(other)) = (item.as_object(), object_at(self.world(), other))
        else {
            return Ok(false);
        };
        let ty = shape::actual_type(self.model, type_of(property), members);
        let inline = crate::eval::Object::new(members, ty);
        Ok(is_same(self.model, &inline, &other))
    }

    /// Gives dependent properties the values of the principal.
    fn take_values(
        &self,
        owner: &Place,
        row: &mut Row,
        constraints: &[ReferentialConstraint],
        principal: &Place,
    ) -> Result<(), Refusal> {
        let world = self.world();
        let Some(principal) = object_at(world, principal) else {
            return Ok(());
        };
        let key = self.key_of(owner);
        for constraint in constraints {
            let value = member(&principal, &constraint.referenced_property);
            let value = value.cloned().unwrap_or(Json::Null);
            let name = &constraint.property;
            if key.contains(&name.as_str()) && row.get(name) != Some(&value) {
                return Err(Misfit::new(name, "is part of the key and cannot be changed").into());
            }
            set(row, name, value);
        }
        Ok(())
    }

    fn drop_values(
        &self,
        owner: &Place,
        row: &mut Row,
        property: &NavigationProperty,
        other: &Place,
    ) -> Result<(), Refusal> {
        let world = self.world();
        let (Some(own), Some(other)) = (object_at(world, owner), object_at(world, other)) else {
            return Ok(());
        };
        let (own_value, other) = (Value::Object(own.clone()), Value::Object(other));
        let is_tied = property.referential_constraints.iter().all(|constraint| {
            let (a, b) = (
                stored(self.model, &own_value, &constraint.property),
                stored(self.model, &other, &constraint.referenced_property),
            );
            equal(self.model, &a, &b)
        });
        if !is_tied {
            return Ok(());
        }
        for constraint in &property.referential_constraints {
            let name = &constraint.property;
            let nullable = match own.ty.and_then(|ty| shape::member(self.model, ty, name)) {
                Some(Member::Property(declared)) => declared.nullable,
                _ => true,
            };
            if !nullable || self.key_of(owner).contains(&name.as_str()) {
                let reason = format!(
                    "is never null, so that `{}` has to lead to something",
                    property.name
                );
                return Err(Misfit::new(name, reason).into());
            }
            set(row, name, Json::Null);
        }
        Ok(())
    }

    /// The paths of the key of an entity.
    fn key_of(&self, place: &Place) -> Vec<&'c str> {
        let key = self.ty(place).and_then(|ty| self.model.key(ty));
        let key = key.map_or(&[][..], |key| &key.properties);
        key.iter().map(|property| property.path.as_str()).collect()
    }

    pub(super) fn put_changed(&mut self, place: &Place, row: Row) {
        if self.store.at(place) != Some(&row) {
            self.store.put(self.model, place, row);
        }
    }
}

/// Removes what a row itself says of a relation.
pub(super) fn unlink(row: &mut Row, property: &NavigationProperty) {
    row.remove(&property.name);
    row.remove(&link(property));
    row.remove(&format!("{}@bind", property.name));
}

/// Sets a member under a path.
pub(super) fn set(row: &mut Row, path: &str, value: Json) {
    match path.split_once('/') {
        None => {
            row.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let inner = row.entry(first).or_insert_with(|| Json::Object(Row::new()));
            if !inner.is_object() {
                *inner = Json::Object(Row::new());
            }
            if let Some(inner) = inner.as_object_mut() {
                set(inner, rest, value);
            }
        }
    }
}

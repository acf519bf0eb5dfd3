//! An entity goes, and with it all that leads to it (Protocol 4.01, 11.4.5).

use odata_csdl::syntax::OnDeleteAction;
use serde_json::Value as Json;

use super::{Changer, Refusal, inverse};
use crate::shape::{self, Member};
use crate::store::place::Place;
use crate::store::reference::canonical;
use crate::store::{Row, complete};

impl<'c> Changer<'c> {
    /// Removes an entity.
    pub(crate) fn delete(&mut self, place: &Place) -> Result<(), Refusal> {
        let (model, path) = (self.model, self.path(place));
        let cascade = self.release(place)?;
        if place.is_root() {
            self.store.take_row(model, place);
        } else if let Some((holder, name, at)) = place.holder() {
            let mut row = self.row(&holder);
            match (at, row.get_mut(&name)) {
                (Some(at), Some(Json::Array(items))) if at < items.len() => {
                    items.remove(at);
                }
                _ => {
                    row.remove(&name);
                }
            }
            self.store.put(model, &holder, row);
        }
        self.budget.places.borrow_mut().clear();
        if let Some(path) = path {
            self.store.remove_media(&path);
            if let Some(path) = canonical(model, &path) {
                self.forget(&path);
            }
        }
        for id in cascade {
            if let Some(place) = self.resolve(&id)? {
                self.delete(&place)?;
            }
        }
        Ok(())
    }

    /// Does to the related entities what the model says; gives the ids of those that go too (CSDL XML 4.01, 8.6).
    fn release(&mut self, place: &Place) -> Result<Vec<String>, Refusal> {
        let model = self.model;
        let mut cascade = Vec::new();
        let Some(ty) = self.ty(place) else {
            return Ok(cascade);
        };
        let properties = model.navigation_properties(ty);
        for property in properties.filter(|property| !property.contains_target) {
            let related = self.related(place, property)?;
            let related: Vec<Place> = related.into_iter().filter(|one| one != place).collect();
            match property.on_delete {
                Some(OnDeleteAction::None) if !related.is_empty() => {
                    let path = self.path(place).unwrap_or_default();
                    let message = format!("`{path}/{}` leads to entities still", property.name);
                    return Err(Refusal::Conflict(message));
                }
                Some(OnDeleteAction::Cascade) => {
                    cascade.extend(related.iter().filter_map(|one| self.path(one)));
                }
                Some(OnDeleteAction::SetNull) => {
                    for other in &related {
                        self.unrelate(place, property, other)?;
                    }
                }
                Some(OnDeleteAction::SetDefault) => {
                    self.set_defaults(ty, property, &related);
                }
                None | Some(OnDeleteAction::None) => {
                    for other in &related {
                        self.loosen(ty, property, other);
                    }
                }
            }
        }
        Ok(cascade)
    }

    /// Ends the relation on the side of what depends on the entity, where nothing else is said and null is possible.
    fn loosen(
        &mut self,
        ty: odata_csdl::model::StructuredTypeId,
        property: &odata_csdl::model::NavigationProperty,
        dependent: &Place,
    ) {
        let Some(back) = inverse(self.model, ty, property) else {
            return;
        };
        let own = self.ty(dependent);
        let mut row = self.row(dependent);
        for constraint in &back.referential_constraints {
            let member = own.and_then(|own| shape::member(self.model, own, &constraint.property));
            let is_key = own.and_then(|own| self.model.key(own)).is_some_and(|key| {
                key.properties
                    .iter()
                    .any(|one| one.path == constraint.property)
            });
            match member {
                Some(Member::Property(declared)) if declared.nullable && !is_key => {
                    row.insert(constraint.property.clone(), Json::Null);
                }
                _ => {}
            }
        }
        self.put_changed(dependent, row);
    }

    fn set_defaults(
        &mut self,
        ty: odata_csdl::model::StructuredTypeId,
        property: &odata_csdl::model::NavigationProperty,
        dependents: &[Place],
    ) {
        let Some(back) = inverse(self.model, ty, property) else {
            return;
        };
        for dependent in dependents {
            let own = self.ty(dependent);
            let mut row = self.row(dependent);
            for constraint in &back.referential_constraints {
                let found = own.and_then(|own| self.model.property(own, &constraint.property));
                let Some(found) = found else { continue };
                let declared = shape::Declared::new(self.model, &found.ty, found.nullable);
                let value = complete::default_value(found, declared).unwrap_or(Json::Null);
                row.insert(constraint.property.clone(), value);
            }
            self.put_changed(dependent, row);
        }
    }

    /// Removes all links to what was at a path.
    fn forget(&mut self, path: &str) {
        let model = self.model;
        let leads = |id: &str| {
            let head = path.split(['(', '/']).next().unwrap_or_default();
            id.contains(head)
                && canonical(model, id).is_some_and(|own| {
                    let rest = own.strip_prefix(path);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
        };
        for place in self.store.places(|row| has_link(row, &leads)) {
            let mut row = self.row(&place);
            without(&mut row, &leads);
            self.store.put(model, &place, row);
        }
    }
}

fn is_link(name: &str) -> bool {
    name.ends_with("@odata.bind") || name.ends_with("@bind")
}

/// Whether a value is a reference that leads there.
fn refers(json: &Json, leads: &impl Fn(&str) -> bool) -> bool {
    let Some(row) = json.as_object() else {
        return false;
    };
    let id = row.get("@odata.id").or_else(|| row.get("@id"));
    id.and_then(Json::as_str).is_some_and(leads) && row.keys().all(|name| name.contains('@'))
}

fn has_link(row: &Row, leads: &impl Fn(&str) -> bool) -> bool {
    row.iter().any(|(name, json)| match json {
        Json::String(id) => is_link(name) && leads(id),
        Json::Array(items) if is_link(name) => items.iter().filter_map(Json::as_str).any(leads),
        Json::Array(items) => items.iter().any(|item| {
            refers(item, leads) || item.as_object().is_some_and(|row| has_link(row, leads))
        }),
        Json::Object(inner) => refers(json, leads) || has_link(inner, leads),
        _ => false,
    })
}

fn without(row: &mut Row, leads: &impl Fn(&str) -> bool) {
    for (name, json) in row.iter_mut() {
        let is_link = is_link(name);
        if refers(json, leads) {
            *json = Json::Null;
        }
        match json {
            Json::String(id) if is_link && leads(id) => *json = Json::Null,
            Json::Array(items) => {
                items.retain(|item| {
                    let linked = is_link && item.as_str().is_some_and(leads);
                    !linked && !refers(item, leads)
                });
                for inner in items.iter_mut().filter_map(Json::as_object_mut) {
                    without(inner, leads);
                }
            }
            Json::Object(inner) => without(inner, leads),
            _ => {}
        }
    }
}

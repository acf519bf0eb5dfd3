//! What a body says of related entities: links, entities within, and changes of collections (Protocol 4.01, 11.4.2.2 and
//! 11.4.3.1).

use odata_csdl::model::NavigationProperty;
use serde_json::Value as Json;

use super::{Changer, Home, Missing, Refusal, Relation, type_of};
use crate::eval::Object;
use crate::shape;
use crate::store::place::{Place, object_at};
use crate::store::{Misfit, Row, is_same, key_values};

use super::sent::Nested;

impl<'c> Changer<'c> {
    /// Relates a new entity to what is sent of a property.
    pub(super) fn nest(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        nested: Nested,
        at: &str,
    ) -> Result<(), Refusal> {
        match nested {
            Nested::Links(json) => self.link(owner, property, &json, at),
            Nested::Entities(Json::Null) if !property.ty.collection => Ok(()),
            Nested::Entities(json) => {
                for (item, at) in several(property, json, at)? {
                    self.nest_one(owner, property, item, &at)?;
                }
                Ok(())
            }
            Nested::Delta(_) => Err(Misfit::new(at, "changes a collection that is new").into()),
        }
    }

    fn nest_one(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        sent: Row,
        at: &str,
    ) -> Result<(), Refusal> {
        if let Some(id) = sent.get("@odata.id").filter(|_| !property.contains_target) {
            let target = self.linked(id, property, at)?;
            return self.relate(owner, property, &target);
        }
        self.insert_related(owner, property, sent, at).map(drop)
    }

    /// Inserts an entity that an entity is related to.
    fn insert_related(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        mut sent: Row,
        at: &str,
    ) -> Result<Place, Refusal> {
        sent.remove("@odata.id");
        let home = self.home_of(owner, property);
        let (Some(home), Some(ty)) = (home, type_of(property)) else {
            return Err(Misfit::new(at, "is of no entity set: it can only be linked").into());
        };
        let relation = Relation {
            owner: owner.clone(),
            property,
        };
        self.insert(&home, ty, sent, Some(&relation), at)
    }

    /// Does to the relations of an entity what an update says of a property.
    pub(super) fn renew(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        nested: Nested,
        missing: Missing,
        at: &str,
    ) -> Result<(), Refusal> {
        if let Nested::Links(json) = &nested {
            return self.link(owner, property, json, at);
        }
        if !self.is_newer {
            let reason = "is of related entities, which no update before 4.01 has within it";
            return Err(Misfit::new(at, reason).into());
        }
        match nested {
            Nested::Entities(Json::Null) if !property.ty.collection => {
                self.end(owner, property, at)
            }
            Nested::Delta(json) => {
                for (item, at) in several(property, json, at)? {
                    self.delta(owner, property, item, missing, &at)?;
                }
                Ok(())
            }
            Nested::Entities(json) => {
                let before = self.related(owner, property)?;
                let mut kept = Vec::new();
                for (item, at) in several(property, json, at)? {
                    kept.push(self.renew_one(owner, property, item, missing, &at)?);
                }
                if property.ty.collection {
                    // From behind, so that places in front of what is removed stay what they are.
                    for old in before.iter().rev().filter(|old| !kept.contains(old)) {
                        self.part(owner, property, old)?;
                    }
                }
                Ok(())
            }
            Nested::Links(_) => Ok(()),
        }
    }

    /// Updates an entity that is related, or that has the key, or inserts one; it is related then.
    fn renew_one(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        mut sent: Row,
        missing: Missing,
        at: &str,
    ) -> Result<Place, Refusal> {
        let related = self.related(owner, property)?;
        let referred = match sent.remove("@odata.id") {
            Some(id) => Some(self.linked(&id, property, at)?),
            None => None,
        };
        let has_members = sent.keys().any(|name| !name.starts_with('@'));
        let found = match referred {
            Some(place) => Some(place),
            None if !property.ty.collection && !self.has_key(property, &sent) => {
                related.first().cloned()
            }
            None => match self.among(&related, property, &sent) {
                Some(place) => Some(place),
                None => self.elsewhere(owner, property, &sent),
            },
        };
        let Some(found) = found else {
            if !property.ty.collection && property.contains_target {
                self.end(owner, property, at)?;
            }
            return self.insert_related(owner, property, sent, at);
        };
        if !property.contains_target {
            self.relate(owner, property, &found)?;
        }
        if has_members {
            self.update(&found, sent, missing, at)?;
        }
        Ok(found)
    }

    /// Does one item of a delta payload (OData JSON 4.01, 8.7 and 15).
    fn delta(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        sent: Row,
        missing: Missing,
        at: &str,
    ) -> Result<(), Refusal> {
        let Some(removed) = sent.get("@odata.removed") else {
            return self.renew_one(owner, property, sent, missing, at).map(drop);
        };
        let is_gone = removed.get("reason").and_then(Json::as_str) == Some("deleted");
        let related = self.related(owner, property)?;
        let found = match sent.get("@odata.id").and_then(Json::as_str) {
            Some(id) => self.resolve(id)?.filter(|place| related.contains(place)),
            None => self.among(&related, property, &sent),
        };
        // What is gone already need not be removed.
        match found {
            Some(place) if is_gone && !property.contains_target => self.delete(&place),
            Some(place) => self.part(owner, property, &place),
            None => Ok(()),
        }
    }

    /// Ends the relation of a single-valued property.
    fn end(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        at: &str,
    ) -> Result<(), Refusal> {
        if !property.nullable {
            return Err(Misfit::new(at, "is null and must not be").into());
        }
        for old in self.related(owner, property)? {
            self.part(owner, property, &old)?;
        }
        Ok(())
    }

    /// Ends a relation; what is contained is gone then.
    fn part(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        place: &Place,
    ) -> Result<(), Refusal> {
        if property.contains_target {
            self.delete(place)
        } else {
            self.unrelate(owner, property, place)
        }
    }

    /// Sets links: of a collection they are added, a single one replaces the one there is, null ends it.
    fn link(
        &mut self,
        owner: &Place,
        property: &'c NavigationProperty,
        json: &Json,
        at: &str,
    ) -> Result<(), Refusal> {
        match json {
            Json::Null if !property.ty.collection => self.end(owner, property, at),
            Json::Array(links) if property.ty.collection => {
                for (number, link) in links.iter().enumerate() {
                    let target = self.linked(link, property, &format!("{at}/{number}"))?;
                    self.relate(owner, property, &target)?;
                }
                Ok(())
            }
            single if !property.ty.collection => {
                let target = self.linked(single, property, at)?;
                self.relate(owner, property, &target)
            }
            other => {
                Err(Misfit::new(at, format!("is {other}, and should be an array of URLs")).into())
            }
        }
    }

    /// The entity that a link leads to.
    pub(crate) fn linked(
        &self,
        json: &Json,
        property: &NavigationProperty,
        at: &str,
    ) -> Result<Place, Refusal> {
        if property.contains_target {
            let reason = "contains its entities: none of elsewhere is linked to it";
            return Err(Misfit::new(at, reason).into());
        }
        let Some(id) = json.as_str() else {
            return Err(Misfit::new(at, format!("is {json}, and should be a URL")).into());
        };
        let Some(place) = self.resolve(id)? else {
            return Err(Misfit::new(at, format!("leads to no entity: `{id}`")).into());
        };
        let (found, wanted) = (self.ty(&place), type_of(property));
        if let (Some(found), Some(wanted)) = (found, wanted)
            && !self.model.is_a(found, wanted)
        {
            let name = &self.model.structured_type(wanted).name;
            return Err(Misfit::new(at, format!("leads to no {name}: `{id}`")).into());
        }
        Ok(place)
    }

    /// Whether what is sent has a key.
    fn has_key(&self, property: &NavigationProperty, sent: &Row) -> bool {
        let ty = shape::actual_type(self.model, type_of(property), sent);
        let key = ty.and_then(|ty| self.model.key(ty));
        let key = key.map_or(&[][..], |key| &key.properties);
        let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        !key.is_empty() && key.iter().all(|one| sent.contains_key(&first(&one.path)))
    }

    /// The one among entities that has the key of what is sent.
    fn among(&self, places: &[Place], property: &NavigationProperty, sent: &Row) -> Option<Place> {
        let ty = shape::actual_type(self.model, type_of(property), sent);
        let wanted = Object::new(sent, ty);
        let mut places = places.iter();
        let found = places.find(|place| {
            object_at(self.world(), place)
                .is_some_and(|object| is_same(self.model, &wanted, &object))
        });
        found.cloned()
    }

    /// The entity of the target set that has the key of what is sent.
    fn elsewhere(
        &self,
        owner: &Place,
        property: &'c NavigationProperty,
        sent: &Row,
    ) -> Option<Place> {
        let Some(Home::Set(set)) = self.home_of(owner, property) else {
            return None;
        };
        let values = key_values(self.model, set, sent);
        if values.iter().any(crate::eval::Value::is_null) {
            return None;
        }
        let at = self.store.position(self.model, set, &values)?;
        Some(Place::of_row(&set.name, at))
    }
}

/// The objects that are sent of a property, each with its path.
fn several(
    property: &NavigationProperty,
    json: Json,
    at: &str,
) -> Result<Vec<(Row, String)>, Misfit> {
    let wrong = |json: &Json, at: &str, what: &str| {
        Misfit::new(at, format!("is {json}, and should be {what}"))
    };
    match json {
        Json::Array(items) if property.ty.collection => {
            let numbered = items.into_iter().enumerate().map(|(number, item)| {
                let at = format!("{at}/{number}");
                match item {
                    Json::Object(row) => Ok((row, at)),
                    other => Err(wrong(&other, &at, "an object")),
                }
            });
            numbered.collect()
        }
        other if property.ty.collection => Err(wrong(&other, at, "an array")),
        Json::Object(row) => Ok(vec![(row, at.to_owned())]),
        other => Err(wrong(&other, at, "an object")),
    }
}

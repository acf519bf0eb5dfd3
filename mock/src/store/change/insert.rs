//! An entity is inserted, and what is nested in it (Protocol 4.01, 11.4.2).

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Model, NavigationProperty, Property, StructuredTypeId};
use serde_json::Value as Json;

use super::links::{set, unlink};
use super::sent::{Nested, Sent, drop_read_only, given_key, is_made, is_read_only};
use super::{Changer, Home, Refusal, Relation, inverse, member};
use crate::shape::{self, Declared, Shape};
use crate::store::check::{self, join};
use crate::store::place::{Place, object_at};
use crate::store::{Misfit, Row, complete};

impl<'c> Changer<'c> {
    /// Inserts an entity of a type, related as it says and to where it was reached from.
    pub(crate) fn insert(
        &mut self,
        home: &Home<'c>,
        declared: StructuredTypeId,
        sent: Row,
        from: Option<&Relation<'c>>,
        at: &str,
    ) -> Result<Place, Refusal> {
        let ty = self.stated(declared, &sent, at)?;
        let Sent {
            mut row,
            mut relations,
        } = Sent::sort(self.model, ty, sent, at)?;
        let given = given_key(self.model, ty);
        let is_given = |property: &Property| given.iter().any(|one| std::ptr::eq(*one, property));
        let drops = |property: &Property| is_read_only(property) && !is_given(property);
        drop_read_only(self.model, ty, &mut row, &drops);
        // Principals come first: what depends on them has their values.
        let is_principal =
            |property: &NavigationProperty| !property.ty.collection && !property.contains_target;
        let mut principals: Vec<(&'c NavigationProperty, Place)> = Vec::new();
        let mut later = Vec::new();
        for (property, nested) in relations.drain(..) {
            if !is_principal(property) {
                later.push((property, nested));
                continue;
            }
            let path = join(at, &property.name);
            let place = match nested {
                Nested::Entities(Json::Null) | Nested::Links(Json::Null) => continue,
                Nested::Links(json) => self.linked(&json, property, &path)?,
                Nested::Entities(json) | Nested::Delta(json) => {
                    self.principal(ty, home, property, json, &path)?
                }
            };
            self.tie(&mut row, &property.referential_constraints, &place);
            principals.push((property, place));
        }
        if let Some(relation) = from
            && let Some(back) = self.back_from(relation, ty)
            && !back.ty.collection
        {
            self.tie(&mut row, &back.referential_constraints, &relation.owner);
        }
        self.needs(ty, from, &row, &principals, &later, at)?;
        let place = self.place_row(home, declared, ty, row, at)?;
        if let Some(relation) = from
            && !relation.property.contains_target
        {
            self.relate(&relation.owner.clone(), relation.property, &place)?;
        }
        for (property, target) in principals {
            self.relate(&place, property, &target)?;
        }
        for (property, nested) in later {
            self.nest(&place, property, nested, &join(at, &property.name))?;
        }
        Ok(place)
    }

    /// The type of what is sent.
    fn stated(
        &self,
        declared: StructuredTypeId,
        sent: &Row,
        at: &str,
    ) -> Result<StructuredTypeId, Misfit> {
        let model = self.model;
        let ty = match shape::stated_type(sent) {
            None => declared,
            Some(stated) => {
                let found = shape::find_structured(model, stated);
                found
                    .filter(|found| model.is_a(*found, declared))
                    .ok_or_else(|| {
                        let base = &model.structured_type(declared).name;
                        let reason =
                            format!("says `{stated}`, which is not a type that extends {base}");
                        Misfit::new(&join(at, "@odata.type"), reason)
                    })?
            }
        };
        if model.structured_type(ty).is_abstract {
            let name = &model.structured_type(ty).name;
            let reason = format!("has to say which type it is: {name} is abstract");
            return Err(Misfit::new(&join(at, "@odata.type"), reason));
        }
        Ok(ty)
    }

    /// The entity that a nested single entity is, inserted if it is not a reference.
    fn principal(
        &mut self,
        ty: StructuredTypeId,
        home: &Home<'c>,
        property: &'c NavigationProperty,
        json: Json,
        at: &str,
    ) -> Result<Place, Refusal> {
        let Json::Object(sent) = json else {
            return Err(Misfit::new(at, format!("is {json}, and should be an object")).into());
        };
        if let Some(id) = sent.get("@odata.id") {
            return self.linked(&id.clone(), property, at);
        }
        let to = self.target_of(ty, home, property);
        let (Some(to), Some(of)) = (to, super::type_of(property)) else {
            return Err(Misfit::new(at, "is of no entity set: it can only be linked").into());
        };
        self.insert(&to, of, sent, None, at)
    }

    /// The set that a property of an entity leads to that is not there yet.
    fn target_of(
        &self,
        ty: StructuredTypeId,
        home: &Home<'c>,
        property: &NavigationProperty,
    ) -> Option<Home<'c>> {
        use crate::eval::{Home as Around, Object, Source};
        let around = match home {
            Home::Set(set) => Around::of_set(set),
            Home::Contained(owner, _) => {
                object_at(self.world(), owner)?.home.as_ref().map(|home| {
                    let source = home.source.name();
                    let set = self.model.entity_set(source).map(Around::of_set);
                    set.or_else(|| self.model.singleton(source).map(Around::of_singleton))
                })??
            }
        };
        let owner = Object {
            home: Some(around),
            ..Object::new(crate::store::no_row(), Some(ty))
        };
        match crate::store::related::target(self.model, &owner, property)? {
            Source::Set(set) => self.model.entity_set(&set.name).map(Home::Set),
            Source::Singleton(_) => None,
        }
    }

    /// Gives a row the values that a referential constraint ties to a principal.
    fn tie(
        &self,
        row: &mut Row,
        constraints: &[odata_csdl::model::ReferentialConstraint],
        principal: &Place,
    ) {
        let Some(principal) = object_at(self.world(), principal) else {
            return;
        };
        for constraint in constraints {
            if let Some(value) = member(&principal, &constraint.referenced_property) {
                set(row, &constraint.property, value.clone());
            }
        }
    }

    /// The property of a new entity that leads back to where it was reached from.
    fn back_from(
        &self,
        relation: &Relation<'c>,
        ty: StructuredTypeId,
    ) -> Option<&'c NavigationProperty> {
        let back = inverse(self.model, self.ty(&relation.owner)?, relation.property)?;
        self.model.navigation_property(ty, &back.name)
    }

    /// Refuses an entity without a relation that it has to have (CSDL XML 4.01, 8.3).
    fn needs(
        &self,
        ty: StructuredTypeId,
        from: Option<&Relation<'c>>,
        row: &Row,
        principals: &[(&'c NavigationProperty, Place)],
        later: &[(&'c NavigationProperty, Nested)],
        at: &str,
    ) -> Result<(), Misfit> {
        let back = from.and_then(|relation| self.back_from(relation, ty));
        for property in self.model.navigation_properties(ty) {
            let given = principals.iter().map(|(one, _)| *one);
            let mut given = given.chain(later.iter().map(|(one, _)| *one)).chain(back);
            let is_tied = !property.referential_constraints.is_empty()
                && property.referential_constraints.iter().all(|constraint| {
                    row.get(&constraint.property)
                        .is_some_and(|json| !json.is_null())
                });
            if property.nullable
                || property.ty.collection
                || is_tied
                || given.any(|one| one.name == property.name)
            {
                continue;
            }
            let reason = "is missing and has to lead to something";
            return Err(Misfit::new(&join(at, &property.name), reason));
        }
        Ok(())
    }

    /// Puts a row behind those of its collection.
    fn place_row(
        &mut self,
        home: &Home<'c>,
        declared: StructuredTypeId,
        ty: StructuredTypeId,
        mut row: Row,
        at: &str,
    ) -> Result<Place, Refusal> {
        let model = self.model;
        match home {
            Home::Set(set) => self.store.make_key(model, set, ty, &mut row),
            Home::Contained(owner, property) => {
                let others = self
                    .store
                    .at(owner)
                    .and_then(|owner| owner.get(&property.name));
                let others = others.and_then(Json::as_array).cloned().unwrap_or_default();
                make_contained_key(model, ty, &others, &mut row);
            }
        }
        self.make_values(ty, &mut row);
        complete::row(model, declared, &mut row, at, &is_made)?;
        check::object(model, declared, &row, at)?;
        match home {
            Home::Set(set) => {
                let key = check::key(model, set, &row).map_err(|misfit| misfit.below(at))?;
                let values = crate::store::key_values(model, set, &row);
                if self.store.position(model, set, &values).is_some() {
                    return Err(Refusal::Taken(set.name.clone(), key));
                }
                let row_at = self.store.push_row(model, &set.name, row);
                Ok(Place::of_row(&set.name, row_at))
            }
            Home::Contained(owner, property) => self.contain(owner, property, ty, row, at),
        }
    }

    /// Puts an entity into another one.
    fn contain(
        &mut self,
        owner: &Place,
        property: &NavigationProperty,
        ty: StructuredTypeId,
        row: Row,
        at: &str,
    ) -> Result<Place, Refusal> {
        let model = self.model;
        let mut holder = self.row(owner);
        let place = owner.member(&property.name);
        if !property.ty.collection {
            if holder
                .get(&property.name)
                .is_some_and(|json| !json.is_null())
            {
                let path = self.path(owner).unwrap_or_default();
                let message = format!("`{path}/{}` leads to an entity already", property.name);
                return Err(Refusal::Conflict(message));
            }
            unlink(&mut holder, property);
            holder.insert(property.name.clone(), Json::Object(row));
            self.store.put(model, owner, holder);
            return Ok(place);
        }
        let key = model.key(ty).map_or(&[][..], |key| &key.properties);
        let values = |row: &Row| -> Vec<String> {
            let object = crate::eval::Value::Object(crate::eval::Object::new(row, Some(ty)));
            let value = |path: &str| crate::eval::stored(model, &object, path);
            key.iter()
                .map(|one| {
                    value(&one.path)
                        .to_literal()
                        .map_or_else(String::new, |it| it.to_string())
                })
                .collect()
        };
        let own = values(&row);
        let taken = match holder.get(&property.name) {
            Some(Json::Array(items)) => items
                .iter()
                .filter_map(Json::as_object)
                .any(|item| values(item) == own),
            _ => false,
        };
        if taken && !key.is_empty() {
            let path = self.path(owner).unwrap_or_default();
            return Err(Refusal::Taken(
                format!("{path}/{}", property.name),
                own.join(","),
            ));
        }
        let items = holder
            .entry(&property.name)
            .or_insert_with(|| Json::Array(Vec::new()));
        if !items.is_array() {
            *items = Json::Array(Vec::new());
        }
        let Some(items) = items.as_array_mut() else {
            return Err(Misfit::new(at, "cannot be inserted there").into());
        };
        items.push(Json::Object(row));
        let last = items.len() - 1;
        self.store.put(model, owner, holder);
        Ok(place.item(last))
    }

    /// Makes the values that the service computes, as far as a moment or a GUID can be one; a whole number that is never null is 0, unless it
    /// is part of the key.
    pub(super) fn make_values(&mut self, ty: StructuredTypeId, row: &mut Row) {
        let key = self.model.key(ty).map_or(&[][..], |key| &key.properties);
        for property in self
            .model
            .properties(ty)
            .filter(|property| is_made(property))
        {
            let declared = Declared::new(self.model, &property.ty, property.nullable);
            if row.contains_key(&property.name) || declared.collection {
                continue;
            }
            let made = match declared.shape {
                Shape::Primitive(PrimitiveType::DateTimeOffset) => Json::from(self.now.to_string()),
                Shape::Primitive(PrimitiveType::Guid) => self.store.made_guid().into(),
                Shape::Primitive(primitive)
                    if primitive.is_integer()
                        && !declared.nullable
                        && property.default_value.is_none()
                        && key.iter().all(|one| one.path != property.name) =>
                {
                    Json::from(0)
                }
                _ => continue,
            };
            row.insert(property.name.clone(), made);
        }
    }
}

/// Gives a contained entity a key that the service computes: one more than the greatest there is.
fn make_contained_key(model: &Model, ty: StructuredTypeId, others: &[Json], row: &mut Row) {
    let [key] = model.key(ty).map_or(&[][..], |key| &key.properties) else {
        return;
    };
    let Some(property) = model.property(ty, &key.path) else {
        return;
    };
    let shape = Declared::new(model, &property.ty, property.nullable).shape;
    let is_integer = matches!(shape, Shape::Primitive(primitive) if primitive.is_integer());
    if is_integer && is_made(property) && !row.contains_key(&key.path) {
        let keys = others
            .iter()
            .filter_map(|other| other.get(&key.path)?.as_i64());
        let next = keys.max().unwrap_or(0).saturating_add(1);
        row.insert(key.path.clone(), next.into());
    }
}

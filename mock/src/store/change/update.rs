//! An entity is changed (Protocol 4.01, 11.4.3).

use odata_csdl::model::{Model, Property, StructuredTypeId};
use serde_json::Value as Json;

use super::links::unlink;
use super::sent::{Nested, Sent, drop_read_only, is_immutable, is_made, is_read_only};
use super::{Changer, Missing, Refusal};
use crate::shape::{self, Declared, Member, Shape};
use crate::store::check::{self, join};
use crate::store::place::Place;
use crate::store::{Misfit, Row, complete};

impl<'c> Changer<'c> {
    /// Merges what is sent into an entity, or replaces its values by it; its key stays.
    pub(crate) fn update(
        &mut self,
        place: &Place,
        sent: Row,
        missing: Missing,
        at: &str,
    ) -> Result<(), Refusal> {
        let model = self.model;
        let Some(actual) = self.ty(place) else {
            return Ok(());
        };
        let ty = self.retyped(actual, &sent, at)?;
        let Sent {
            row: mut values,
            relations,
        } = Sent::sort(model, ty, sent, at)?;
        values.remove("@odata.type");
        let stays = |property: &Property| is_read_only(property) || is_immutable(property);
        drop_read_only(model, ty, &mut values, &stays);
        let key = model.key(ty).map_or(&[][..], |key| &key.properties);
        let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
        let key: Vec<String> = key.iter().map(|property| first(&property.path)).collect();
        for name in &key {
            values.remove(name);
        }
        // A link counts more than the values that it ties.
        for (property, nested) in &relations {
            if !matches!(nested, Nested::Delta(_)) {
                for constraint in &property.referential_constraints {
                    values.remove(&constraint.property);
                }
            }
        }
        let mut row = self.row(place);
        if ty != actual {
            let name = format!("#{}", model.structured_type(ty).name);
            row.insert("@odata.type".to_owned(), name.into());
        }
        for property in model.navigation_properties(ty) {
            let mut tied = property.referential_constraints.iter();
            if tied.any(|one| values.contains_key(&one.property)) {
                unlink(&mut row, property);
            }
        }
        if missing == Missing::Reset {
            reset(model, ty, &mut row, &values, &key, at)?;
        }
        merge(model, Some(ty), &mut row, values, missing);
        if missing == Missing::Reset {
            complete::row(model, ty, &mut row, at, &|property: &Property| {
                is_made(property) || is_immutable(property)
            })?;
        }
        check::object(model, ty, &row, at)?;
        self.store.put(model, place, row);
        for (property, nested) in relations {
            let at = join(at, &property.name);
            self.renew(place, property, nested, missing, &at)?;
        }
        Ok(())
    }

    /// The type that an entity is of afterwards.
    fn retyped(
        &self,
        actual: StructuredTypeId,
        sent: &Row,
        at: &str,
    ) -> Result<StructuredTypeId, Misfit> {
        let model = self.model;
        let Some(stated) = shape::stated_type(sent) else {
            return Ok(actual);
        };
        match shape::find_structured(model, stated) {
            Some(found) if model.is_a(actual, found) => Ok(actual),
            Some(found) if model.is_a(found, actual) => Ok(found),
            _ => {
                let own = &model.structured_type(actual).name;
                let reason = format!("says `{stated}`, and the entity is a {own}");
                Err(Misfit::new(&join(at, "@odata.type"), reason))
            }
        }
    }
}

/// Gives the members that are not sent their default values, or null; those of no declared property go.
fn reset(
    model: &Model,
    ty: StructuredTypeId,
    row: &mut Row,
    sent: &Row,
    key: &[String],
    at: &str,
) -> Result<(), Misfit> {
    row.retain(|name, _| {
        name.contains('@')
            || shape::member(model, ty, name) != Some(Member::Dynamic)
            || sent.contains_key(name)
    });
    for property in model.properties(ty) {
        let name = &property.name;
        let declared = Declared::new(model, &property.ty, property.nullable);
        let is_stream = declared.shape == Shape::Primitive(odata_core::edm::PrimitiveType::Stream);
        let stays = is_made(property) || is_immutable(property) || is_stream;
        if sent.contains_key(name) || key.contains(name) || stays {
            continue;
        }
        let default = complete::default_value(property, declared);
        let value = match default {
            Some(value) => value,
            None if declared.collection => Json::Array(Vec::new()),
            None if declared.nullable => Json::Null,
            None => return Err(Misfit::new(&join(at, name), "is missing and is never null")),
        };
        row.insert(name.clone(), value);
    }
    Ok(())
}

/// Sets members; those of complex values are merged in turn, unless all is replaced (Protocol 4.0, 11.4.3).
pub(super) fn merge(
    model: &Model,
    ty: Option<StructuredTypeId>,
    row: &mut Row,
    members: Row,
    missing: Missing,
) {
    for (name, json) in members {
        let declared = match ty.and_then(|ty| shape::member(model, ty, &name)) {
            Some(Member::Property(declared)) if !declared.collection => Some(declared.shape),
            _ => None,
        };
        match (row.get_mut(&name), declared, json) {
            (Some(Json::Object(old)), Some(Shape::Structured(id)), Json::Object(new))
                if missing == Missing::Stay =>
            {
                if let Some(stated) = new.get("@odata.type") {
                    old.insert("@odata.type".to_owned(), stated.clone());
                }
                let ty = shape::actual_type(model, Some(id), old);
                merge(model, ty, old, new, missing);
            }
            (Some(old), _, json) => *old = json,
            (None, _, json) => {
                row.insert(name, json);
            }
        }
    }
}

//! Keys: which entity has one, and those that the service makes.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{EntitySet, Model, StructuredTypeId};
use odata_csdl::syntax::Expression;
use serde_json::Value as Json;

use crate::MockError;
use crate::eval::{Value, equal, read, stored};
use crate::shape::{self, Member, Shape};
use crate::store::{Row, Store, key_paths, key_values};

impl Store {
    /// Makes the keys of a set from now on.
    ///
    /// # Errors
    /// When they are of a type that cannot be made up.
    pub(crate) fn make_keys(&mut self, model: &Model, set: &EntitySet) -> Result<(), MockError> {
        let paths = key_paths(model, set);
        let reason = match paths[..] {
            [_] if path_and_type(model, set).is_some() => {
                self.made_keys.insert(set.name.clone());
                return Ok(());
            }
            [path] => format!("`{path}` is neither an integer nor a GUID"),
            _ => format!("its key has {} properties", paths.len()),
        };
        Err(MockError::NoKeyToMake {
            set: set.name.clone(),
            reason,
        })
    }

    /// Gives a row a key, if it has none and the service makes them.
    pub(super) fn make_key(
        &mut self,
        model: &Model,
        set: &EntitySet,
        ty: StructuredTypeId,
        row: &mut Row,
    ) {
        let Some((path, primitive)) = path_and_type(model, set) else {
            return;
        };
        let has_one = row.get(path).is_some_and(|json| !json.is_null());
        let property = model.property(ty, path);
        let is_made =
            self.made_keys.contains(&set.name) || property.is_some_and(super::change::is_made);
        if has_one || !is_made {
            return;
        }
        let made = if primitive == PrimitiveType::Guid {
            self.next_guid(path, &set.name).into()
        } else {
            let rows = self.rows(&set.name).iter();
            let keys = rows.filter_map(|row| match key_values(model, set, row)[..] {
                [Value::Int(key)] => Some(key),
                _ => None,
            });
            Json::from(keys.max().unwrap_or(0).saturating_add(1))
        };
        row.insert(path.to_owned(), made);
    }

    /// The next GUID, for a value that is no key.
    pub(super) fn made_guid(&mut self) -> String {
        self.guids += 1;
        format!("00000000-0000-4000-8000-{:012x}", self.guids)
    }

    /// A GUID that no row of the set has.
    fn next_guid(&mut self, path: &str, set: &str) -> String {
        loop {
            let guid = self.made_guid();
            let mut keys = self
                .rows(set)
                .iter()
                .filter_map(|row| row.get(path)?.as_str());
            if !keys.any(|key| key.eq_ignore_ascii_case(&guid)) {
                return guid;
            }
        }
    }
}

/// The only property of a key that can be made.
fn path_and_type<'m>(model: &'m Model, set: &EntitySet) -> Option<(&'m str, PrimitiveType)> {
    let [path] = key_paths(model, set)[..] else {
        return None;
    };
    let Some(Member::Property(declared)) = shape::member(model, set.entity_type, path) else {
        return None;
    };
    match declared.shape {
        Shape::Primitive(primitive)
            if primitive.is_integer() || primitive == PrimitiveType::Guid =>
        {
            Some((path, primitive))
        }
        _ => None,
    }
}

/// Whether an entity has a key: its own, or an alternate one. A value without a name is that of the only property.
pub(crate) fn has_key(
    model: &Model,
    item: &Value<'_>,
    wanted: &[(Option<&str>, Value<'_>)],
) -> bool {
    let Value::Object(object) = item else {
        return false;
    };
    let Some(ty) = object.ty else { return false };
    let key = model.key(ty).map_or(&[][..], |key| &key.properties);
    let primary: Vec<(&str, &str)> = key
        .iter()
        .map(|property| (property.name(), property.path.as_str()))
        .collect();
    let fits = |key: &[(&str, &str)]| {
        key.len() == wanted.len()
            && wanted.iter().all(|(name, value)| {
                let path = match name {
                    Some(name) => key.iter().find(|(own, _)| own == name),
                    None => key.first(),
                };
                path.is_some_and(|(_, path)| equal(model, &stored(model, item, path), value))
            })
    };
    let is_primary = wanted.len() == primary.len()
        && wanted
            .iter()
            .all(|(name, _)| name.is_none_or(|name| primary.iter().any(|(own, _)| *own == name)));
    if is_primary {
        return fits(&primary);
    }
    alternate_keys(model, ty).iter().any(|key| fits(key))
}

/// Reads a key that stands as a segment of its own, decoded (URL conventions 4.3.6); only a key of one property can.
pub(crate) fn key_segment<'v>(
    model: &Model,
    ty: StructuredTypeId,
    text: &str,
) -> Option<Value<'v>> {
    let [property] = &model.key(ty)?.properties[..] else {
        return None;
    };
    match shape::at(model, ty, &property.path) {
        Shape::Primitive(primitive) => read::from_text(primitive, text).ok(),
        _ => Some(Value::text(text.to_owned())),
    }
}

/// The alternate keys of a type, each with the names and the paths of its properties (`Core.AlternateKeys`).
pub(crate) fn alternate_keys(model: &Model, ty: StructuredTypeId) -> Vec<Vec<(&str, &str)>> {
    let mut keys = Vec::new();
    for id in model.lineage(ty) {
        let annotations = &model.structured_type(id).annotations;
        let all = annotations.value("Org.OData.Core.V1.AlternateKeys");
        for alternate in all.map_or(&[][..], Expression::items) {
            let properties = alternate.property("Key").map_or(&[][..], Expression::items);
            let properties: Option<Vec<(&str, &str)>> = properties
                .iter()
                .map(|property| {
                    let path = property.property("Name")?.as_path()?;
                    let alias = property.property("Alias").and_then(Expression::as_str);
                    Some((alias.unwrap_or(path), path))
                })
                .collect();
            keys.extend(properties);
        }
    }
    keys
}

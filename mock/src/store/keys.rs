//! Keys that the service makes.

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{EntitySet, Model};
use serde_json::Value as Json;

use crate::MockError;
use crate::eval::Value;
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
    pub(super) fn make_key(&mut self, model: &Model, set: &EntitySet, row: &mut Row) {
        let Some((path, primitive)) = path_and_type(model, set) else {
            return;
        };
        let has_one = row.get(path).is_some_and(|json| !json.is_null());
        if has_one || !self.made_keys.contains(&set.name) {
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

    /// A GUID that no row of the set has.
    fn next_guid(&mut self, path: &str, set: &str) -> String {
        loop {
            self.guids += 1;
            let guid = format!("00000000-0000-4000-8000-{:012x}", self.guids);
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

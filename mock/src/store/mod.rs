//! The rows of every entity set.

mod change;
mod check;
mod complete;
mod keys;
mod log;
mod media;
mod place;
mod reference;
pub(crate) mod related;
mod steps;
mod undo;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use odata_csdl::model::{EntitySet, Model, Singleton};
use serde_json::{Map, Value as Json};

use crate::MockError;
use crate::eval::{self, Home, Object, Value, World};
use crate::shape;
pub(crate) use change::{
    Changer, Home as Into, Missing, Refusal, Relation, is_immutable, is_read_only, type_of,
};
pub(crate) use check::{Misfit, value as fits};
pub(crate) use keys::{alternate_keys, has_key, key_segment};
pub(crate) use log::Change;
pub(crate) use media::{Content, Media, describe};
pub(crate) use place::{Place, object_at};
pub(crate) use reference::{entity_at, is_same};

/// What a row says its ETag is.
pub(crate) const ETAG: &str = "@odata.etag";

/// One entity as JSON.
pub(crate) type Row = Map<String, Json>;

/// The rows by entity set, each set in the order its rows came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store {
    sets: BTreeMap<String, Vec<Row>>,
    singletons: BTreeMap<String, Row>,
    log: log::Log,
    /// The sets whose rows have ETags.
    etags: BTreeSet<String>,
    /// The sets whose keys are made here.
    made_keys: BTreeSet<String>,
    /// How many ETags were given.
    versions: u64,
    /// How many GUIDs were made.
    guids: u64,
    /// The content of media entities and of stream properties, by path.
    media: BTreeMap<String, Media>,
    /// How what was done can be taken back, while a change goes on.
    undo: Option<Vec<undo::Undo>>,
}

impl Store {
    /// Gives the rows of a set, or a singleton, ETags, those to come too.
    pub(crate) fn give_etags(&mut self, source: &str) {
        self.etags.insert(source.to_owned());
        let mut rows = self.sets.remove(source).unwrap_or_default();
        for row in &mut rows {
            self.mark(source, row);
        }
        if !rows.is_empty() {
            self.sets.insert(source.to_owned(), rows);
        }
        if let Some(mut row) = self.singletons.remove(source) {
            self.mark(source, &mut row);
            self.singletons.insert(source.to_owned(), row);
        }
    }

    /// Gives a row its next ETag.
    fn mark(&mut self, source: &str, row: &mut Row) {
        if self.etags.contains(source) {
            self.versions += 1;
            let etag = format!("W/\"{}\"", self.versions);
            row.insert(ETAG.to_owned(), etag.into());
        }
    }

    /// The ETag of a row of a set, or of a singleton, that has them.
    pub(crate) fn etag<'r>(&self, source: &str, row: &'r Row) -> Option<&'r str> {
        let etag = self.etags.contains(source).then(|| row.get(ETAG));
        etag??.as_str()
    }

    /// The places of the rows and singletons that a closure says yes to.
    fn places(&self, is_one: impl Fn(&Row) -> bool) -> Vec<Place> {
        let mut places = Vec::new();
        for (set, rows) in &self.sets {
            let numbered = rows.iter().enumerate().filter(|(_, row)| is_one(row));
            places.extend(numbered.map(|(at, _)| Place::of_row(set, at)));
        }
        let only = self.singletons.iter().filter(|(_, row)| is_one(row));
        places.extend(only.map(|(name, _)| Place::of_row(name, 0)));
        places
    }

    /// Checks the rows of a set and takes them in, in place of those it had.
    pub(crate) fn fill(
        &mut self,
        model: &Model,
        set: &EntitySet,
        rows: Json,
    ) -> Result<(), MockError> {
        let mut rows = check::rows(model, set, rows)?;
        for row in &mut rows {
            self.mark(&set.name, row);
        }
        for row in self.sets.remove(&set.name).unwrap_or_default() {
            self.note(model, set, &row, false);
        }
        for row in &rows {
            self.note(model, set, row, true);
        }
        self.sets.insert(set.name.clone(), rows);
        Ok(())
    }

    /// Checks the entity that a singleton is, and takes it in.
    pub(crate) fn fill_singleton(
        &mut self,
        model: &Model,
        singleton: &Singleton,
        row: Json,
    ) -> Result<(), MockError> {
        let mut row = check::only(model, singleton, row)?;
        self.mark(&singleton.name, &mut row);
        self.singletons.insert(singleton.name.clone(), row);
        Ok(())
    }

    /// The rows of a set; none for one that was never filled.
    pub(crate) fn rows(&self, set: &str) -> &[Row] {
        self.sets.get(set).map_or(&[], Vec::as_slice)
    }

    /// Where the row with that key is.
    pub(crate) fn position(
        &self,
        model: &Model,
        set: &EntitySet,
        key: &[Value<'_>],
    ) -> Option<usize> {
        self.rows(&set.name).iter().position(|row| {
            let own = key_values(model, set, row);
            own.len() == key.len()
                && own
                    .iter()
                    .zip(key)
                    .all(|(own, wanted)| eval::equal(model, own, wanted))
        })
    }
}

/// The row as a value.
pub(crate) fn value_of<'a>(model: &Model, set: &EntitySet, row: &'a Row) -> Value<'a> {
    let ty = shape::actual_type(model, Some(set.entity_type), row);
    Value::Object(Object::new(row, ty))
}

/// The entities of a set.
pub(crate) fn entities<'a>(world: World<'a>, set: &'a EntitySet) -> Vec<Value<'a>> {
    let home = Home::of_set(set);
    let rows = world.store.rows(&set.name).iter();
    rows.map(|row| {
        let ty = shape::actual_type(world.model, Some(set.entity_type), row);
        Value::Object(Object {
            home: Some(home.clone()),
            ..Object::new(row, ty)
        })
    })
    .collect()
}

/// One entity of a set.
pub(crate) fn entity_of<'a>(world: World<'a>, set: &'a EntitySet, row: &'a Row) -> Object<'a> {
    let ty = shape::actual_type(world.model, Some(set.entity_type), row);
    Object {
        home: Some(Home::of_set(set)),
        ..Object::new(row, ty)
    }
}

/// The entity that a singleton is; nothing where it was never filled.
pub(crate) fn singleton<'a>(world: World<'a>, name: &str) -> Option<Object<'a>> {
    let singleton = world.model.singleton(name)?;
    let row = world.store.singletons.get(name)?;
    let ty = shape::actual_type(world.model, Some(singleton.entity_type), row);
    Some(Object {
        home: Some(Home::of_singleton(singleton)),
        ..Object::new(row, ty)
    })
}

/// What is stored of an object that was made up.
pub(crate) fn no_row() -> &'static Row {
    static NONE: LazyLock<Row> = LazyLock::new(Row::new);
    &NONE
}

/// The paths to the properties of the key.
pub(crate) fn key_paths<'m>(model: &'m Model, set: &EntitySet) -> Vec<&'m str> {
    let key = model
        .key(set.entity_type)
        .map_or(&[][..], |key| &key.properties);
    key.iter().map(|property| property.path.as_str()).collect()
}

/// The values of the key of a row.
pub(crate) fn key_values<'a>(model: &Model, set: &EntitySet, row: &'a Row) -> Vec<Value<'a>> {
    let row = value_of(model, set, row);
    key_paths(model, set)
        .into_iter()
        .map(|path| eval::stored(model, &row, path))
        .collect()
}

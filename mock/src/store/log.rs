//! What happened to the rows, in order: what delta links ask for (Protocol 4.01, 11.3).

use odata_csdl::model::{EntitySet, Model};

use crate::eval::{Home, Object};
use crate::shape;
use crate::store::{Row, Store, check};

/// Something that happened to a row.
#[derive(Clone, Debug)]
struct Entry {
    set: String,
    key: String,
    /// The path of the entity below the service root.
    path: String,
    /// Whether it was not there before.
    is_new: bool,
}

/// All that happened, the oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Log(Vec<Entry>);

/// What became of an entity that something happened to.
#[derive(Debug)]
pub(crate) enum Change<'s> {
    /// It is there, new or changed.
    Row(&'s Row, String),
    /// It is gone; this is its path.
    Gone(String),
}

impl Log {
    pub(super) fn length(&self) -> usize {
        self.0.len()
    }

    /// Forgets what happened since.
    pub(super) fn forget(&mut self, length: usize) {
        self.0.truncate(length);
    }
}

impl Store {
    /// How much has happened so far: what a delta link of now begins with.
    pub(crate) fn moment(&self) -> u64 {
        u64::try_from(self.log.0.len()).unwrap_or(u64::MAX)
    }

    /// What is another one after each change.
    pub(crate) fn stamp(&self) -> (u64, u64, u64) {
        (self.moment(), self.versions, self.guids)
    }

    /// Keeps what happened to a row.
    pub(super) fn note(&mut self, model: &Model, set: &EntitySet, row: &Row, is_new: bool) {
        let Ok(key) = check::key(model, set, row) else {
            return;
        };
        let object = Object {
            home: Some(Home::of_set(set)),
            ..Object::new(row, shape::actual_type(model, Some(set.entity_type), row))
        };
        let path = object.path(model).unwrap_or_default();
        self.log.0.push(Entry {
            set: set.name.clone(),
            key,
            path,
            is_new,
        });
    }

    /// Keeps that something happened to a singleton, of which no delta link tells.
    pub(super) fn note_singleton(&mut self, name: &str) {
        self.log.0.push(Entry {
            set: name.to_owned(),
            key: String::new(),
            path: name.to_owned(),
            is_new: false,
        });
    }

    /// The entities of a set that something happened to since; nothing for a moment that never was.
    pub(crate) fn since(
        &self,
        model: &Model,
        set: &EntitySet,
        moment: u64,
    ) -> Option<Vec<Change<'_>>> {
        let entries = self.log.0.get(usize::try_from(moment).ok()?..)?;
        let mut first: Vec<&Entry> = Vec::new();
        for entry in entries.iter().filter(|entry| entry.set == set.name) {
            if !first.iter().any(|seen| seen.key == entry.key) {
                first.push(entry);
            }
        }
        let rows = self.rows(&set.name);
        let mut changes = Vec::new();
        for entry in first {
            let is_this =
                |row: &&Row| check::key(model, set, row).is_ok_and(|key| key == entry.key);
            match rows.iter().find(is_this) {
                Some(row) => changes.push(Change::Row(row, entry.path.clone())),
                // What came and went since was never seen.
                None if entry.is_new => {}
                None => changes.push(Change::Gone(entry.path.clone())),
            }
        }
        Some(changes)
    }
}

//! A change is done as a whole or not at all (Protocol 4.01, 11.4.2.2).

use odata_csdl::model::Model;

use crate::store::media::Media;
use crate::store::place::Place;
use crate::store::{Row, Store};

/// How one step of a change is taken back.
#[derive(Clone, Debug)]
pub(super) enum Undo {
    /// The row of a set was another one.
    Changed(String, usize, Row),
    /// The row of a set came last.
    Pushed(String),
    /// The row of a set was there.
    Removed(String, usize, Row),
    /// The singleton was another one, or not there.
    Singleton(String, Option<Row>),
    /// The content was another one, or not there.
    Media(String, Option<Media>),
}

impl Store {
    /// Does a change, and takes back all of it when it fails.
    pub(crate) fn attempt<T, E>(
        &mut self,
        change: impl FnOnce(&mut Store) -> Result<T, E>,
    ) -> Result<T, E> {
        let (happened, versions, guids) = (self.log.length(), self.versions, self.guids);
        let outer = self.undo.replace(Vec::new());
        let result = change(self);
        let steps = std::mem::replace(&mut self.undo, outer).unwrap_or_default();
        if result.is_err() {
            for step in steps.into_iter().rev() {
                self.take_back(step);
            }
            self.log.forget(happened);
            (self.versions, self.guids) = (versions, guids);
        } else if let Some(outer) = &mut self.undo {
            outer.extend(steps);
        }
        result
    }

    fn take_back(&mut self, step: Undo) {
        match step {
            Undo::Changed(set, at, row) => {
                let rows = self.sets.entry(set).or_default();
                if let Some(slot) = rows.get_mut(at) {
                    *slot = row;
                }
            }
            Undo::Pushed(set) => {
                self.sets.entry(set).or_default().pop();
            }
            Undo::Removed(set, at, row) => {
                let rows = self.sets.entry(set).or_default();
                rows.insert(at.min(rows.len()), row);
            }
            Undo::Singleton(name, Some(row)) => {
                self.singletons.insert(name, row);
            }
            Undo::Singleton(name, None) => {
                self.singletons.remove(&name);
            }
            Undo::Media(path, Some(media)) => {
                self.media.insert(path, media);
            }
            Undo::Media(path, None) => {
                self.media.remove(&path);
            }
        }
    }

    pub(super) fn can_undo(&mut self, step: Undo) {
        if let Some(steps) = &mut self.undo {
            steps.push(step);
        }
    }

    /// Puts a row behind the others.
    pub(super) fn push_row(&mut self, model: &Model, set: &str, mut row: Row) -> usize {
        self.mark(set, &mut row);
        if let Some(set) = model.entity_set(set) {
            self.note(model, set, &row, true);
        }
        let rows = self.sets.entry(set.to_owned()).or_default();
        rows.push(row);
        let at = rows.len() - 1;
        self.can_undo(Undo::Pushed(set.to_owned()));
        at
    }

    /// Puts another object in the place of the one that is there.
    pub(crate) fn put(&mut self, model: &Model, place: &Place, object: Row) {
        let Some(mut root) = self.root(place).cloned() else {
            return;
        };
        let Some(slot) = super::steps::inside_mut(&mut root, &place.steps) else {
            return;
        };
        *slot = object;
        self.mark(&place.source, &mut root);
        if let Some(set) = model.entity_set(&place.source) {
            self.note(model, set, &root, false);
            let rows = self.sets.entry(place.source.clone()).or_default();
            if let Some(slot) = rows.get_mut(place.at) {
                let old = std::mem::replace(slot, root);
                self.can_undo(Undo::Changed(place.source.clone(), place.at, old));
            }
        } else {
            self.note_singleton(&place.source);
            let old = self.singletons.insert(place.source.clone(), root);
            self.can_undo(Undo::Singleton(place.source.clone(), old));
        }
    }

    /// Removes a row.
    pub(super) fn take_row(&mut self, model: &Model, place: &Place) -> Option<Row> {
        let set = model.entity_set(&place.source)?;
        let rows = self.sets.get_mut(&place.source)?;
        if place.at >= rows.len() {
            return None;
        }
        let row = rows.remove(place.at);
        self.note(model, set, &row, false);
        self.can_undo(Undo::Removed(place.source.clone(), place.at, row.clone()));
        Some(row)
    }
}

//! Rows come, change and go.

use odata_csdl::model::{EntitySet, Model, StructuredTypeId};
use serde_json::Value as Json;

use crate::eval::Value;
use crate::shape::{self, Member, Shape};
use crate::store::{ETAG, Misfit, Row, Store, check, complete, key_paths, key_values};

/// Why a row is not taken in.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// It does not fit the model.
    Misfit(Misfit),
    /// There is a row with its key.
    Taken(String),
}

impl From<Misfit> for Refusal {
    fn from(misfit: Misfit) -> Self {
        Refusal::Misfit(misfit)
    }
}

impl Store {
    /// Gives the rows of a set ETags, those to come too.
    pub(crate) fn give_etags(&mut self, set: &str) {
        self.etags.insert(set.to_owned());
        let mut rows = self.sets.remove(set).unwrap_or_default();
        for row in &mut rows {
            self.mark(set, row);
        }
        self.sets.insert(set.to_owned(), rows);
    }

    /// Gives a row its next ETag.
    pub(super) fn mark(&mut self, set: &str, row: &mut Row) {
        if self.etags.contains(set) {
            self.versions += 1;
            let etag = format!("W/\"{}\"", self.versions);
            row.insert(ETAG.to_owned(), etag.into());
        }
    }

    /// The ETag of a row of a set that has them.
    pub(crate) fn etag<'r>(&self, set: &EntitySet, row: &'r Row) -> Option<&'r str> {
        let etag = self.etags.contains(&set.name).then(|| row.get(ETAG));
        etag??.as_str()
    }

    /// Takes a row in behind the others, or in the place of the one with its key, and gives it back as it now is.
    pub(crate) fn insert(
        &mut self,
        model: &Model,
        set: &EntitySet,
        sent: &Row,
        replace: bool,
    ) -> Result<Row, Refusal> {
        let mut row = without_annotations(sent);
        if let Some(stated) = sent.get("@odata.type").or_else(|| sent.get("@type")) {
            row.insert("@odata.type".to_owned(), stated.clone());
        }
        self.make_key(model, set, &mut row);
        complete::row(model, set, &mut row)?;
        check::object(model, set.entity_type, &row, "")?;
        let key = check::key(model, set, &row)?;
        let at = self.position(model, set, &key_values(model, set, &row));
        if at.is_some() && !replace {
            return Err(Refusal::Taken(key));
        }
        self.mark(&set.name, &mut row);
        let rows = self.sets.entry(set.name.clone()).or_default();
        match at.and_then(|at| rows.get_mut(at)) {
            Some(old) => *old = row.clone(),
            None => rows.push(row.clone()),
        }
        self.note(model, set, &row, at.is_none());
        Ok(row)
    }

    /// Merges members into a row, those of its key left as they are, and gives it back as it now is.
    pub(crate) fn merge(
        &mut self,
        model: &Model,
        set: &EntitySet,
        at: usize,
        sent: &Row,
    ) -> Result<Row, Refusal> {
        let mut row = self.rows(&set.name).get(at).cloned().unwrap_or_default();
        let key = check::key(model, set, &row)?;
        let mut members = without_annotations(sent);
        for path in key_paths(model, set) {
            members.remove(path);
        }
        let ty = shape::actual_type(model, Some(set.entity_type), &row);
        merge(model, ty, &mut row, members);
        check::object(model, set.entity_type, &row, "")?;
        if check::key(model, set, &row)? != key {
            let path = key_paths(model, set).join(",");
            return Err(Misfit::new(&path, "is the key and cannot be changed").into());
        }
        self.mark(&set.name, &mut row);
        if let Some(old) = self
            .sets
            .get_mut(&set.name)
            .and_then(|rows| rows.get_mut(at))
        {
            *old = row.clone();
        }
        self.note(model, set, &row, false);
        Ok(row)
    }

    /// Removes the row with that key, if there is one.
    pub(crate) fn remove(&mut self, model: &Model, set: &EntitySet, key: &[Value<'_>]) {
        if let Some(at) = self.position(model, set, key)
            && let Some(rows) = self.sets.get_mut(&set.name)
        {
            let row = rows.remove(at);
            self.note(model, set, &row, false);
        }
    }
}

/// The members themselves: what a client says about them is the service's to say.
fn without_annotations(sent: &Row) -> Row {
    let members = sent.iter().filter(|(name, _)| !name.contains('@'));
    members
        .map(|(name, json)| (name.clone(), json.clone()))
        .collect()
}

/// Sets members; those of complex values are merged in turn (Protocol 4.0, 11.4.3).
fn merge(model: &Model, ty: Option<StructuredTypeId>, row: &mut Row, members: Row) {
    for (name, json) in members {
        let declared = match ty.and_then(|ty| shape::member(model, ty, &name)) {
            Some(Member::Property(declared)) if !declared.collection => Some(declared.shape),
            _ => None,
        };
        match (row.get_mut(&name), declared, json) {
            (Some(Json::Object(old)), Some(Shape::Structured(id)), Json::Object(new)) => {
                let ty = shape::actual_type(model, Some(id), old);
                merge(model, ty, old, new);
            }
            (Some(old), _, json) => *old = json,
            (None, _, json) => {
                row.insert(name, json);
            }
        }
    }
}

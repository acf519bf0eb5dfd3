//! A row, by its columns.

use std::fmt;

use odata::Json;
use odata::json::{Fault, Reader};

use super::kind::{ColumnKind, HuntingValue};
use crate::QueryResponseSchema;

/// A row whose columns are known from the answer alone.
#[derive(Clone, Debug)]
pub struct HuntingRow<'a> {
    schema: &'a [QueryResponseSchema],
    members: Vec<(String, Json)>,
}

impl<'a> HuntingRow<'a> {
    pub(super) fn read(
        schema: &'a [QueryResponseSchema],
        index: usize,
        text: &str,
    ) -> Result<Self, RowError> {
        let mut reader = Reader::new(text);
        let mut members = Vec::new();
        let mut read = || {
            reader.object(&mut |name, reader| {
                members.push((name.to_owned(), Json::from_text(reader.raw()?)));
                Ok(())
            })?;
            reader.end()
        };
        read().map_err(|fault: Fault| RowError::new(index, fault))?;
        Ok(HuntingRow { schema, members })
    }

    /// The value of a column; nothing where there is no such column.
    pub fn get(&self, name: &str) -> Option<HuntingValue> {
        let mut columns = self.schema.iter();
        let column = columns.find(|column| column.name.as_deref() == Some(name));
        match (column, self.member(name)) {
            (None, None) => None,
            (column, json) => Some(HuntingValue::read(
                column.map_or(ColumnKind::Other, kind),
                json.unwrap_or("null"),
            )),
        }
    }

    fn member(&self, name: &str) -> Option<&str> {
        let mut members = self.members.iter();
        let found = members.find(|(known, _)| known == name);
        found.map(|(_, json)| json.text())
    }

    /// Every column with its value, in the order of the answer's schema.
    pub fn iter(&self) -> impl Iterator<Item = (&'a QueryResponseSchema, HuntingValue)> + '_ {
        self.schema.iter().map(|column| {
            let json = self.member(column.name.as_deref().unwrap_or_default());
            (
                column,
                HuntingValue::read(kind(column), json.unwrap_or("null")),
            )
        })
    }

    /// What the row has that the schema of the answer does not name.
    pub fn beside(&self) -> impl Iterator<Item = (&str, &Json)> + '_ {
        let is_named = |name: &str| {
            let mut columns = self.schema.iter();
            columns.any(|column| column.name.as_deref() == Some(name))
        };
        let members = self.members.iter();
        members
            .filter(move |(name, _)| !is_named(name))
            .map(|(name, json)| (name.as_str(), json))
    }
}

fn kind(column: &QueryResponseSchema) -> ColumnKind {
    ColumnKind::named(column.r#type.as_deref().unwrap_or_default())
}

/// A row is not what it is read as.
#[derive(Debug)]
pub struct RowError {
    index: usize,
    why: Box<dyn std::error::Error + Send + Sync>,
}

impl RowError {
    pub(super) fn new(
        index: usize,
        why: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        let why = why.into();
        RowError { index, why }
    }

    /// Which row it is, from 0 on.
    pub fn index(&self) -> usize {
        self.index
    }

    /// What cannot be read in it: an error of `serde_json`, or an [`odata::json::Fault`].
    pub fn why(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self.why.as_ref()
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of the answer: {}", self.index, self.why)
    }
}

/// Its text has the causes, as that of [`odata::Error`] has: it has no source, and [`why`](RowError::why) has what led to it.
impl std::error::Error for RowError {}

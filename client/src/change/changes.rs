//! What is to be set.

use std::fmt;
use std::marker::PhantomData;

use super::Assign;
use super::json::write_string;
use crate::error::{Error, Result};
use crate::field::{Field, Settable, Stored};

/// The properties of an `E` that are to be set, and what to.
///
/// Exactly these are sent: a property that is not set stays as it is, or gets its default; one that is set to null
/// becomes null.
///
/// # Example: one value, one null, the rest untouched
/// ```
/// # use odata::doc_example::LibraryFile;
/// use odata::{Changes, Null};
/// let changes = Changes::new()
///     .set(LibraryFile::DESCRIPTION, "collects \"logs\"")
///     .set(LibraryFile::PARAMETERS_DESCRIPTION, Null);
/// assert_eq!(
///     changes.to_string(),
///     r#"{"description":"collects \"logs\"","parametersDescription":null}"#,
/// );
/// ```
pub struct Changes<E> {
    /// Names and values as JSON, in the order in which they were set.
    members: Vec<(String, String)>,
    /// Properties that cannot be set in each of the two requests.
    refused: Refused,
    entity: PhantomData<fn() -> E>,
}

/// Names of properties that were set, each with why that cannot be done in a request.
#[derive(Clone, Debug, Default)]
pub struct Refused {
    insert: Vec<(Box<str>, &'static str)>,
    update: Vec<(Box<str>, &'static str)>,
}

impl Refused {
    /// Whether an entity can be inserted with what was set.
    pub(crate) fn insert(&self) -> Result<()> {
        first(&self.insert, "inserted")
    }

    /// Whether an entity can be updated with what was set.
    pub(crate) fn update(&self) -> Result<()> {
        first(&self.update, "updated")
    }

    /// Whether an entity can be updated or inserted with what was set, whichever it will be.
    pub(crate) fn upsert(&self) -> Result<()> {
        let mut both = self.insert.iter();
        let both = both.find(|(name, _)| self.update.iter().any(|(known, _)| known == name));
        first(
            both.map_or(&[], std::slice::from_ref),
            "updated or inserted",
        )
    }
}

fn first(refused: &[(Box<str>, &'static str)], what: &str) -> Result<()> {
    match refused.first() {
        Some((name, why)) => Err(Error::refused(format!(
            "the service does not let `{name}` be set when an entity is {what}: {why}; `.unchecked()` sends it all the same"
        ))),
        None => Ok(()),
    }
}

impl<E> Changes<E> {
    /// Nothing yet.
    pub fn new() -> Self {
        Changes {
            members: Vec::new(),
            refused: Refused::default(),
            entity: PhantomData,
        }
    }

    /// Sets a property; a second value for the same one replaces the first.
    #[must_use]
    pub fn set<T, R: Settable<E>, N: Stored, V: Assign<T>>(
        mut self,
        field: Field<E, T, R, N>,
        value: V,
    ) -> Self {
        if let Some(inside) = value.refused() {
            self.refused.insert.extend_from_slice(&inside.insert);
            self.refused.update.extend_from_slice(&inside.update);
        }
        let own = |why: Option<&'static str>| why.map(|why| (field.name().into(), why));
        let unwritable = value.unwritable();
        self.refused
            .insert
            .extend(own(unwritable.or(R::NOT_INSERTED)));
        self.refused
            .update
            .extend(own(unwritable.or(R::NOT_UPDATED)));
        let mut json = String::new();
        value.write(&mut json);
        let name = field.name().to_owned();
        match self.members.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = json,
            None => self.members.push((name, json)),
        }
        self
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether a property is set.
    pub(crate) fn sets(&self, name: &str) -> bool {
        self.members.iter().any(|(known, _)| known == name)
    }

    pub(crate) fn refused(&self) -> &Refused {
        &self.refused
    }

    /// The JSON of an entity that says of which type it is (OData JSON 4.0, 4.5.3).
    pub(super) fn of_type(&self, name: Option<&str>) -> String {
        let mut json = self.to_string();
        if let Some(name) = name {
            let mut annotation = String::from("\"@odata.type\":");
            write_string(&format!("#{name}"), &mut annotation);
            if !self.is_empty() {
                annotation.push(',');
            }
            json.insert_str(1, &annotation);
        }
        json
    }

    pub(super) fn write_object(&self, json: &mut String) {
        json.push('{');
        for (at, (name, value)) in self.members.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            write_string(name, json);
            json.push(':');
            json.push_str(value);
        }
        json.push('}');
    }
}

impl<E> Default for Changes<E> {
    fn default() -> Self {
        Changes::new()
    }
}

impl<E> Clone for Changes<E> {
    fn clone(&self) -> Self {
        Changes {
            members: self.members.clone(),
            refused: self.refused.clone(),
            entity: PhantomData,
        }
    }
}

/// The JSON that is sent.
impl<E> fmt::Display for Changes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut json = String::new();
        self.write_object(&mut json);
        f.write_str(&json)
    }
}

impl<E> fmt::Debug for Changes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Changes({self})")
    }
}

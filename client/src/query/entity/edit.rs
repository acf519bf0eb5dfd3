//! Changing one property of an entity (Protocol 4.01, 11.4.9).

use std::fmt;
use std::marker::PhantomData;

use odata_core::descriptor::Usage;
use url::Url;

use super::EntityQuery;
use crate::change::{Assign, Changes, SetValue, ValueAt};
use crate::decode::{Structured, Value};
use crate::error::{Error, Result};
use crate::field::{Complex, Field, Null, Pathed, Settable};
use crate::query::restriction;
use crate::query::value::below;

/// One property of an entity, to be changed by itself.
///
/// # Example
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let file = defender.library_files().by_key("script1.ps1");
/// file.edit(LibraryFile::DESCRIPTION).set("collects logs").send().await?;
/// file.edit(LibraryFile::PARAMETERS_DESCRIPTION).clear().send().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is changed before what it gives is sent"]
pub struct Edit<E, V, R> {
    entity: EntityQuery<E>,
    path: String,
    types: PhantomData<fn() -> (V, R)>,
}

impl<E: Structured> EntityQuery<E> {
    /// Changes one property by itself: `Set(key)/name` (Protocol 4.01, 11.4.9). Those of the key, and those that the service does
    /// not let be updated, are refused before anything is sent.
    pub fn edit<V: Value, R, N: Pathed>(&self, property: Field<E, V, R, N>) -> Edit<E, V, R> {
        Edit {
            entity: self.clone(),
            path: property.path().into_owned(),
            types: PhantomData,
        }
    }
}

impl<E: Structured, V: Value, R> Edit<E, V, R> {
    /// To that value (`PUT`): null, where it may be null; a complex value as [`Changes`], of which what is not set becomes null or
    /// gets its default; all of a collection.
    pub fn set<T: Assign<V>>(&self, value: T) -> SetValue<V>
    where
        R: Settable<E>,
    {
        let place = self.place(R::NOT_UPDATED, "");
        let unwritable = value.unwritable();
        SetValue::new(place, value.member(), unwritable)
    }

    /// To null (`DELETE`). A service may give a property its default instead (Protocol 4.01, 11.4.9.2).
    pub fn clear(&self) -> SetValue<V>
    where
        R: Settable<E>,
        Null: Assign<V>,
    {
        SetValue::clear(self.place(R::NOT_UPDATED, ""))
    }

    /// Some properties of a complex value, and the rest of it as it is (`PATCH`, Protocol 4.01, 11.4.9.3).
    ///
    /// # Example
    /// ```
    /// # use odata::{Changes, EntityQuery, Field, Nested, Structured};
    /// # async fn example<Person: Structured, Address: Structured>(
    /// #     person: EntityQuery<Person>, home: Field<Person, Option<Nested<Address>>>, moved: Changes<Address>,
    /// # ) -> odata::Result<()> {
    /// person.edit(home).update(&moved).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, changes: &Changes<V::Type>) -> SetValue<V>
    where
        R: Settable<E>,
        V: Complex,
    {
        let place = self.place(R::NOT_UPDATED, "");
        SetValue::merge(place, changes.body())
    }

    /// To that value by itself (`PUT .../$value`, Protocol 4.01, 11.4.9.1): plain text, and bytes of Edm.Binary.
    pub fn set_raw<T: Assign<V>>(&self, value: T) -> SetValue<V>
    where
        R: Settable<E>,
    {
        let place = self.place(R::NOT_UPDATED, "/$value");
        let unwritable = value.unwritable();
        SetValue::raw(place, &value.member(), unwritable)
    }

    fn place(&self, not_updated: Option<&'static str>, tail: &str) -> ValueAt {
        let entity = &self.entity;
        ValueAt {
            client: entity.client.clone(),
            url: self.url(not_updated, tail),
            etag: entity.etag.clone(),
            needs_etag: entity.needs_etag(),
            checked: !entity.refusals.are_lifted(),
        }
    }

    fn url(&self, not_updated: Option<&'static str>, tail: &str) -> Result<Url> {
        let (entity, path) = (&self.entity, &self.path);
        if let Some(why) = entity.refusals.wrong() {
            return Err(Error::refused(why));
        }
        if E::INFO.key.contains(&path.as_str()) {
            return Err(Error::refused(format!(
                "`{path}` is of the key of {}, by which the entity is known: it is not changed",
                E::INFO.short_name()
            )));
        }
        if !entity.refusals.are_lifted() {
            restriction::change(entity.info, Usage::Update)?;
            if let Some(why) = not_updated {
                return Err(Error::refused(format!(
                    "the service does not let `{path}` be set when an entity is updated: {why}; `.unchecked()` sends it all the same"
                )));
            }
        }
        let path = format!("{}{tail}", below(entity.edit_path(), path));
        entity.client.url(&path, "")
    }
}

impl<E, V, R> fmt::Debug for Edit<E, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edit({:?}/{})", self.entity, self.path)
    }
}

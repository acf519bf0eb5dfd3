//! What is to be set.

use std::fmt;
use std::marker::PhantomData;

use odata_core::descriptor::ProtocolVersion;

use super::Assign;
use super::body::{Body, Deed, Refused};
use super::complete::Demands;
use super::render::shown;
use super::undeclared;
use crate::decode::{Structured, Value};
use crate::error::Result;
use crate::field::{DerivedFrom, Field, Settable, Stored};

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
#[must_use = "nothing is changed before it is given to `update`, `insert` or the like and sent"]
pub struct Changes<E> {
    pub(super) body: Body,
    entity: PhantomData<fn() -> E>,
}

impl<E> Changes<E> {
    /// Nothing yet.
    pub fn new() -> Self {
        Changes::of(Body::default())
    }

    fn of(body: Body) -> Self {
        Changes {
            body,
            entity: PhantomData,
        }
    }

    /// Sets a property; a second value for the same one replaces the first.
    ///
    /// # Example: a property that the schema does not declare
    /// Entities and complex values of open types may have any (CSDL 4.01, 6.3). Such a property is a [`Field`] of your own; what is sent says
    /// which type it is of (`due@odata.type`, OData JSON 4.0, 4.5.3), unless a reader knows that from the value.
    /// ```
    /// # use odata::doc_example::LibraryFile;
    /// use odata::{Changes, Date, Field};
    /// const COLOR: Field<LibraryFile, Option<String>> = Field::new("color");
    /// const DUE: Field<LibraryFile, Option<Date>> = Field::new("due");
    /// let due: Date = "2026-12-01".parse()?;
    /// let changes = Changes::new().set(COLOR, "red").set(DUE, due);
    /// assert_eq!(changes.to_string(), r##"{"color":"red","due@odata.type":"#Date","due":"2026-12-01"}"##);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set<T: Value, R: Settable<E>, N: Stored, V: Assign<T>>(
        mut self,
        field: Field<E, T, R, N>,
        value: V,
    ) -> Self
    where
        E: Structured,
    {
        let name = field.name();
        for (of, why) in [
            (Refused::V4_0, value.unwritable()),
            (Refused::Insert, R::NOT_INSERTED),
            (Refused::Update, R::NOT_UPDATED),
        ] {
            self.body.refuse(name, of, why);
        }
        match E::INFO.properties.contains(&name) {
            true => self.body.put(name, value.member()),
            false => undeclared::put(&mut self.body, name, value.member(), T::describe()),
        }
        self
    }

    /// The same as what is set of a base type: it says that it is of this type (OData JSON 4.0, 4.5.3). For a set, a complex property
    /// or a navigation property of the base type.
    ///
    /// # Example
    /// ```
    /// # use odata::{Changes, DerivedFrom, EntitySet, Structured};
    /// # async fn example<Machine: Structured, Server: DerivedFrom<Machine>>(machines: EntitySet<Machine>, server: Changes<Server>)
    /// # -> odata::Result<()> {
    /// let machine: Machine = machines.insert(&server.upcast()).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upcast<B>(self) -> Changes<B>
    where
        E: DerivedFrom<B>,
    {
        let mut body = self.body;
        body.type_name.get_or_insert(E::INFO.name);
        Changes::of(body.demanding(Demands::of::<E>()))
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.body.members.is_empty()
    }

    /// Whether a property is set.
    pub(crate) fn sets(&self, name: &str) -> bool {
        self.body.sets(name)
    }

    /// Whether that can be done with what is set.
    pub(crate) fn check(&self, deed: Deed, version: ProtocolVersion) -> Result<()> {
        self.body.check(deed, version)
    }

    pub(crate) fn body(&self) -> &Body {
        &self.body
    }

    pub(super) fn into_body(self) -> Body {
        self.body
    }

    /// The same of whatever type.
    pub(super) fn of_any(self) -> Changes<()>
    where
        E: Structured,
    {
        Changes::of(self.body.demanding(Demands::of::<E>()))
    }
}

impl<E> Default for Changes<E> {
    fn default() -> Self {
        Changes::new()
    }
}

impl<E> Clone for Changes<E> {
    fn clone(&self) -> Self {
        Changes::of(self.body.clone())
    }
}

/// The JSON that is sent when an entity is inserted by OData 4.0.
impl<E> fmt::Display for Changes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.body))
    }
}

impl<E> fmt::Debug for Changes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Changes({self})")
    }
}

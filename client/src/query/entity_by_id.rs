//! Asking for an entity by its id, wherever it is kept (URL conventions 4.10).

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use odata_core::url::QueryOptions;
use url::Url;

use super::entity::EntityQuery;
use super::navigation::Navigation;
use super::reference::Reference;
use super::target::{One, Target};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::Result;
use crate::field::{DerivedFrom, Expandable, Select};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request};
use crate::sight::Curl;

impl Client {
    /// The entity with that id, wherever it is kept: `$entity?$id=...` (URL conventions 4.10). Ids are what [`Reference`]
    /// and [`Extras::id`](crate::Extras::id) have.
    ///
    /// # Example
    /// ```
    /// # use odata::Service;
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let file = defender.client().entity::<LibraryFile>("libraryfiles('script1.ps1')").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn entity<E: Structured>(&self, id: impl Into<Reference<E>>) -> EntityById<E> {
        let reference = id.into();
        let id = reference.id();
        let options = QueryOptions {
            custom: vec![("$id".to_owned(), id.to_string())],
            ..QueryOptions::default()
        };
        let info = One::<E>::PLAIN;
        let refused = id.is_empty().then(|| "the entity-id is empty".to_owned());
        let query = EntityQuery::below(self, info, Arc::from("$entity"), options.into());
        EntityById(query.refused_if(refused))
    }
}

/// A question for the entity with a certain id, which is read as `T`.
#[derive(Debug)]
#[must_use = "nothing is asked before `send`"]
pub struct EntityById<E, T = E>(EntityQuery<E, T>);

impl<E: Structured> EntityById<E> {
    /// The entity as one of the derived type: `$entity/Ns.Derived?$id=...`.
    pub fn cast<D: DerivedFrom<E>>(self) -> EntityById<D> {
        EntityById(self.0.cast())
    }

    /// With what the navigation property leads to (`$expand`).
    pub fn expand<T: Target, R: Expandable<E>>(self, navigation: Navigation<E, T, R>) -> Self {
        EntityById(self.0.expand(navigation))
    }
}

impl<E, T: 'static> EntityById<E, T> {
    /// One more header: see [`Query::header`](crate::Query::header).
    pub fn header(self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        EntityById(self.0.header(name, value))
    }

    /// How long the answer is waited for: see [`Query::patience`](crate::Query::patience).
    pub fn patience(self, time: Duration) -> Self {
        EntityById(self.0.patience(time))
    }

    /// Only this property, or these (`$select`).
    pub fn select<S: Select<E, Output = U>, U>(self, selection: S) -> EntityById<E, U> {
        EntityById(self.0.select(selection))
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// As [`EntityQuery::url`].
    pub fn url(&self) -> Result<Url> {
        self.0.url()
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        self.0.as_curl()
    }

    /// The entity.
    ///
    /// # Errors
    /// As [`EntityQuery::send`].
    pub fn send(&self) -> impl Future<Output = Result<T>> + use<E, T> {
        self.0.send()
    }

    /// The entity, or nothing when there is none.
    ///
    /// # Errors
    /// As [`EntityQuery::send_optional`].
    pub fn send_optional(&self) -> impl Future<Output = Result<Option<T>>> + use<E, T> {
        self.0.send_optional()
    }
}

impl<E, T> Sealed for EntityById<E, T> {}

impl<E, T: 'static> Request for EntityById<E, T> {
    type Output = T;

    fn prepare(&self) -> Result<Prepared<T>> {
        self.0.prepare()
    }
}

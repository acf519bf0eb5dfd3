//! Inserting an entity (Protocol 11.4.2).

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use odata_core::descriptor::Usage;
use url::Url;

use super::body::Deed;
use super::complete::Demands;
use super::outbound::Outbound;
use super::wanted::{Minimal, Representation, Wanted};
use super::{Changes, Content};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::Result;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Inserts an entity: `POST` to its entity set, or to what a navigation property leads to.
///
/// It gives the entity as the service made it; [`minimal`](Self::minimal) leaves it out.
#[must_use = "nothing is sent before `send`"]
pub struct Insert<E, W = Representation> {
    out: Outbound<E>,
    wanted: PhantomData<fn() -> W>,
}

impl<E: Structured> Insert<E> {
    /// The entity says that it is of that type, where the set's type is another one.
    pub(crate) fn new(
        client: &Client,
        url: Result<Url>,
        changes: &Changes<E>,
        type_name: Option<&'static str>,
    ) -> Self {
        let out = Outbound::new(client, Usage::Insert, Method::POST, url);
        Insert::of(out.with_body(changes.body(), type_name, Deed::Insert))
    }

    /// A media entity is made of its bytes (Protocol 4.01, 11.4.7.1).
    pub(crate) fn media(client: &Client, url: Result<Url>, content: Content) -> Self {
        Insert::of(Outbound {
            content: Some(content),
            ..Outbound::new(client, Usage::Insert, Method::POST, url)
        })
    }

    /// Without the entity (`Prefer: return=minimal`, Protocol 4.01, 8.2.8.7): what comes is where it is, and its ETag.
    pub fn minimal(self) -> Insert<E, Minimal> {
        Insert::of(self.out)
    }
}

impl<E: Structured, W: Wanted<E>> Insert<E, W> {
    fn of(out: Outbound<E>) -> Self {
        Insert {
            out: Outbound {
                prefer: W::PREFER,
                ..out
            },
            wanted: PhantomData,
        }
    }

    /// Not sent unless everything is set that an entity cannot be without: each property that by the schema is never null, has no
    /// default (CSDL 7.2.7) and is not computed, also in complex values and related entities that come along. Keys count, too: a
    /// schema seldom says that the service makes them. Where `service.toml` has `partial-entities`, the keys alone are known to be
    /// never null. What the service says it needs (`Capabilities.InsertRestrictions`) is looked at in any case.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Changes;
    /// let new = Changes::new().set(LibraryFile::DESCRIPTION, "collects logs");
    /// let error = defender.library_files().insert(&new).require_all().send().await.unwrap_err();
    /// assert!(error.is_refused() && error.to_string().contains("`fileName`"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn require_all(mut self) -> Self {
        self.out.demands = Some(Demands::of::<E>());
        self
    }

    takes_terms!(out.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// Sends it and gives the entity as the service made it. A service that does not send it back says where it is, and it is
    /// read there: where `Location` says if that is the service's own host, else by `OData-EntityId`.
    ///
    /// # Errors
    /// When the service answers with an error or cannot be reached. When the entity was inserted and only what came of it cannot be
    /// read, [`is_done`](crate::Error::is_done) holds and the error says where it is.
    pub async fn send(self) -> Result<W::Output> {
        self.out.send::<W>().await
    }
}

impl<E, W> Sealed for Insert<E, W> {}

/// Where an entity that is wanted does not come with the answer, that is an error: what is sent together is not followed by
/// another request.
impl<E: Structured, W: Wanted<E>> Request for Insert<E, W> {
    type Output = W::Output;

    fn prepare(&self) -> Result<Prepared<W::Output>> {
        self.out.prepare::<W>()
    }
}

impl<E, W> fmt::Debug for Insert<E, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.out.show("Insert", f)
    }
}

//! Deleting an entity (Protocol 11.4.5).

use std::fmt;

use http::Method;
use odata_core::descriptor::Usage;
use url::Url;

use super::Written;
use super::outbound::{Condition, Outbound};
use crate::client::{Answer, Client};
use crate::decode::Structured;
use crate::error::Result;
use crate::query::EntityQuery;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Deletes an entity.
#[must_use = "nothing is sent before `send`"]
pub struct Delete<E>(Outbound<E>, EntityQuery<E>);

impl<E: Structured> Delete<E> {
    pub(crate) fn new(at: &EntityQuery<E>, url: Result<Url>) -> Self {
        let out = Outbound::new(at.client(), Usage::Delete, Method::DELETE, url);
        let etag = at.known_etag().map(str::to_owned);
        Delete(out.if_match(etag), at.clone())
    }

    pub(crate) fn needs_etag(mut self, why: Option<String>) -> Self {
        self.0.needs_etag = why;
        self
    }

    /// Only if the entity still has that ETag (`If-Match`); `*` for whatever it has.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.0.condition = Condition::IfMatch(etag.into());
        self
    }

    takes_terms!(0.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// Sends it.
    ///
    /// # Errors
    /// As [`Update::send`](crate::Update::send).
    pub async fn send(self) -> Result<()> {
        self.prepare()?.send().await
    }

    /// Sends it; that somebody else changed the entity first is no error but a [`Conflict`](crate::Conflict), which has the current
    /// state and goes on from there.
    ///
    /// # Errors
    /// As [`send`](Self::send), except for 412, 409 and 428.
    pub async fn try_send(self) -> Result<Written<E, ()>> {
        Written::of(self.prepare()?.send().await, &self.1)
    }
}

impl<E> Sealed for Delete<E> {}

impl<E> Request for Delete<E> {
    type Output = ();

    fn prepare(&self) -> Result<Prepared<()>> {
        let read = |_: &Client, _: &Answer| Ok(());
        Ok(Prepared::new(&self.0.client, self.0.outgoing()?, read))
    }
}

impl<E> fmt::Debug for Delete<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("Delete", f)
    }
}

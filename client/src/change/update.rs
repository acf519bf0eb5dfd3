//! Updating and replacing an entity (Protocol 11.4.3).

use std::fmt;
use std::marker::PhantomData;

use http::Method;
use odata_core::descriptor::Usage;
use url::Url;

use super::body::Deed;
use super::outbound::{Condition, Outbound};
use super::wanted::{AsServed, Minimal, Representation, Wanted};
use super::{Changes, Written};
use crate::decode::Structured;
use crate::error::Result;
use crate::query::EntityQuery;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Updates an entity: `PATCH` with exactly what was set, or `PUT`, by which what was not set gets its default.
///
/// It gives what the service sends unasked; [`representation`](Self::representation) asks for the entity, and
/// [`minimal`](Self::minimal) for nothing but its ETag.
#[must_use = "nothing is sent before `send`"]
pub struct Update<E, W = AsServed> {
    out: Outbound<E>,
    at: EntityQuery<E>,
    wanted: PhantomData<fn() -> W>,
}

impl<E: Structured> Update<E> {
    pub(crate) fn new(
        at: &EntityQuery<E>,
        method: Method,
        url: Result<Url>,
        changes: &Changes<E>,
    ) -> Self {
        let out = Outbound::new(at.client(), Usage::Update, method, url);
        let out = out.with_body(changes.body(), None, Deed::Update);
        let etag = at.known_etag().map(str::to_owned);
        Update::of(out.if_match(etag), at.clone())
    }

    pub(crate) fn needs_etag(mut self, why: Option<String>) -> Self {
        self.out.needs_etag = why;
        self
    }
}

impl<E: Structured, W: Wanted<E>> Update<E, W> {
    fn of(out: Outbound<E>, at: EntityQuery<E>) -> Self {
        Update {
            at,
            out: Outbound {
                prefer: W::PREFER,
                ..out
            },
            wanted: PhantomData,
        }
    }

    /// Only if the entity still has that ETag (`If-Match`); `*` for whatever it has.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.out.condition = Condition::IfMatch(etag.into());
        self
    }

    /// Only if there is such an entity (`If-Match: *` where no ETag is known): some services insert what they are to update and
    /// do not find (Protocol 4.01, 11.4.4). It goes along by itself where the service says that it does
    /// (`Capabilities.UpdateRestrictions/Upsertable`).
    pub fn must_exist(mut self) -> Self {
        if matches!(self.out.condition, Condition::None) {
            self.out.condition = Condition::Exists;
        }
        self
    }

    /// Without the entity (`Prefer: return=minimal`, Protocol 4.01, 8.2.8.7): what comes is its ETag, and where it is.
    pub fn minimal(self) -> Update<E, Minimal> {
        Update::of(self.out, self.at)
    }

    /// With the entity as it is afterwards (`Prefer: return=representation`): one that does not come is read as
    /// [`Insert::send`](crate::Insert::send) does, where it was changed if the service does not say where it is.
    pub fn representation(self) -> Update<E, Representation> {
        Update::of(self.out, self.at)
    }

    takes_terms!(out.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// Sends it. Gives the entity as it is now, where the service sends it back; its ETag is in it
    /// ([`Extras::etag`](crate::Extras::etag)), also where that stands in the head of the answer.
    ///
    /// # Errors
    /// When somebody else changed it first ([`is_concurrency_conflict`](crate::Error::is_concurrency_conflict)), when there is
    /// none ([`is_not_found`](crate::Error::is_not_found)), and as [`Insert::send`](crate::Insert::send).
    pub async fn send(self) -> Result<W::Output> {
        self.out.send::<W>().await
    }

    /// Sends it; that somebody else was faster is no error but a [`Conflict`](crate::Conflict), which has the current state and
    /// goes on from there.
    ///
    /// # Errors
    /// As [`send`](Self::send), except for 412, 409 and 428.
    pub async fn try_send(self) -> Result<Written<E>> {
        Written::of(self.out.send_saved::<W>().await, &self.at)
    }
}

impl<E, W> Sealed for Update<E, W> {}

impl<E: Structured, W: Wanted<E>> Request for Update<E, W> {
    type Output = W::Output;

    fn prepare(&self) -> Result<Prepared<W::Output>> {
        self.out.prepare::<W>()
    }
}

impl<E, W> fmt::Debug for Update<E, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.out.show("Update", f)
    }
}

//! Updating an entity, or inserting it where there is none (Protocol 4.01, 11.4.4).

use std::fmt;

use http::Method;
use odata_core::descriptor::Usage;
use url::Url;

use super::body::Deed;
use super::outbound::{Condition, Outbound};
use super::wanted::{MINIMAL, REPRESENTATION};
use super::{Changes, Saved, Written};
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::query::EntityQuery;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Updates an entity, or inserts it where there is none: `PATCH` with exactly what was set, and no condition.
///
/// [`Saved::is_created`] tells which of the two it was.
#[must_use = "nothing is sent before `send`"]
pub struct Upsert<E> {
    out: Outbound<E>,
    at: EntityQuery<E>,
    /// Why it must not be sent where an entity is inserted for certain, and where that is not known.
    not_new: Option<String>,
    not_either: Option<String>,
}

impl<E: Structured> Upsert<E> {
    pub(crate) fn new(at: &EntityQuery<E>, url: Result<Url>, changes: &Changes<E>) -> Self {
        let out = Outbound::new(at.client(), Usage::Update, Method::PATCH, url);
        Upsert {
            at: at.clone(),
            out: out.with_body(changes.body(), None, Deed::Upsert),
            not_new: None,
            not_either: None,
        }
    }

    /// Why it is not sent: where an entity is inserted for certain, and where that is not known.
    pub(crate) fn refused(mut self, not_new: Result<()>, not_either: Result<()>) -> Self {
        let why = |checked: Result<()>| {
            let error = checked.err()?;
            error.refusal().map(str::to_owned)
        };
        self.not_new = why(not_new);
        self.not_either = why(not_either);
        self
    }

    /// Only if there is no such entity yet (`If-None-Match: *`): otherwise it is a conflict
    /// ([`is_concurrency_conflict`](crate::Error::is_concurrency_conflict)), and nothing is changed.
    pub fn only_if_new(mut self) -> Self {
        self.out.condition = Condition::IsNew;
        self
    }

    /// Without the entity (`Prefer: return=minimal`, Protocol 4.01, 8.2.8.7).
    pub fn minimal(mut self) -> Self {
        self.out.prefer = Some(MINIMAL);
        self
    }

    /// With the entity as it is afterwards, if the service will (`Prefer: return=representation`).
    pub fn representation(mut self) -> Self {
        self.out.prefer = Some(REPRESENTATION);
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

    /// Sends it.
    ///
    /// # Errors
    /// When the service inserts nothing that it does not find ([`is_not_found`](crate::Error::is_not_found)), and as
    /// [`Update::send`](crate::Update::send).
    pub async fn send(self) -> Result<Saved<E>> {
        self.prepare()?.send().await
    }

    /// Sends it; that there is one though it was to be new is no error but a [`Conflict`](crate::Conflict).
    ///
    /// # Errors
    /// As [`send`](Self::send), except for 412, 409 and 428.
    pub async fn try_send(self) -> Result<Written<E>> {
        Written::of(self.prepare()?.send().await, &self.at)
    }
}

impl<E> Sealed for Upsert<E> {}

impl<E: Structured> Request for Upsert<E> {
    type Output = Saved<E>;

    fn prepare(&self) -> Result<Prepared<Saved<E>>> {
        let why = match self.out.condition {
            Condition::IsNew => &self.not_new,
            _ => &self.not_either,
        };
        match why {
            Some(why) if self.out.url.is_ok() => Err(Error::refused(why.clone())),
            _ => self.out.prepare_saved(),
        }
    }
}

impl<E> fmt::Debug for Upsert<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.out.show("Upsert", f)
    }
}

//! Updating an entity (Protocol 11.4.3).

use std::fmt;

use http::Method;
use odata_core::descriptor::Usage;
use url::Url;

use super::Changes;
use super::outbound::{Outbound, entity};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::Result;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request};
use crate::sight::Curl;

/// Updates an entity: `PATCH` with exactly what was set.
#[must_use = "nothing is sent before `send`"]
pub struct Update<E>(Outbound<E>);

impl<E: Structured> Update<E> {
    pub(crate) fn new(
        client: &Client,
        url: Result<Url>,
        changes: &Changes<E>,
        etag: Option<String>,
    ) -> Self {
        Update(Outbound {
            body: Some(changes.to_string()),
            etag,
            ..Outbound::new(client, Usage::Update, Method::PATCH, url)
        })
    }

    pub(crate) fn needs_etag(mut self, why: Option<String>) -> Self {
        self.0.needs_etag = why;
        self
    }

    /// Only if the entity still has that ETag (`If-Match`); `*` for whatever it has.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.0.etag = Some(etag.into());
        self
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// Sends it. Gives the entity as it is now, where the service sends it back.
    ///
    /// # Errors
    /// When somebody else changed it first ([`is_concurrency_conflict`](crate::Error::is_concurrency_conflict)), when there is
    /// none ([`is_not_found`](crate::Error::is_not_found)), and as [`Insert::send`](crate::Insert::send).
    pub async fn send(self) -> Result<Option<E>> {
        self.prepare()?.send().await
    }
}

impl<E> Sealed for Update<E> {}

impl<E: Structured> Request for Update<E> {
    type Output = Option<E>;

    fn prepare(&self) -> Result<Prepared<Option<E>>> {
        let read = |_: &Client, answer| entity(&answer);
        Ok(Prepared::new(&self.0.client, self.0.outgoing()?, read))
    }
}

impl<E> fmt::Debug for Update<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("Update", f)
    }
}

//! Inserting an entity (Protocol 11.4.2).

use std::fmt;

use http::Method;
use http::header::{HeaderName, HeaderValue};
use odata_core::descriptor::Usage;
use url::Url;

use super::Changes;
use super::outbound::{Outbound, entity};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request};
use crate::sight::Curl;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const REPRESENTATION: HeaderValue = HeaderValue::from_static("return=representation");

/// Inserts an entity: `POST` to its entity set.
#[must_use = "nothing is sent before `send`"]
pub struct Insert<E>(Outbound<E>);

impl<E: Structured> Insert<E> {
    /// The entity says that it is of that type, where the set's type is another one.
    pub(crate) fn new(
        client: &Client,
        url: Result<Url>,
        changes: &Changes<E>,
        type_name: Option<&str>,
    ) -> Self {
        Insert(Outbound {
            body: Some(changes.of_type(type_name)),
            ..Outbound::new(client, Usage::Insert, Method::POST, url)
        })
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// Sends it and gives the entity as the service made it.
    ///
    /// # Errors
    /// When the service answers with an error, cannot be reached, or does not send the entity back.
    pub async fn send(self) -> Result<E> {
        self.prepare()?.send().await
    }
}

impl<E> Sealed for Insert<E> {}

impl<E: Structured> Request for Insert<E> {
    type Output = E;

    fn prepare(&self) -> Result<Prepared<E>> {
        let mut outgoing = self.0.outgoing()?;
        outgoing.headers.insert(PREFER, REPRESENTATION);
        let read = |_: &Client, answer| {
            let missing =
                || Error::payload("the service inserted the entity and did not send it back");
            entity(&answer)?.ok_or_else(missing)
        };
        Ok(Prepared::new(&self.0.client, outgoing, read))
    }
}

impl<E> fmt::Debug for Insert<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("Insert", f)
    }
}

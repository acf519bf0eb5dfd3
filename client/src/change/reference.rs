//! Leading a navigation property to entities that are there, or away from them: `.../$ref` (Protocol 4.01, 11.4.6).

use std::fmt;

use http::Method;
use odata_core::descriptor::{ProtocolVersion, Usage};
use odata_core::url::QueryOptions;

use super::body::{Body, Deed, Member};
use super::json::write_string;
use super::link::Link;
use super::outbound::{Condition, Outbound};
use crate::client::{Answer, Client};
use crate::error::Result;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Changes which entities a navigation property leads to, and none of these entities.
#[must_use = "nothing is sent before `send`"]
pub struct ChangeReference(Outbound<()>);

impl ChangeReference {
    /// To that entity: one more where it leads to many (`POST`), or this one in place of another (`PUT`).
    pub(crate) fn to(client: &Client, method: Method, path: Result<String>, link: &Link) -> Self {
        let body = link.absolute(client).map(|id| {
            let name = match client.version() {
                ProtocolVersion::V4_0 => "@odata.id",
                _ => "@id",
            };
            let mut json = String::new();
            write_string(&id, &mut json);
            let mut body = Body::of(name, Member::Json(json));
            body.of_4_01 = client.version() > ProtocolVersion::V4_0;
            body
        });
        let url = path.and_then(|path| client.url(&format!("{path}/$ref"), ""));
        let out = |url| Outbound::new(client, Usage::Update, method, url);
        ChangeReference(match (url, body) {
            (Ok(url), Ok(body)) => out(Ok(url)).with_body(&body, None, Deed::Update),
            (Err(error), _) | (_, Err(error)) => out(Err(error)),
        })
    }

    /// Away from that one of many, or from the only one (`DELETE`).
    pub(crate) fn away(client: &Client, path: Result<String>, link: Option<&Link>) -> Self {
        let url = path.and_then(|path| {
            let mut options = QueryOptions::default();
            if let Some(link) = link {
                let id = link.absolute(client)?;
                options.custom.push(("$id".to_owned(), id));
            }
            client.url(&format!("{path}/$ref"), &options.to_query())
        });
        ChangeReference(Outbound::new(client, Usage::Update, Method::DELETE, url))
    }

    /// Only if the entity whose navigation property it is still has that ETag (`If-Match`).
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
    /// When the service answers with an error or cannot be reached.
    pub async fn send(self) -> Result<()> {
        self.prepare()?.send().await
    }
}

impl Sealed for ChangeReference {}

impl Request for ChangeReference {
    type Output = ();

    fn prepare(&self) -> Result<Prepared<()>> {
        let read = |_: &Client, _: &Answer| Ok(());
        Ok(Prepared::new(&self.0.client, self.0.outgoing()?, read))
    }
}

impl fmt::Debug for ChangeReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("ChangeReference", f)
    }
}

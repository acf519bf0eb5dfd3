//! Reading what has changed, and nothing else (Protocol 4.01, 8.2.5).

use http::StatusCode;
use http::header::{HeaderValue, IF_NONE_MATCH};

use super::collection::Query;
use super::entity::EntityQuery;
use crate::client::{Answer, Client};
use crate::error::{Error, Result};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending};
use crate::sight::Curl;

/// A question that is answered only if what is asked for has another ETag (`If-None-Match`): otherwise it gives nothing (304).
#[derive(Clone, Debug)]
#[must_use = "nothing is asked before `send`"]
pub struct IfChanged<Q> {
    query: Q,
    etag: Option<String>,
}

impl<E, T> EntityQuery<E, T> {
    /// Only if it has another ETag than that.
    ///
    /// # Example: a copy that is kept up to date
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender, copy: &mut LibraryFile, etag: &str) -> odata::Result<()> {
    /// let file = defender.library_files().by_key("script1.ps1");
    /// if let Some(newer) = file.if_none_match(etag).send().await? {
    ///     *copy = newer;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn if_none_match(&self, etag: impl Into<String>) -> IfChanged<Self> {
        IfChanged {
            query: self.clone(),
            etag: Some(etag.into()),
        }
    }

    /// Only if it has changed since it was read: [`by_entity`](crate::EntitySet::by_entity) knows the ETag that it had. One that had
    /// none is read.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender, copy: &mut LibraryFile) -> odata::Result<()> {
    /// if let Some(newer) = defender.library_files().by_entity(copy).if_changed().send().await? {
    ///     *copy = newer;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn if_changed(&self) -> IfChanged<Self> {
        IfChanged {
            query: self.clone(),
            etag: self.known_etag().map(str::to_owned),
        }
    }
}

impl<E, T> Query<E, T> {
    /// The first page, only if the collection has another ETag than that, where a service gives collections ETags.
    pub fn if_none_match(&self, etag: impl Into<String>) -> IfChanged<Self> {
        IfChanged {
            query: self.clone(),
            etag: Some(etag.into()),
        }
    }
}

impl<Q: Request<Output: 'static>> IfChanged<Q> {
    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// What was asked for, or nothing where it has not changed.
    ///
    /// # Errors
    /// Those of the question without the condition.
    pub fn send(&self) -> impl Future<Output = Result<Option<Q::Output>>> + use<Q> {
        Sending::from(self.prepare())
    }
}

impl<Q> Sealed for IfChanged<Q> {}

impl<Q: Request<Output: 'static>> Request for IfChanged<Q> {
    type Output = Option<Q::Output>;

    fn prepare(&self) -> Result<Prepared<Option<Q::Output>>> {
        let mut asked = self.query.prepare()?;
        if let Some(etag) = &self.etag {
            let value = HeaderValue::from_str(etag)
                .map_err(|_| Error::refused("the ETag holds what no header can"))?;
            asked.outgoing.headers.insert(IF_NONE_MATCH, value);
        }
        let (client, outgoing) = (asked.client.clone(), (*asked.outgoing).clone());
        let read = |_: &Client, answer: Result<Answer>| match answer {
            Err(error) if error.status() == Some(StatusCode::NOT_MODIFIED) => Ok(None),
            answer => asked.read(answer).map(Some),
        };
        Ok(Prepared::of_any(&client, outgoing, read))
    }
}

//! Actions: what changes something when it is called (Protocol 11.5.5).

mod answer;
mod call;
mod rows;
mod target;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use odata_core::descriptor::ProtocolVersion;
use odata_core::url::QueryOptions;
use url::Url;

pub use answer::{Answers, Media, Nothing};
pub use call::{ActionCall, Argument};
pub use rows::ActionRows;

use call::Members;

use super::raw::RawBody;
use super::target::{Just, Many, One};
use crate::change::{ODATA_VERSION, VERSION, VERSION_4_01};
use crate::client::{Answer, Client, Outgoing};
use crate::decode::{Structured, Value};
use crate::error::{Error, Result};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending};
use crate::sight::Curl;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// An action that is about to be called: `POST` with its parameters as JSON (Protocol 11.5.5.1; OData JSON 4.01, 18).
///
/// Exactly the parameters that were given are sent: one that is left out is null or has its default, as the service
/// declares it, and one that is set to [`Null`](crate::Null) is null. `R` says what comes back: [`One`] or [`Many`] of a type,
/// [`Just`] a value, [`Media`], or [`Nothing`].
///
/// It is sent once: a failure of which nobody knows whether the service did what was asked is no reason to ask again. One that
/// the service did not even look at, such as a call too many (429), is.
///
/// # Example: an action with an optional parameter
/// ```
/// # use odata::{Action, ActionCall, EntityQuery, One, OnEntity, Structured};
/// # async fn example<Machine: Structured, MachineAction: Structured>(machine: EntityQuery<Machine>) -> odata::Result<()> {
/// # let isolate = ActionCall::<OnEntity<Machine>, One<MachineAction>>::plain("isolate").set::<String>("Comment", "malware");
/// // let isolate = Machine::isolate("malware").isolation_type("Full");
/// let action: MachineAction = machine.call(isolate).send().await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is called before `send`"]
pub struct Action<R> {
    client: Client,
    path: String,
    arguments: Vec<(String, String)>,
    members: Members,
    etag: Option<String>,
    /// Where the service says that it is called, if it is sent there.
    target: Option<Url>,
    /// Why it is not sent, if so.
    wrong: Option<String>,
    answer: PhantomData<fn() -> R>,
}

impl<R> Action<R> {
    /// Gives a parameter; generated code does this.
    #[doc(hidden)]
    pub fn set<T>(mut self, name: &'static str, value: impl Argument<T>) -> Self {
        self.members.set(name, value);
        self
    }

    /// What holds it, with methods of its own; generated code does this.
    #[doc(hidden)]
    pub fn held_by<H>(self, hold: fn(Self) -> H) -> H {
        hold(self)
    }

    /// Only if what it is called on still has that ETag (`If-Match`; Protocol 11.5.5.1); `*` for whatever it has.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.etag = Some(etag.into());
        self
    }

    /// An option of the service's own in the URL, as `name=value`; both are percent-encoded.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.arguments.push((name.into(), value.into()));
        self
    }

    /// The same call with one more header, as [`Query::header`](crate::Query::header) adds it to a question. It takes the call by reference, so that calls with methods of
    /// their own have it, too; parameters are given before.
    ///
    /// # Example: a header that a service knows and OData does not
    /// ```
    /// # use odata::{Action, Nothing};
    /// # async fn example(isolate: Action<Nothing>) -> odata::Result<()> {
    /// isolate.header("x-reason", "ticket 7").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(&self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        Action {
            client: self.client.with_header(name, value),
            ..self.clone()
        }
    }

    /// The same call, whose answer is waited for so long: [`Service::patience`](crate::Service::patience). It takes the call by reference, as
    /// [`header`](Self::header) does.
    ///
    /// # Example: what takes the service minutes
    /// ```
    /// # use odata::{Action, Nothing};
    /// # async fn example(rebuild: Action<Nothing>) -> odata::Result<()> {
    /// rebuild.patience(std::time::Duration::from_secs(600)).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn patience(&self, time: Duration) -> Self {
        Action {
            client: self.client.patience(time),
            ..self.clone()
        }
    }

    /// The URL that it is sent to.
    ///
    /// # Errors
    /// When what it is called on is refused, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        if let Some(why) = &self.wrong {
            return Err(Error::refused(why.clone()));
        }
        let options = QueryOptions {
            custom: self.arguments.clone(),
            ..QueryOptions::default()
        };
        match &self.target {
            Some(target) => Ok(target::with_query(target.clone(), &options.to_query())),
            None => self.client.url(&self.path, &options.to_query()),
        }
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl>
    where
        R: Answers,
    {
        Curl::of(&self.client, self.outgoing(R::ACCEPT)?)
    }

    fn outgoing(&self, accept: Option<HeaderValue>) -> Result<Outgoing> {
        let url = self.url()?;
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, JSON);
        let payload = self.members.payload(&self.client, &url)?;
        let is_old = payload.version < ProtocolVersion::V4_01;
        headers.insert(ODATA_VERSION, if is_old { VERSION } else { VERSION_4_01 });
        if let Some(accept) = accept {
            headers.insert(ACCEPT, accept);
        }
        if let Some(etag) = &self.etag {
            let value = HeaderValue::from_str(etag)
                .map_err(|_| Error::refused("the ETag holds what no header can"))?;
            headers.insert(IF_MATCH, value);
        }
        Ok(Outgoing {
            method: Method::POST,
            url,
            headers,
            body: Bytes::from(payload.json).into(),
        })
    }
}

impl<R: Answers> Action<R> {
    /// Calls it, and gives what comes back: of [`Many`] the first page, of [`Media`] all bytes.
    ///
    /// # Errors
    /// When the service answers with an error, cannot be reached, or answers something that does not fit the schema; where an
    /// ETag went along and somebody else changed the entity first, that is a
    /// [conflict](crate::Error::is_concurrency_conflict). One that [is refused](crate::Error::is_refused) was not sent.
    pub fn send(&self) -> impl Future<Output = Result<R::Output>> + use<R> {
        Sending::from(self.prepare())
    }
}

impl<R> Sealed for Action<R> {}

impl<R: Answers> Request for Action<R> {
    type Output = R::Output;

    fn prepare(&self) -> Result<Prepared<R::Output>> {
        Ok(Prepared::new(
            &self.client,
            self.outgoing(R::ACCEPT)?,
            R::read,
        ))
    }
}

impl<T: Structured> Action<One<T>> {
    /// The same, and nothing where the service says that there is nothing (204): the action gives null.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn send_optional(&self) -> impl Future<Output = Result<Option<T>>> + use<T> {
        let outgoing = self.outgoing(None);
        let client = self.client.clone();
        async move {
            let read = |client: &Client, answer: &Answer| answer::one(client, answer);
            Prepared::new(&client, outgoing?, read).send().await
        }
    }
}

impl<T: Structured> Action<Many<T>> {
    /// Calls it, and gives every row: those of its answer, and those behind its next links.
    pub fn stream(&self) -> ActionRows<T> {
        ActionRows::new(
            &self.client,
            self.outgoing(None),
            super::shape::Shape::whole(),
        )
    }
}

impl<T: Value> Action<Just<Vec<T>>> {
    /// Calls it, and gives every item: those of its answer, and those behind its next links.
    pub fn stream(&self) -> ActionRows<T> {
        ActionRows::new(
            &self.client,
            self.outgoing(None),
            super::shape::Shape::item(),
        )
    }
}

impl Action<Media> {
    /// Calls it and begins to read: the bytes come piece by piece, however many there are. Nothing where the service says
    /// that there is nothing (204).
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub fn open(&self) -> impl Future<Output = Result<Option<RawBody>>> + use<> {
        let outgoing = self.outgoing(Media::ACCEPT);
        let client = self.client.clone();
        async move { RawBody::open(&client, outgoing?).await }
    }
}

impl<R> Clone for Action<R> {
    fn clone(&self) -> Self {
        Action {
            client: self.client.clone(),
            path: self.path.clone(),
            arguments: self.arguments.clone(),
            members: self.members.clone(),
            etag: self.etag.clone(),
            target: self.target.clone(),
            wrong: self.wrong.clone(),
            answer: PhantomData,
        }
    }
}

/// Where it is sent to; what the parameters are may be a secret.
impl<R> fmt::Debug for Action<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.target {
            Some(target) => write!(f, "Action({})", target.as_str()),
            None => write!(f, "Action({}{})", self.client.root(), self.path),
        }
    }
}

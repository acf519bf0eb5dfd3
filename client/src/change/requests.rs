//! The requests that change something (Protocol 11.4.2, 11.4.3, 11.4.5).

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use odata_core::descriptor::Usage;
use odata_core::transport::RequestBody;
use url::Url;

use super::Changes;
use crate::client::{Answer, Client, Outgoing};
use crate::decode::{Structured, Value};
use crate::error::{Error, Result};
use crate::json::Reader;
use crate::sight::Curl;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What a 4.0 service understands; nothing later is in the bodies that are sent.
pub(crate) const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");
pub(crate) const VERSION: HeaderValue = HeaderValue::from_static("4.0");
const PREFER: HeaderName = HeaderName::from_static("prefer");
const REPRESENTATION: HeaderValue = HeaderValue::from_static("return=representation");

/// What the three requests share.
struct Request<E> {
    client: Client,
    method: Method,
    url: Result<Url>,
    body: Option<String>,
    etag: Option<String>,
    /// Why it is not sent without an ETag, if so.
    needs_etag: Option<String>,
    entity: PhantomData<fn() -> E>,
}

impl<E> Request<E> {
    fn headers(&self) -> Result<HeaderMap> {
        let mut headers = HeaderMap::new();
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, JSON);
            headers.insert(ODATA_VERSION, VERSION);
        }
        if let Some(etag) = &self.etag {
            let value = HeaderValue::from_str(etag)
                .map_err(|_| Error::refused("the ETag holds what no header can"))?;
            headers.insert(IF_MATCH, value);
        } else if let Some(why) = &self.needs_etag {
            return Err(Error::refused(format!(
                "{why}; read the entity and change it with `by_entity`, or say `.if_match(\"*\")` to overwrite whatever it is"
            )));
        }
        Ok(headers)
    }

    fn outgoing(&self) -> Result<Outgoing> {
        let mut headers = self.headers()?;
        if self.method == Method::POST {
            headers.insert(PREFER, REPRESENTATION);
        }
        let body = self.body.clone();
        Ok(Outgoing {
            method: self.method.clone(),
            url: self.url.as_ref().map_err(Error::again)?.clone(),
            headers,
            body: body.map_or_else(RequestBody::empty, |json| Bytes::from(json).into()),
        })
    }

    async fn send(self) -> Result<Answer> {
        let outgoing = self.outgoing()?;
        self.client.send(outgoing).await
    }
}

/// Reads the entity that an answer holds; nothing for an empty one.
pub(super) fn entity<E: Structured>(answer: &Answer, method: &Method) -> Result<Option<E>> {
    if answer.is_empty() {
        return Ok(None);
    }
    let read = || {
        let mut reader = Reader::new(answer.json()?);
        let mut entity = E::default();
        Value::read(&mut entity, &mut reader)?;
        reader.end()?;
        Ok(entity)
    };
    read()
        .map(Some)
        .map_err(|error: Error| error.of_request(method, &answer.url))
}

/// Inserts an entity: `POST` to its entity set.
#[must_use = "nothing is sent before `send`"]
pub struct Insert<E>(Request<E>);

impl<E: Structured> Insert<E> {
    /// The entity says that it is of that type, where the set's type is another one.
    pub(crate) fn new(
        client: &Client,
        url: Result<Url>,
        changes: &Changes<E>,
        type_name: Option<&str>,
    ) -> Self {
        Insert(Request {
            client: client.to(Usage::Insert),
            method: Method::POST,
            url,
            body: Some(changes.of_type(type_name)),
            etag: None,
            needs_etag: None,
            entity: PhantomData,
        })
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(&self.0.client, self.0.outgoing()?)
    }

    /// Sends it and gives the entity as the service made it.
    ///
    /// # Errors
    /// When the service answers with an error, cannot be reached, or does not send the entity back.
    pub async fn send(self) -> Result<E> {
        let answer = self.0.send().await?;
        let missing = || {
            Error::payload("the service inserted the entity and did not send it back")
                .of_request(&Method::POST, &answer.url)
        };
        entity(&answer, &Method::POST)?.ok_or_else(missing)
    }
}

/// Updates an entity: `PATCH` with exactly what was set.
#[must_use = "nothing is sent before `send`"]
pub struct Update<E>(Request<E>);

impl<E: Structured> Update<E> {
    pub(crate) fn new(
        client: &Client,
        url: Result<Url>,
        changes: &Changes<E>,
        etag: Option<String>,
    ) -> Self {
        Update(Request {
            client: client.to(Usage::Update),
            method: Method::PATCH,
            url,
            body: Some(changes.to_string()),
            etag,
            needs_etag: None,
            entity: PhantomData,
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
        Curl::of(&self.0.client, self.0.outgoing()?)
    }

    /// Sends it. Gives the entity as it is now, where the service sends it back.
    ///
    /// # Errors
    /// When somebody else changed it first ([`is_concurrency_conflict`](Error::is_concurrency_conflict)), when there is
    /// none ([`is_not_found`](Error::is_not_found)), and as [`Insert::send`].
    pub async fn send(self) -> Result<Option<E>> {
        let answer = self.0.send().await?;
        entity(&answer, &Method::PATCH)
    }
}

/// Deletes an entity.
#[must_use = "nothing is sent before `send`"]
pub struct Delete<E>(Request<E>);

impl<E> Delete<E> {
    pub(crate) fn new(client: &Client, url: Result<Url>, etag: Option<String>) -> Self {
        Delete(Request {
            client: client.to(Usage::Delete),
            method: Method::DELETE,
            url,
            body: None,
            etag,
            needs_etag: None,
            entity: PhantomData,
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
        Curl::of(&self.0.client, self.0.outgoing()?)
    }

    /// Sends it.
    ///
    /// # Errors
    /// As [`Update::send`].
    pub async fn send(self) -> Result<()> {
        self.0.send().await.map(drop)
    }
}

macro_rules! debug {
    ($($name:ident),*) => {$(
        impl<E> fmt::Debug for $name<E> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let path = self.0.url.as_ref().map_or("", Url::path);
                write!(f, concat!(stringify!($name), "({})"), path)
            }
        }
    )*};
}

debug!(Insert, Update, Delete);

//! What all changes share: where they go, what they hold, and on what condition.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use odata_core::descriptor::Usage;
use odata_core::transport::RequestBody;
use url::Url;

use crate::client::{Answer, Client, Outgoing};
use crate::decode::{Structured, Value};
use crate::error::{Error, Result};
use crate::json::Reader;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What a 4.0 service understands; nothing later is in the bodies that are sent.
pub(crate) const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");
pub(crate) const VERSION: HeaderValue = HeaderValue::from_static("4.0");

/// A change of an `E` on its way.
pub(super) struct Outbound<E> {
    pub(super) client: Client,
    pub(super) method: Method,
    pub(super) url: Result<Url>,
    pub(super) body: Option<String>,
    pub(super) etag: Option<String>,
    /// Why it is not sent without an ETag, if so.
    pub(super) needs_etag: Option<String>,
    pub(super) entity: PhantomData<fn() -> E>,
}

impl<E> Outbound<E> {
    pub(super) fn new(client: &Client, usage: Usage, method: Method, url: Result<Url>) -> Self {
        Outbound {
            client: client.to(usage),
            method,
            url,
            body: None,
            etag: None,
            needs_etag: None,
            entity: PhantomData,
        }
    }

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

    pub(super) fn outgoing(&self) -> Result<Outgoing> {
        let body = self.body.clone();
        Ok(Outgoing {
            method: self.method.clone(),
            url: self.url.as_ref().map_err(Error::again)?.clone(),
            headers: self.headers()?,
            body: body.map_or_else(RequestBody::empty, |json| Bytes::from(json).into()),
        })
    }

    pub(super) fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.as_ref().map_or("", Url::path);
        write!(f, "{name}({path})")
    }
}

/// Reads the entity that an answer holds; nothing for an empty one.
pub(super) fn entity<E: Structured>(answer: &Answer) -> Result<Option<E>> {
    if answer.is_empty() {
        return Ok(None);
    }
    let mut reader = Reader::new(answer.json()?);
    let mut entity = E::default();
    Value::read(&mut entity, &mut reader)?;
    reader.end()?;
    Ok(Some(entity))
}

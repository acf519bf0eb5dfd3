//! Changing one property, and not the entity around it (Protocol 4.01, 11.4.9).

use std::fmt;

use http::header::{CONTENT_TYPE, ETAG, HeaderValue};
use http::{HeaderMap, Method};
use odata_core::descriptor::{PropertyType, Usage, ValueType};
use odata_core::edm::{Binary, PrimitiveType};
use odata_core::transport::RequestBody;
use url::Url;

use super::body::{Body, Deed, Member, Refused};
use super::outbound::{Condition, Outbound};
use super::wanted::{MINIMAL, REPRESENTATION};
use crate::client::{Answer, Client, Outgoing};
use crate::decode::Value;
use crate::error::{Error, Result};
use crate::json::Reader;
use crate::query::read_value;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Changes one property of an entity: [`EntityQuery::edit`](crate::EntityQuery::edit) begins it.
///
/// The ETag is that of the entity (Protocol 4.01, 11.4.1.1): one that is known from reading it goes along.
#[must_use = "nothing is sent before `send`"]
pub struct SetValue<T> {
    out: Outbound<T>,
    /// The value as it is, where it is not sent as JSON.
    raw: Option<(HeaderValue, bytes::Bytes)>,
}

/// What a service answers when a property was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedValue<T> {
    etag: Option<String>,
    value: Option<T>,
}

impl<T> SavedValue<T> {
    /// The ETag that the entity has now, where the service says it.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// The value as it is now, where it came.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The same for keeps.
    pub fn into_value(self) -> Option<T> {
        self.value
    }
}

/// Where a property is changed, and what stands against it.
pub(crate) struct ValueAt {
    pub(crate) client: Client,
    pub(crate) url: Result<Url>,
    pub(crate) etag: Option<String>,
    pub(crate) needs_etag: Option<String>,
    /// Whether restrictions count.
    pub(crate) checked: bool,
}

impl<T: Value> SetValue<T> {
    fn at(place: ValueAt, method: Method) -> Self {
        let out = Outbound::new(&place.client, Usage::Update, method, place.url);
        SetValue {
            out: Outbound {
                needs_etag: place.needs_etag,
                ..out.if_match(place.etag)
            },
            raw: None,
        }
    }

    /// To a value: what is complex stands by itself, the rest in `value` (OData JSON 4.0, 11 and 12).
    pub(crate) fn new(place: ValueAt, value: Member, unwritable: Option<&'static str>) -> Self {
        let mut body = match value {
            Member::Object(body) => body,
            other => Body::of("value", other),
        };
        body.refuse("value", Refused::V4_0, unwritable);
        Self::of_body(place, Method::PUT, &body)
    }

    /// Some properties of a complex value.
    pub(crate) fn merge(place: ValueAt, body: &Body) -> Self {
        Self::of_body(place, Method::PATCH, body)
    }

    /// To null.
    pub(crate) fn clear(place: ValueAt) -> Self {
        Self::at(place, Method::DELETE)
    }

    /// To a value without anything around it.
    pub(crate) fn raw(place: ValueAt, value: &Member, unwritable: Option<&'static str>) -> Self {
        let mut checked = Body::default();
        checked.refuse("$value", Refused::V4_0, unwritable);
        let mut set = Self::of_checked(place, Method::PUT, &checked);
        match raw(T::describe(), value) {
            Ok(raw) => set.raw = Some(raw),
            Err(error) if set.out.url.is_ok() => set.out.url = Err(error),
            Err(_) => {}
        }
        set
    }

    fn of_body(place: ValueAt, method: Method, body: &Body) -> Self {
        let mut set = Self::of_checked(place, method, body);
        set.out = set.out.with_body(body, None, Deed::Update);
        set
    }

    fn of_checked(place: ValueAt, method: Method, body: &Body) -> Self {
        let checked = match place.checked {
            true => body.check(Deed::Update, place.client.version()),
            false => Ok(()),
        };
        let mut set = Self::at(place, method);
        if let (Ok(_), Err(error)) = (&set.out.url, checked) {
            set.out.url = Err(error);
        }
        set
    }

    /// Only if the entity still has that ETag (`If-Match`); `*` for whatever it has.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.out.condition = Condition::IfMatch(etag.into());
        self
    }

    /// Without the value (`Prefer: return=minimal`, Protocol 4.01, 8.2.8.7).
    pub fn minimal(mut self) -> Self {
        self.out.prefer = Some(MINIMAL);
        self
    }

    /// With the value as it is afterwards, if the service will (`Prefer: return=representation`).
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
    /// As [`Update::send`](crate::Update::send).
    pub async fn send(self) -> Result<SavedValue<T>> {
        self.prepare()?.send().await
    }
}

impl<T> Sealed for SetValue<T> {}

impl<T: Value> Request for SetValue<T> {
    type Output = SavedValue<T>;

    fn prepare(&self) -> Result<Prepared<SavedValue<T>>> {
        let mut outgoing = self.out.outgoing()?;
        if let Some((content_type, bytes)) = &self.raw {
            outgoing = with_raw(outgoing, content_type, bytes);
        }
        let is_raw = self.raw.is_some();
        let read = move |_: &Client, answer: &Answer| {
            let etag = answer.header(&ETAG).map(str::to_owned);
            let mut value = None;
            if !answer.is_empty() && !is_raw {
                let mut read = T::default();
                read_value(&mut read, T::describe(), answer)?;
                value = Some(read);
            }
            Ok(SavedValue { etag, value })
        };
        Ok(Prepared::new(&self.out.client, outgoing, read))
    }
}

fn with_raw(outgoing: Outgoing, content_type: &HeaderValue, bytes: &bytes::Bytes) -> Outgoing {
    let mut headers: HeaderMap = outgoing.headers;
    headers.insert(CONTENT_TYPE, content_type.clone());
    Outgoing {
        headers,
        body: RequestBody::from(bytes.clone()),
        ..outgoing
    }
}

/// The raw value of a primitive one: text as it is, and bytes of Edm.Binary (Protocol 4.01, 11.4.9.1).
fn raw(described: PropertyType, value: &Member) -> Result<(HeaderValue, bytes::Bytes)> {
    let none = || Error::refused("only a primitive value can be sent as it is, and null cannot");
    let is_primitive = !matches!(
        described.value,
        ValueType::Structured(_) | ValueType::Untyped
    );
    let (Member::Json(json), true, false) = (value, is_primitive, described.collection) else {
        return Err(none());
    };
    let text = match json.as_bytes().first() {
        Some(b'"') => Reader::new(json).string().map_err(|_| none())?.into_owned(),
        Some(b'n' | b'[' | b'{') | None => return Err(none()),
        Some(_) => json.clone(),
    };
    if matches!(described.value, ValueType::Primitive(PrimitiveType::Binary)) {
        let Binary(bytes) = text.parse().map_err(|_| none())?;
        let any = HeaderValue::from_static("application/octet-stream");
        return Ok((any, bytes.into()));
    }
    let plain = HeaderValue::from_static("text/plain;charset=utf-8");
    Ok((plain, text.into()))
}

impl<T> fmt::Debug for SetValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.out.show("SetValue", f)
    }
}

//! What all changes share: where they go, what they hold, and on what condition.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use odata_core::descriptor::{ProtocolVersion, Usage};
use odata_core::transport::RequestBody;
use url::Url;

use super::Content;
use super::body::{Body, Deed};
use super::complete::{self, Demands};
use super::render::Payload;
use super::saved::{Saved, saved, with_entity};
use super::wanted::{PREFER, Wanted};
use crate::client::{Answer, Client, Outgoing};
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::json::Manner;
use crate::request::Prepared;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const ANY: HeaderValue = HeaderValue::from_static("*");
/// What a 4.0 service understands. Bodies say so unless something is in them that only 4.01 has.
pub(crate) const ODATA_VERSION: HeaderName = HeaderName::from_static("odata-version");
pub(crate) const VERSION: HeaderValue = HeaderValue::from_static("4.0");
pub(crate) const VERSION_4_01: HeaderValue = HeaderValue::from_static("4.01");

/// On what condition a change is made (Protocol 4.01, 8.2.4 and 8.2.5).
#[derive(Clone, Debug, Default)]
pub(super) enum Condition {
    #[default]
    None,
    /// The entity still has that ETag.
    IfMatch(String),
    /// There is an entity.
    Exists,
    /// There is no entity.
    IsNew,
}

/// What was set, before it is written as the version of the protocol has it.
pub(super) struct Unwritten {
    body: Body,
    type_name: Option<&'static str>,
    deed: Deed,
}

impl Unwritten {
    fn write(&self, client: &Client, demands: Option<Demands>) -> Result<Payload> {
        if let Some(demands) = demands {
            complete::check(demands, &self.body)?;
        }
        Payload::of(&self.body, self.type_name, self.deed, client)
    }
}

/// A change of an `E` on its way.
pub(super) struct Outbound<E> {
    pub(super) client: Client,
    pub(super) method: Method,
    pub(super) url: Result<Url>,
    pub(super) body: Option<Unwritten>,
    /// What its entity cannot be without, where that is to be looked at.
    pub(super) demands: Option<Demands>,
    /// Bytes in place of JSON.
    pub(super) content: Option<Content>,
    pub(super) condition: Condition,
    /// Why it is not sent without an ETag, if so.
    pub(super) needs_etag: Option<String>,
    pub(super) prefer: Option<HeaderValue>,
    /// How the entity is read that the service answers with.
    pub(super) manner: Manner,
    pub(super) entity: PhantomData<fn() -> E>,
}

impl<E> Outbound<E> {
    pub(super) fn new(client: &Client, usage: Usage, method: Method, url: Result<Url>) -> Self {
        Outbound {
            client: client.clone().to(usage),
            method,
            url,
            body: None,
            content: None,
            demands: None,
            condition: Condition::None,
            needs_etag: None,
            prefer: None,
            manner: Manner::default(),
            entity: PhantomData,
        }
    }

    /// With what was set, which may say that it is of a type.
    pub(super) fn with_body(
        mut self,
        body: &Body,
        type_name: Option<&'static str>,
        deed: Deed,
    ) -> Self {
        self.body = Some(Unwritten {
            body: body.clone(),
            type_name,
            deed,
        });
        self
    }

    /// Only if it still has that ETag, where one is known.
    pub(super) fn if_match(mut self, etag: Option<String>) -> Self {
        if let Some(etag) = etag {
            self.condition = Condition::IfMatch(etag);
        }
        self
    }

    fn headers(&self, body: Option<&Payload>) -> Result<HeaderMap> {
        let mut headers = HeaderMap::new();
        if let Some(body) = body {
            headers.insert(CONTENT_TYPE, JSON);
            let is_old = body.version < ProtocolVersion::V4_01;
            headers.insert(ODATA_VERSION, if is_old { VERSION } else { VERSION_4_01 });
        }
        if let Some(content) = &self.content {
            content.write_headers(&mut headers)?;
            headers.insert(ODATA_VERSION, VERSION);
        }
        if let Some(prefer) = &self.prefer {
            headers.insert(PREFER, prefer.clone());
        }
        let condition = match &self.condition {
            Condition::IfMatch(etag) => {
                let value = HeaderValue::from_str(etag)
                    .map_err(|_| Error::refused("the ETag holds what no header can"))?;
                Some((IF_MATCH, value))
            }
            Condition::Exists => Some((IF_MATCH, ANY)),
            Condition::IsNew => Some((IF_NONE_MATCH, ANY)),
            Condition::None => None,
        };
        let is_of_etag = matches!(self.condition, Condition::IfMatch(_) | Condition::IsNew);
        if let Some(why) = self.needs_etag.as_ref().filter(|_| !is_of_etag) {
            return Err(Error::refused(format!(
                "{why}; read the entity and change it with `by_entity`, or say `.if_match(\"*\")` to overwrite whatever it is"
            )));
        }
        headers.extend(condition);
        Ok(headers)
    }

    pub(super) fn outgoing(&self) -> Result<Outgoing> {
        let url = self.url.as_ref().map_err(Error::again)?;
        let body = match &self.body {
            Some(body) => Some(body.write(&self.client, self.demands)?),
            None => None,
        };
        Ok(Outgoing {
            method: self.method.clone(),
            url: url.clone(),
            headers: self.headers(body.as_ref())?,
            body: match (&self.content, body) {
                (Some(content), _) => content.body(),
                (None, Some(body)) => Bytes::from(body.json).into(),
                (None, None) => RequestBody::empty(),
            },
        })
    }

    pub(super) fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.as_ref().map_or("", Url::path);
        write!(f, "{name}({path})")
    }
}

impl<E: Structured> Outbound<E> {
    /// The request, whose answer is all that the service says of the change.
    pub(super) fn prepare_saved(&self) -> Result<Prepared<Saved<E>>> {
        let method = self.method.clone();
        let manner = self.manner;
        let read = move |_: &Client, answer: &Answer| saved(answer, &method, manner);
        Ok(Prepared::new(&self.client, self.outgoing()?, read))
    }

    /// The request, whose answer is what was wanted. What does not come with it is not read.
    pub(super) fn prepare<W: Wanted<E>>(&self) -> Result<Prepared<W::Output>> {
        let (method, manner) = (self.method.clone(), self.manner);
        let read = move |_: &Client, answer: &Answer| {
            let saved = saved(answer, &method, manner)?;
            W::of(saved).map_err(|saved| saved.missing())
        };
        Ok(Prepared::new(&self.client, self.outgoing()?, read))
    }

    /// Sends it; an entity that is wanted and does not come is read.
    pub(super) async fn send<W: Wanted<E>>(&self) -> Result<W::Output> {
        let saved = self.send_saved::<W>().await?;
        W::of(saved).map_err(|saved| self.named(saved.missing()))
    }

    /// The same, and all that the service says of the change.
    pub(super) async fn send_saved<W: Wanted<E>>(&self) -> Result<Saved<E>> {
        let saved = self.prepare_saved()?.send().await?;
        match W::WHOLE && saved.entity().is_none() {
            true => {
                let whole = with_entity(&self.client, saved, self.manner).await;
                whole.map_err(|error| self.named(error))
            }
            false => Ok(saved),
        }
    }

    fn named(&self, error: Error) -> Error {
        match &self.url {
            Ok(url) => error.of_request(&self.method, url),
            Err(_) => error,
        }
    }
}

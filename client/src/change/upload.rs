//! Replacing and deleting bytes: those of a media entity, a stream property, a property's raw value (Protocol 4.01, 11.4.7.2 and
//! 11.4.8).

use std::fmt;

use http::Method;
use http::header::{ETAG, HeaderMap, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use odata_core::descriptor::Usage;
use odata_core::transport::RequestBody;
use url::Url;

use super::Content;
use super::outbound::{ODATA_VERSION, VERSION};
use crate::client::{Answer, Client, Outgoing};
use crate::error::{Error, Result};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// What both requests share.
#[derive(Clone)]
struct Bytes {
    client: Client,
    method: Method,
    url: std::result::Result<Url, String>,
    etag: Option<String>,
}

impl Bytes {
    fn new(client: &Client, usage: Usage, method: Method, url: Result<Url>) -> Self {
        let told = |error: Error| {
            error
                .refusal()
                .map_or_else(|| error.to_string(), str::to_owned)
        };
        Bytes {
            client: client.clone().to(usage),
            method,
            url: url.map_err(told),
            etag: None,
        }
    }

    fn outgoing(&self, mut headers: HeaderMap, body: RequestBody) -> Result<Outgoing> {
        let url = self.url.clone().map_err(Error::refused)?;
        headers.insert(ODATA_VERSION, VERSION);
        if let Some(etag) = &self.etag {
            let value = HeaderValue::from_str(etag)
                .map_err(|_| Error::refused("the ETag holds what no header can"))?;
            headers.insert(IF_MATCH, value);
        }
        Ok(Outgoing {
            method: self.method.clone(),
            url,
            headers,
            body,
        })
    }

    fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.as_ref().map_or("", Url::path);
        write!(f, "{name}({path})")
    }
}

/// Puts bytes in the place of those that are there: `PUT`. They are sent piece by piece, and anew where a try failed.
///
/// # Example: replaces a photo that was read before
/// ```
/// # use odata::{EntityQuery, Structured};
/// # async fn example<Photo: Structured>(photo: EntityQuery<Photo>) -> odata::Result<()> {
/// use odata::Content;
/// let png = Content::bytes("image/png", std::fs::read("a.png").expect("a file"));
/// let uploaded = photo.media().put(png).send().await?;
/// println!("{:?}", uploaded.etag());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct Upload {
    bytes: Bytes,
    content: Content,
    is_new: bool,
}

impl Upload {
    pub(crate) fn new(
        client: &Client,
        url: Result<Url>,
        content: Content,
        etag: Option<String>,
    ) -> Self {
        Upload {
            bytes: Bytes {
                etag,
                ..Bytes::new(client, Usage::Update, Method::PUT, url)
            },
            content,
            is_new: false,
        }
    }

    /// Only if the bytes still have that ETag (`If-Match`); `*` for whatever they have. One that is known from reading the
    /// entity goes along anyway.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.bytes.etag = Some(etag.into());
        self.is_new = false;
        self
    }

    /// Only if there are none yet (`If-None-Match: *`).
    pub fn if_new(mut self) -> Self {
        self.bytes.etag = None;
        self.is_new = true;
        self
    }

    takes_terms!(bytes.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When it is refused before anything is sent, and when its bytes are no text.
    pub fn as_curl(&self) -> Result<Curl> {
        self.prepare()?.as_curl()
    }

    /// Sends it.
    ///
    /// # Errors
    /// When somebody else put other bytes there first ([`is_concurrency_conflict`](crate::Error::is_concurrency_conflict)), when there
    /// turn out to be more or fewer bytes than were announced, when the service answers with an error or cannot be reached.
    pub async fn send(&self) -> Result<Uploaded> {
        self.prepare()?.send().await
    }
}

impl Sealed for Upload {}

impl Request for Upload {
    type Output = Uploaded;

    fn prepare(&self) -> Result<Prepared<Uploaded>> {
        let mut headers = HeaderMap::new();
        self.content.write_headers(&mut headers)?;
        if self.is_new {
            headers.insert(IF_NONE_MATCH, HeaderValue::from_static("*"));
        }
        let outgoing = self.bytes.outgoing(headers, self.content.body())?;
        let read = |_: &Client, answer: &Answer| {
            let etag = answer.header(&ETAG).map(str::to_owned);
            Ok(Uploaded { etag })
        };
        Ok(Prepared::new(&self.bytes.client, outgoing, read))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes.show("Upload", f)
    }
}

/// What a service says of bytes that it has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    etag: Option<String>,
}

impl Uploaded {
    /// The ETag that they have now, where the service says it.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }
}

/// Deletes bytes: a stream is null then, and a media entity is gone with its bytes (Protocol 4.01, 11.4.7.3 and 11.4.8.2).
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct DeleteContent(Bytes);

impl DeleteContent {
    pub(crate) fn new(
        client: &Client,
        usage: Usage,
        url: Result<Url>,
        etag: Option<String>,
    ) -> Self {
        DeleteContent(Bytes {
            etag,
            ..Bytes::new(client, usage, Method::DELETE, url)
        })
    }

    /// Only if the bytes still have that ETag (`If-Match`); `*` for whatever they have.
    pub fn if_match(mut self, etag: impl Into<String>) -> Self {
        self.0.etag = Some(etag.into());
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
    /// As [`Upload::send`].
    pub async fn send(&self) -> Result<()> {
        self.prepare()?.send().await
    }
}

impl Sealed for DeleteContent {}

impl Request for DeleteContent {
    type Output = ();

    fn prepare(&self) -> Result<Prepared<()>> {
        let outgoing = self.0.outgoing(HeaderMap::new(), RequestBody::empty())?;
        Ok(Prepared::new(&self.0.client, outgoing, |_: &Client, _| {
            Ok(())
        }))
    }
}

impl fmt::Debug for DeleteContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("DeleteContent", f)
    }
}

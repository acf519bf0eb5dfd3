//! Asking for bytes: the raw value of a property, a media entity, a stream.

mod range;
mod whole;
mod written;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName, HeaderValue};
use http::{HeaderMap, Method, StatusCode};
use odata_core::transport::ResponseBody;
use url::Url;

pub use whole::RawTextQuery;
pub(super) use written::Written;

use range::Range;

use super::resource::Resource;
use crate::client::{Client, Opened, Outgoing};
use crate::error::Result;
use crate::sight::Curl;

/// A question for bytes, or for plain text: the raw value of a property (Protocol 11.2.4.1), a media entity
/// (11.2.3.1), a stream property.
///
/// # Example: a file of any size, piece by piece
/// ```
/// # use odata::{EntityQuery, Structured};
/// # async fn example<Photo: Structured>(photo: EntityQuery<Photo>) -> odata::Result<()> {
/// if let Some(mut file) = photo.media().open().await? {
///     println!("{:?}", file.content_type());
///     while let Some(piece) = file.next().await {
///         println!("{} bytes", piece?.len());
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nothing is asked before `text`, `bytes` or `open`"]
pub struct RawQuery {
    resource: Resource,
    accept: Option<HeaderValue>,
    range: Option<Range>,
    written: Option<Box<Written>>,
}

impl RawQuery {
    pub(super) fn new(resource: Resource) -> Self {
        RawQuery {
            resource,
            accept: None,
            range: None,
            written: None,
        }
    }

    /// The same, not sent if there is a reason.
    pub(super) fn refused_if(mut self, why: Option<String>) -> Self {
        self.resource.refused = self.resource.refused.or(why);
        self
    }

    /// Asks for certain media types, such as `image/png`; anything is taken otherwise. What no header can hold is refused.
    pub fn accept(mut self, media_types: &str) -> Self {
        match HeaderValue::from_str(media_types) {
            Ok(accept) => self.accept = Some(accept),
            Err(_) => {
                let refused = || format!("{media_types:?} is no list of media types");
                self.resource.refused.get_or_insert_with(refused);
            }
        }
        self
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// When the service says that it does not support what is asked, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        self.resource.url()
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        let (client, outgoing) = self.outgoing();
        Curl::of(&client, outgoing?)
    }

    fn outgoing(&self) -> (Client, Result<Outgoing>) {
        let any = || HeaderValue::from_static("*/*");
        let accept = self.accept.clone().unwrap_or_else(any);
        let mut outgoing = self.url().map(|url| Outgoing::get(url, accept));
        if let (Ok(outgoing), Some(range)) = (&mut outgoing, &self.range) {
            range.add_to(&mut outgoing.headers);
        }
        (self.resource.client.clone(), outgoing)
    }

    /// All of it in memory; nothing where the service says that there is nothing (204). It may be as long as
    /// [`max_response_bytes`](crate::ClientBuilder::max_response_bytes) lets an answer be.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send).
    pub fn bytes(&self) -> impl Future<Output = Result<Option<Bytes>>> + use<> {
        let (client, outgoing) = self.outgoing();
        async move {
            let answer = client.send(outgoing?).await?;
            Ok((!answer.is_nothing()).then(|| answer.into_bytes()))
        }
    }

    /// The same as text, which must be UTF-8.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), and when it is not UTF-8.
    pub fn text(&self) -> impl Future<Output = Result<Option<String>>> + use<> {
        let (client, outgoing) = self.outgoing();
        async move {
            let answer = client.send(outgoing?).await?;
            if answer.is_nothing() {
                return Ok(None);
            }
            let text = answer.text();
            text.map(|text| Some(text.to_owned()))
                .map_err(|error| error.of_request(&Method::GET, &answer.url))
        }
    }

    /// Begins to read: the bytes come piece by piece, however many there are. Nothing where the service says that there is
    /// nothing (204).
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send).
    pub fn open(&self) -> impl Future<Output = Result<Option<RawBody>>> + use<> {
        let (client, outgoing) = self.outgoing();
        let range = self.range.clone();
        async move { RawBody::open_range(&client, outgoing?, range).await }
    }
}

impl fmt::Debug for RawQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawQuery({:?})", self.resource)
    }
}

/// Bytes as they come: a [`Stream`], or [`next`](Self::next) in a loop.
pub struct RawBody {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: ResponseBody,
    /// How many of its bytes were read before.
    passed_over: u64,
}

impl RawBody {
    /// Nothing where the service says that there is nothing (204).
    pub(super) async fn open(client: &Client, outgoing: Outgoing) -> Result<Option<Self>> {
        RawBody::open_range(client, outgoing, None).await
    }

    async fn open_range(
        client: &Client,
        outgoing: Outgoing,
        range: Option<Range>,
    ) -> Result<Option<Self>> {
        let method = outgoing.method.clone();
        let opened = client.open(outgoing).await?;
        if opened.status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let passed_over = match range {
            Some(range) => range
                .passed_over(opened.status, &opened.headers)
                .map_err(|error| error.of_request(&method, &opened.url))?,
            None => 0,
        };
        Ok(Some(RawBody {
            passed_over,
            ..RawBody::of(method, opened)
        }))
    }

    fn of(method: Method, opened: Opened) -> Self {
        RawBody {
            method,
            url: opened.url,
            headers: opened.headers,
            body: opened.body,
            passed_over: 0,
        }
    }

    fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Their media type, such as `image/png`.
    pub fn content_type(&self) -> Option<&str> {
        self.header(CONTENT_TYPE)
    }

    /// How many there are, where the service says so before it sends them.
    pub fn content_length(&self) -> Option<u64> {
        self.header(CONTENT_LENGTH)?.parse().ok()
    }

    /// The ETag of the media.
    pub fn etag(&self) -> Option<&str> {
        self.header(ETAG)
    }

    /// The next piece; nothing after the last one.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for RawBody {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let piece = std::task::ready!(Pin::new(&mut self.body).poll_next(cx));
            let piece = match piece {
                Some(Ok(mut piece)) if self.passed_over > 0 => {
                    let before = usize::try_from(self.passed_over).unwrap_or(usize::MAX);
                    let before = piece.split_to(before.min(piece.len()));
                    self.passed_over -= before.len() as u64;
                    if piece.is_empty() {
                        continue;
                    }
                    Some(Ok(piece))
                }
                other => other,
            };
            return Poll::Ready(piece.map(|piece| {
                piece.map_err(|error| crate::Error::from(error).of_request(&self.method, &self.url))
            }));
        }
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBody")
            .field("content_type", &self.content_type())
            .finish_non_exhaustive()
    }
}

//! Asking for bytes: the raw value of a property, a media entity, a stream.

mod body;
mod range;
mod resume;
mod whole;
mod written;

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::HeaderValue;
use url::Url;

pub use body::RawBody;
pub use whole::RawTextQuery;
pub(super) use written::Written;

use range::Range;
use whole::{as_text, asked_for};

use super::resource::Resource;
use crate::client::{Client, Outgoing};
use crate::error::Result;
use crate::request::takes_terms;
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

    takes_terms!(resource.client);

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
        let range = self.range.clone();
        async move {
            let answer = client.send(Box::new(outgoing?)).await?;
            let bytes = asked_for(range.as_ref(), &answer);
            bytes.map_err(|error| error.of_answer(&Method::GET, &answer.head))
        }
    }

    /// The same as text, which must be UTF-8.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes), and when it is not UTF-8.
    pub fn text(&self) -> impl Future<Output = Result<Option<String>>> + use<> {
        let (client, outgoing) = self.outgoing();
        let range = self.range.clone();
        async move {
            let answer = client.send(Box::new(outgoing?)).await?;
            let text = asked_for(range.as_ref(), &answer).and_then(as_text);
            text.map_err(|error| error.of_answer(&Method::GET, &answer.head))
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

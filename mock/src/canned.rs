//! Answers that a test makes up.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::Value as Json;

use crate::Mishap;
use crate::media::Pattern;
use crate::pieces::{End, Pieces};

/// An answer that is sent as it is, for [`MockService::intercept`](crate::MockService::intercept).
///
/// ```
/// use odata_mock::Canned;
/// let elsewhere = Canned::status(302).header("location", "https://elsewhere.example/");
/// assert_eq!(elsewhere.status, 302);
/// let wrong = Canned::json(&serde_json::json!({"value": []})).header("content-type", "text/plain");
/// assert_eq!(wrong.headers["content-type"], "text/plain");
/// ```
#[derive(Clone, Debug)]
pub struct Canned {
    /// The status.
    pub status: StatusCode,
    /// The headers. Over HTTP, `Content-Length` is always that of the whole body, unless a mishap says another.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long it waits; see [`delay`](Self::delay()).
    pub delay: Duration,
    /// The length of a piece and the pause between two; see [`in_pieces`](Self::in_pieces).
    pub pieces: Option<(usize, Duration)>,
    /// How many bytes of the body are sent before it breaks off; see [`cut_after`](Self::cut_after).
    pub cut: Option<usize>,
    /// Whether the body is packed over HTTP; see [`gzip`](Self::gzip()).
    pub gzip: bool,
    /// What befalls it on its way; see [`mishap`](Self::mishap()).
    pub mishap: Option<Mishap>,
    /// The length of a body that is made while it is sent, in place of `body`; see
    /// [`MockService::media_from`](crate::MockService::media_from).
    pub made: Option<u64>,
}

impl Canned {
    /// No headers and no body.
    ///
    /// # Panics
    /// When the number is not 100 to 999.
    #[expect(clippy::expect_used, reason = "the number stands in the test")]
    pub fn status(status: u16) -> Self {
        Self::of_status(StatusCode::from_u16(status).expect("a status is 100 to 999"))
    }

    pub(crate) fn of_status(status: StatusCode) -> Self {
        Canned {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            delay: Duration::ZERO,
            pieces: None,
            cut: None,
            gzip: false,
            mishap: None,
            made: None,
        }
    }

    /// Status 200, with the headers of an OData answer.
    pub fn json(body: &Json) -> Self {
        Canned::status(200)
            .header("content-type", "application/json;odata.metadata=minimal")
            .header("odata-version", "4.0")
            .body(body.to_string())
    }

    /// Status 200 and a web page: what proxies and sign-in pages send.
    pub fn html(body: impl Into<Bytes>) -> Self {
        Canned::status(200)
            .header(CONTENT_TYPE.as_str(), "text/html; charset=utf-8")
            .body(body)
    }

    /// Sets a header, in place of one of the same name.
    ///
    /// # Panics
    /// When a header cannot have that name or that value.
    #[must_use]
    #[expect(clippy::expect_used, reason = "both stand in the test")]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
        let value = HeaderValue::from_str(value).expect("the value of a header");
        self.headers.insert(name, value);
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Waits before the first byte, the status among them, is sent.
    ///
    /// A thread of the system does the waiting, so a paused clock of tokio does not shorten it.
    ///
    /// ```
    /// use odata_mock::Canned;
    /// use std::time::Duration;
    /// let late = Canned::html("at last").delay(Duration::from_secs(2));
    /// # let _ = late;
    /// ```
    #[must_use]
    pub fn delay(mut self, wait: Duration) -> Self {
        self.delay = wait;
        self
    }

    /// Sends the body in pieces of at most that many bytes, one at least, with a pause between two.
    ///
    /// ```
    /// use odata_mock::Canned;
    /// use std::time::Duration;
    /// let dripping = Canned::html("drop by drop").in_pieces(4, Duration::from_millis(20));
    /// # let _ = dripping;
    /// ```
    #[must_use]
    pub fn in_pieces(mut self, bytes: usize, pause: Duration) -> Self {
        self.pieces = Some((bytes, pause));
        self
    }

    /// Breaks the body off after that many bytes.
    ///
    /// Over HTTP, `Content-Length` is that of the whole body, and the connection closes too early. In process the body
    /// ends with [`TransportError::body`](odata_core::transport::TransportError::body).
    ///
    /// ```
    /// use odata_mock::Canned;
    /// let broken = Canned::json(&serde_json::json!({"value": [1, 2, 3]})).cut_after(12);
    /// assert_eq!(broken.body, r#"{"value":[1,2,3]}"#);
    /// ```
    #[must_use]
    pub fn cut_after(mut self, bytes: usize) -> Self {
        self.cut = Some(bytes);
        self
    }

    /// Packs the body over HTTP, and says so in `Content-Encoding` (RFC 9110, 8.4.1.3). In process it stays as it is, since
    /// unpacking is the business of a transport.
    ///
    /// ```
    /// use odata_mock::Canned;
    /// let packed = Canned::html("a long page").gzip();
    /// assert!(packed.gzip && packed.body == "a long page");
    /// ```
    #[must_use]
    pub fn gzip(mut self) -> Self {
        self.gzip = true;
        self
    }

    /// Lets something happen to the answer on its way. Of several, the last counts; `cut_after` does not count beside one.
    ///
    /// ```
    /// use odata_mock::{Canned, Mishap};
    /// let lost = Canned::json(&serde_json::json!({"value": []})).mishap(Mishap::Reset);
    /// # let _ = lost;
    /// ```
    #[must_use]
    pub fn mishap(mut self, mishap: Mishap) -> Self {
        self.mishap = Some(mishap);
        self
    }

    /// The body in its pieces; so many bytes of it.
    pub(crate) fn pieces(&self, bytes: usize, end: End) -> Pieces {
        if let Some(made) = self.made {
            let length = made.min(u64::try_from(bytes).unwrap_or(u64::MAX));
            return Pieces::made(Pattern { length }, self.pieces, end);
        }
        let body = self.body.slice(..bytes.min(self.body.len()));
        Pieces::new(body, self.pieces, end)
    }

    /// How long the body is.
    #[cfg(feature = "server")]
    pub(crate) fn length(&self) -> u64 {
        self.made.unwrap_or(self.body.len() as u64)
    }

    /// The answer without its delay and its mishap, which whoever sends it has to see to.
    pub(crate) fn into_response(self) -> http::Response<Pieces> {
        let pieces = match self.cut {
            Some(bytes) => self.pieces(bytes, End::Broken),
            None => self.pieces(usize::MAX, End::Whole),
        };
        self.with_body(pieces)
    }

    /// Status and headers, and this as its body.
    pub(crate) fn with_body(self, pieces: Pieces) -> http::Response<Pieces> {
        let mut response = http::Response::new(pieces);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

impl From<http::Response<Bytes>> for Canned {
    fn from(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Canned {
            made: head.extensions.get::<Pattern>().map(|made| made.length),
            headers: head.headers,
            body,
            ..Canned::of_status(head.status)
        }
    }
}

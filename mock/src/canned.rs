//! Answers that a test makes up.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::Value as Json;

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
    /// The headers. Over HTTP, `Content-Length` is always that of the body.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Canned {
    /// No headers and no body.
    ///
    /// # Panics
    /// When the number is not 100 to 999.
    #[expect(clippy::expect_used, reason = "the number stands in the test")]
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status is 100 to 999");
        Canned {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
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

    pub(crate) fn into_response(self) -> http::Response<Bytes> {
        let mut response = http::Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

//! What the service was asked.

use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, Method, request};

use crate::MediaSum;

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct SeenRequest {
    /// The method.
    pub method: Method,
    /// Scheme and host, such as `http://mock.invalid`: where the request was sent to.
    pub origin: String,
    /// Path and query as sent, percent-encoding and all.
    pub target: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How much of a body came that was not kept; see [`discard_media`](crate::MockService::discard_media).
    pub counted: Option<MediaSum>,
    /// When all of it was there. Requests are in the log in this order, so that limits can be checked by it.
    pub arrived: Instant,
}

impl SeenRequest {
    pub(crate) fn new(head: &request::Parts, body: Bytes) -> Self {
        let named = head
            .headers
            .get(http::header::HOST)
            .and_then(|host| host.to_str().ok());
        let host = head
            .uri
            .authority()
            .map(http::uri::Authority::as_str)
            .or(named);
        SeenRequest {
            method: head.method.clone(),
            origin: format!(
                "{}://{}",
                head.uri.scheme_str().unwrap_or("http"),
                host.unwrap_or(crate::service::HOST)
            ),
            target: head
                .uri
                .path_and_query()
                .map_or("/", |target| target.as_str())
                .to_owned(),
            headers: head.headers.clone(),
            body,
            counted: None,
            arrived: Instant::now(),
        }
    }

    /// The value of a header, if it was sent once or more and the first is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The path as sent, without the query.
    pub fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&*self.target, |(path, _)| path)
    }

    /// The query as sent, without its question mark; empty when there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }
}

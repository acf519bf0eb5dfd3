//! What goes out and what comes back.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Method, Response, StatusCode};
use odata_core::transport::{RequestBody, ResponseBody};
use url::Url;

use super::challenge::without_proof;
use crate::error::{Error, Result};
use crate::read::Body;
use crate::service_error::not_json;

/// What stands before the body of an answer. It is in a box, since an answer is handed on many times.
#[derive(Debug)]
pub(crate) struct Head {
    /// Where it came from, redirects followed.
    pub(crate) url: Url,
    /// What was asked, where redirects were followed.
    pub(crate) asked: Option<Box<Url>>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// What went along to prove who is asking: it is not shown where the answer repeats it.
    pub(crate) proof: Option<HeaderValue>,
}

/// An answer that is no error.
#[derive(Debug)]
pub struct Answer {
    pub(crate) head: Box<Head>,
    body: Bytes,
}

/// An answer that is no error, of whose body nothing is read yet.
pub(crate) struct Opened {
    pub(crate) head: Box<Head>,
    pub(crate) body: ResponseBody,
}

/// An answer in JSON that is no error, of whose body nothing is read yet.
#[derive(Debug)]
pub(crate) struct OpenedJson {
    pub(crate) head: Box<Head>,
    pub(crate) body: Body,
}

/// A request as it leaves, but for what every request has.
#[derive(Clone)]
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RequestBody,
}

impl Outgoing {
    /// A question that wants an answer of these media types, and not JSON.
    pub(crate) fn get(url: Url, accept: HeaderValue) -> Self {
        Outgoing {
            method: Method::GET,
            url,
            headers: HeaderMap::from_iter([(ACCEPT, accept)]),
            body: RequestBody::empty(),
        }
    }
}

impl Opened {
    pub(super) fn of(outgoing: &Outgoing, answer: Response<ResponseBody>) -> Self {
        let (head, body) = answer.into_parts();
        let head = Box::new(Head {
            url: outgoing.url.clone(),
            asked: None,
            status: head.status,
            headers: head.headers,
            proof: None,
        });
        Opened { head, body }
    }
}

impl Answer {
    pub(super) fn new(head: Box<Head>, body: Bytes) -> Self {
        Answer { head, body }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Whether the service says that there is nothing (204).
    pub(crate) fn is_nothing(&self) -> bool {
        self.head.status == StatusCode::NO_CONTENT
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.head.status
    }

    /// What a header says; nothing where it is no text.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        std::str::from_utf8(self.head.headers.get(name)?.as_bytes()).ok()
    }

    /// The body as it came.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The same, kept.
    pub(crate) fn into_bytes(self) -> Bytes {
        self.body
    }

    /// The body as text, without a byte order mark.
    pub(crate) fn text(&self) -> Result<&str> {
        let text = utf8(&self.body)?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Whether there is no body.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }

    /// The body, which must be JSON.
    pub(crate) fn json(&self) -> Result<&str> {
        let content_type = self
            .head
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let text = utf8(&self.body);
        if self.is_empty() {
            return Err(Error::payload(format!(
                "the service answered {} with an empty body, where JSON is expected",
                self.head.status
            )));
        }
        if !content_type.is_some_and(is_json) {
            return Err(self.head.not_json(&self.body, content_type));
        }
        text.and_then(|text| match starts_a_page(text) {
            true => Err(self.head.not_json(&self.body, content_type)),
            false => Ok(text),
        })
    }
}

impl Head {
    /// What is said of a body that is no JSON, though it should be.
    #[cold]
    pub(crate) fn not_json(&self, body: &[u8], content_type: Option<&str>) -> Error {
        let beginning = body.get(..LOOKED_AT).unwrap_or(body);
        let beginning = without_proof(beginning, self.proof.as_ref());
        let beginning = String::from_utf8_lossy(&beginning);
        Error::payload(not_json(&beginning, content_type))
    }
}

/// How much of a body is looked at that is no JSON.
const LOOKED_AT: usize = 64 * 1024;

/// What came, as text.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| {
        Error::payload(format!(
            "the answer is not UTF-8 from byte {} on",
            error.valid_up_to()
        ))
    })
}

/// Whether it begins as HTML or XML does.
pub(crate) fn starts_a_page(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.trim_ascii_start().starts_with('<')
}

/// `application/json`, or a type that ends with `+json`; parameters may follow.
pub(super) fn is_json(content_type: &str) -> bool {
    let end = content_type.bytes().position(|byte| byte == b';');
    let essence = content_type.get(..end.unwrap_or(content_type.len()));
    let essence = essence.unwrap_or_default().trim_ascii();
    let ends = |end: &str| {
        let start = essence.len().checked_sub(end.len());
        start
            .and_then(|start| essence.get(start..))
            .is_some_and(|found| found.eq_ignore_ascii_case(end))
    };
    essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("text/json")
        || ends("+json")
}

/// The whole body, if it is no longer than that.
pub(crate) struct Collected {
    body: ResponseBody,
    limit: usize,
    first: Bytes,
    /// What came, once it is more than one piece.
    whole: BytesMut,
}

impl Collected {
    pub(crate) fn new(body: ResponseBody, limit: usize) -> Self {
        Collected {
            body,
            limit,
            first: Bytes::new(),
            whole: BytesMut::new(),
        }
    }
}

impl Future for Collected {
    type Output = Result<Bytes>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<Bytes>> {
        let this = &mut *self;
        while let Some(piece) = ready!(Pin::new(&mut this.body).poll_next(cx)) {
            let piece = piece?;
            if this.first.len() + this.whole.len() + piece.len() > this.limit {
                return Poll::Ready(Err(Error::too_long(this.limit)));
            }
            if this.first.is_empty() && this.whole.is_empty() {
                this.first = piece;
                continue;
            }
            // Most answers come in one piece, which need not be copied.
            this.whole
                .extend_from_slice(&std::mem::take(&mut this.first));
            this.whole.extend_from_slice(&piece);
        }
        Poll::Ready(Ok(match this.whole.is_empty() {
            true => std::mem::take(&mut this.first),
            false => std::mem::take(&mut this.whole).freeze(),
        }))
    }
}

//! Bytes as they come.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderName};
use http::{HeaderMap, Method, StatusCode};
use odata_core::transport::{BoxFuture, ResponseBody};
use url::Url;

use super::range::{Part, Range};
use super::resume::{Resume, Resumed};
use crate::client::{Client, Outgoing, check_packed};
use crate::error::{Error, Result};

/// Bytes as they come: a [`Stream`], or [`next`](Self::next) in a loop.
///
/// Where the way to the service fails midway, and the service gives parts of the bytes (`Accept-Ranges`) and says by which ETag
/// or date it would be seen that they are others, they are gone on with where they broke off; how often, and after which waits,
/// is [`ClientBuilder::retry`](crate::ClientBuilder::retry)'s to say. Otherwise that is an error.
pub struct RawBody {
    method: Method,
    url: Url,
    headers: HeaderMap,
    state: State,
    /// The first that was asked for.
    first: u64,
    /// How many of those that come were read before.
    passed_over: u64,
    /// Which one comes next, and how many there are in all, where a part of them says it.
    at: u64,
    total: Option<u64>,
    /// How they are gone on with, if they can be.
    resume: Option<Box<Resume>>,
}

enum State {
    Reading(ResponseBody),
    Again(BoxFuture<'static, Resumed>),
    Over,
}

impl RawBody {
    /// Nothing where the service says that there is nothing (204).
    pub(in crate::query) async fn open(
        client: &Client,
        outgoing: Outgoing,
    ) -> Result<Option<Self>> {
        RawBody::open_range(client, outgoing, None).await
    }

    pub(super) async fn open_range(
        client: &Client,
        outgoing: Outgoing,
        range: Option<Range>,
    ) -> Result<Option<Self>> {
        let asked = outgoing.clone();
        let opened = client.open(outgoing).await?;
        if opened.head.status == StatusCode::NO_CONTENT {
            return Ok(None);
        }
        let (status, headers) = (opened.head.status, &opened.head.headers);
        let begins = match range {
            Some(range) => range.begins(status, headers),
            None => Part::unasked(status, headers).map(|_| (0, 0)),
        };
        let begins = begins.and_then(|begins| check_packed(headers).map(|()| begins));
        let (first, passed_over) =
            begins.map_err(|error| error.of_answer(&asked.method, &opened.head))?;
        Ok(Some(RawBody {
            method: asked.method.clone(),
            resume: Resume::of(client, asked, &opened, first).map(Box::new),
            at: first,
            total: Part::of(status, headers).and_then(|part| part.total),
            url: opened.head.url,
            headers: opened.head.headers,
            state: State::Reading(opened.body),
            first: first + passed_over,
            passed_over,
        }))
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

    /// Goes on with them if they can be.
    fn broke_off(&mut self, error: Error) -> Option<Error> {
        let error = self.told(error);
        match self.resume.take() {
            Some(resume) => {
                self.state = State::Again(resume.again(error));
                None
            }
            None => {
                self.state = State::Over;
                Some(error)
            }
        }
    }

    fn told(&self, error: Error) -> Error {
        error.of_request(&self.method, &self.url)
    }
}

impl Stream for RawBody {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Reading(body) => match ready!(Pin::new(body).poll_next(cx)) {
                    Some(Ok(mut piece)) => {
                        self.at += piece.len() as u64;
                        if let Some(resume) = &mut self.resume {
                            resume.came(piece.len());
                        }
                        let before = usize::try_from(self.passed_over).unwrap_or(usize::MAX);
                        let before = piece.split_to(before.min(piece.len()));
                        self.passed_over -= before.len() as u64;
                        if before.is_empty() || !piece.is_empty() {
                            return Poll::Ready(Some(Ok(piece)));
                        }
                    }
                    Some(Err(error)) => {
                        if let Some(error) = self.broke_off(error.into()) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    // A service may give less than it was asked for (RFC 9110, 15.3.7).
                    None if self.total.is_some_and(|total| self.at < total) => {
                        let total = self.total.unwrap_or_default();
                        let short = Part::short(self.at, total);
                        if let Some(error) = self.broke_off(short) {
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    None => {
                        self.state = State::Over;
                        let missing = std::mem::take(&mut self.passed_over);
                        let is_short = missing > 0;
                        let first = self.first;
                        let too_few = || Err(self.told(Range::too_few(first, missing)));
                        return Poll::Ready(is_short.then(too_few));
                    }
                },
                State::Again(resumed) => match ready!(resumed.as_mut().poll(cx)) {
                    Ok((resume, body, total)) => {
                        self.resume = Some(resume);
                        self.total = total;
                        self.state = State::Reading(body);
                    }
                    Err(error) => {
                        self.state = State::Over;
                        return Poll::Ready(Some(Err(self.told(error))));
                    }
                },
                State::Over => return Poll::Ready(None),
            }
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

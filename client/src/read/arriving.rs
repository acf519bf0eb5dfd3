//! A page on its way: what has arrived of it is read, the rest is waited for.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use odata_core::transport::{BoxFuture, RequestBody, TransportError};
use url::Url;

use super::body::{AT_ONCE, Body};
use super::next_link::{REACH, in_end};
use super::page::{DecodeItem, Page, Step};
use super::scan::Scan;
use super::text::Text;
use crate::change::{ODATA_VERSION, VERSION};
use crate::client::{Client, OpenedJson, Outgoing, QUERY, Tries, starts_a_page};
use crate::decode::Envelope;
use crate::error::{Error, Result};
use crate::json::Fault;
use crate::query::Wishes;

/// How much more is read of a page of which something could not be read.
const REST: usize = 4 * 1024 * 1024;

/// For how long that is waited for.
const REST_COMES_WITHIN: Duration = Duration::from_secs(10);

/// A page whose head has arrived.
#[derive(Debug)]
pub(crate) struct Arriving {
    method: Method,
    answer: OpenedJson,
    text: Text,
    page: Page,
    max_item_bytes: usize,
    /// The next link, once it was looked for where the page ends.
    found: Option<Option<String>>,
}

/// The same question with its options in the body (Protocol 4.01, 11.2.6).
fn by_post(mut url: Url, mut headers: HeaderMap) -> Outgoing {
    let options = url.query().unwrap_or_default().to_owned();
    url.set_query(None);
    let path = format!("{}{QUERY}", url.path());
    url.set_path(&path);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    headers.insert(ODATA_VERSION, VERSION);
    Outgoing {
        method: Method::POST,
        url,
        headers,
        body: RequestBody::from(Bytes::from(options)),
    }
}

/// The request for a page.
pub(crate) fn outgoing(url: Url, wishes: Wishes) -> Outgoing {
    match wishes.by_post {
        true => by_post(url, wishes.headers()),
        false => Outgoing {
            method: Method::GET,
            url,
            headers: wishes.headers(),
            body: RequestBody::empty(),
        },
    }
}

impl Arriving {
    /// Asks for a page.
    pub(crate) fn ask(
        client: Client,
        url: Url,
        wishes: Wishes,
    ) -> BoxFuture<'static, Result<Box<Arriving>>> {
        Box::pin(async move {
            let mut tries = Tries::of_reading(client.clone());
            Arriving::ask_in(&mut tries, client, url, wishes).await
        })
    }

    /// The same, of which some tries may have been made.
    pub(crate) fn ask_in(
        tries: &mut Tries,
        client: Client,
        url: Url,
        wishes: Wishes,
    ) -> BoxFuture<'_, Result<Box<Arriving>>> {
        Box::pin(Arriving::ask_within(tries, client, url, wishes))
    }

    /// The same, in no box of its own.
    pub(crate) async fn ask_within(
        tries: &mut Tries,
        client: Client,
        url: Url,
        wishes: Wishes,
    ) -> Result<Box<Arriving>> {
        // What is asked with its options in a body is told with them.
        let asked = wishes.by_post.then(|| url.clone());
        let outgoing = Box::new(outgoing(url, wishes));
        let answer = client.open_json(tries, &outgoing).await;
        let mut answer = answer.map_err(|error| {
            error.of_request(&outgoing.method, asked.as_ref().unwrap_or(&outgoing.url))
        })?;
        if wishes.by_post {
            // What links are relative to is the collection.
            let path = answer.head.url.path();
            let path = path.strip_suffix(QUERY).unwrap_or(path).to_owned();
            answer.head.url.set_path(&path);
        }
        Ok(Box::new(Arriving {
            method: outgoing.method,
            answer,
            text: Text::default(),
            page: Page::new(wishes.manner(), wishes.key, client.lend()),
            max_item_bytes: client.max_item_bytes(),
            found: None,
        }))
    }

    /// Where it comes from, redirects followed.
    pub(crate) fn url(&self) -> &Url {
        &self.answer.head.url
    }

    /// What stands around the items, as far as it was read.
    pub(crate) fn envelope(&self) -> &Envelope {
        &self.page.envelope
    }

    /// What stood around the items.
    pub(crate) fn into_envelope(self, client: &Client) -> Envelope {
        client.take_back(self.page.orders);
        self.page.envelope
    }

    /// How many items were read.
    pub(crate) fn items(&self) -> usize {
        self.page.items()
    }

    /// What tells the first item from others.
    pub(crate) fn first(&self) -> Option<u64> {
        self.page.first()
    }

    /// What tells the items that were read from others.
    pub(crate) fn trail(&self) -> u64 {
        self.page.trail()
    }

    /// The next link, as soon as it has arrived, wherever it stands. It is a guess until all is read.
    pub(crate) fn next_link(&mut self) -> Option<&str> {
        if self.page.envelope.next_link.is_some() {
            return self.page.envelope.next_link.as_deref();
        }
        // What relative links are relative to stands before the items.
        if !self.answer.body.has_ended() || self.page.items() == 0 {
            return None;
        }
        let (body, text) = (&self.answer.body, &self.text);
        let found = self.found.get_or_insert_with(|| {
            let last = body.last(REACH);
            match body.waiting() < REACH {
                true => in_end(&format!("{}{last}", text.unread())),
                false => in_end(&last),
            }
        });
        found.as_deref()
    }

    /// Whether the way to the service failed before all of it arrived.
    pub(crate) fn is_cut(&self) -> bool {
        self.answer.body.is_cut()
    }

    /// What has arrived and was not looked at, and what is still to come.
    pub(crate) fn body(&mut self) -> &mut Body {
        &mut self.answer.body
    }

    /// Whether nothing can be read before more arrives.
    pub(crate) fn is_waited_for(&self) -> bool {
        self.answer.body.is_waited_for()
    }

    /// Whether more may have arrived that nobody will call about, and there is room for it.
    pub(crate) fn wants(&self, ahead: usize) -> bool {
        self.answer.body.wants(ahead)
    }

    /// Reads the next item of what has arrived.
    ///
    /// # Errors
    /// When it cannot be read, is larger than items may be, or when the answer broke off.
    pub(crate) fn step(&mut self, decode: &mut DecodeItem<'_>) -> Result<Step> {
        self.step_unnamed(decode).map_err(|error| self.named(error))
    }

    /// Says that of a link of it, of the page that was asked for there.
    #[cold]
    pub(crate) fn of_link(&self, error: Error, asked: &Url) -> Error {
        let proof = self.answer.head.proof.as_ref();
        error.hiding(proof).of_request(&self.method, asked)
    }

    /// Says of which request it is.
    #[cold]
    pub(crate) fn named(&self, error: Error) -> Error {
        error.of_answer(&self.method, &self.answer.head)
    }

    fn step_unnamed(&mut self, decode: &mut DecodeItem<'_>) -> Result<Step> {
        loop {
            let ended = self.answer.body.has_ended() && self.answer.body.waiting() == 0;
            let whole = ended && !self.text.is_cut();
            let length = match self.page.step(&mut self.text, whole, decode) {
                Ok(Step::More) => self.text.unread().len(),
                Ok(Step::Item) if self.page.item_bytes() <= self.max_item_bytes => {
                    self.answer
                        .body
                        .top_up(&mut self.text, self.page.item_bytes());
                    return Ok(Step::Item);
                }
                Ok(Step::Item) => self.page.item_bytes(),
                Ok(Step::End) => return Ok(Step::End),
                Err(_) if whole && self.is_empty() => return Err(self.empty()),
                Err(fault) => return Err(self.faulty(fault, whole)),
            };
            if length > self.max_item_bytes {
                return Err(Error::item_too_long(self.max_item_bytes));
            }
            if ended {
                return Err(Error::payload(
                    "the answer ends within a character of UTF-8",
                ));
            }
            match self.answer.body.give(&mut self.text) {
                Ok(false) if !self.answer.body.has_ended() => return Ok(Step::More),
                Ok(_) => {}
                // Services that fail midway say why, and then break off.
                Err(error) => {
                    let said = self.page.failure(&mut self.text);
                    return Err(said.map_or(error, Error::from));
                }
            }
        }
    }

    /// What is said of a fault: where the text ends before what it holds does, the answer broke off, though nobody said so.
    #[cold]
    fn faulty(&self, fault: Fault, whole: bool) -> Error {
        if !self.page.has_begun() && starts_a_page(self.text.unread()) {
            let head = &self.answer.head;
            return head.not_json(self.text.unread().as_bytes(), Some("labelled as JSON"));
        }
        let fault = match self.page.has_value() {
            true => fault,
            false => fault.of_answer(self.answer.head.status),
        };
        let is_cut = whole && self.page.is_open();
        match is_cut && Scan::default().end(self.text.unread()).is_none() {
            true => TransportError::body(fault).into(),
            false => fault.into(),
        }
    }

    /// The error that a page ends with of which something could not be read: what is packed is known to be broken only at its end, if that
    /// comes soon.
    pub(crate) async fn verdict(&mut self, error: Error, client: &Client) -> Error {
        if !error.is_decode() || error.is_transport() {
            return error;
        }
        let body = &mut self.answer.body;
        body.end_within(REST);
        let clock = client.waiting_clock();
        let mut alarm = clock.map(|clock| clock.sleep(REST_COMES_WITHIN));
        let broken = poll_fn(|cx| match (body.poll_rest(cx), &mut alarm) {
            (Poll::Pending, Some(alarm)) => alarm.as_mut().poll(cx).map(|()| None),
            (rest, _) => rest,
        });
        match broken.await {
            Some(broken) => self.named(broken),
            None => error,
        }
    }

    /// Whether nothing but blanks came.
    fn is_empty(&self) -> bool {
        !self.page.has_begun() && self.text.unread().trim().is_empty()
    }

    #[cold]
    fn empty(&self) -> Error {
        Error::payload(format!(
            "the service answered {} with an empty body, where JSON is expected",
            self.answer.head.status
        ))
    }

    /// Reads all items, waiting for them.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub(crate) fn poll_all(
        &mut self,
        cx: &mut Context<'_>,
        decode: &mut DecodeItem<'_>,
    ) -> Poll<Result<()>> {
        loop {
            match self.step(decode) {
                Ok(Step::Item) => {}
                Ok(Step::End) => return Poll::Ready(Ok(())),
                Err(error) => return Poll::Ready(Err(error)),
                Ok(Step::More) => {
                    self.answer.body.poll_fill(cx, AT_ONCE);
                    if self.is_waited_for() {
                        return Poll::Pending;
                    }
                }
            }
        }
    }
}

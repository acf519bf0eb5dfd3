//! One request and its answer: headers, credential, redirects, errors.

use std::future::poll_fn;
use std::pin::{Pin, pin};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, Method, Response, StatusCode};
use odata_core::transport::{BoxFuture, MaybeSend, RequestBody, ResponseBody, TransportError};
use url::Url;

use super::answer::{Collected, is_json};
use super::limits::Place;
use super::redirect::redirect;
use super::repeatability::is_rejected;
use super::tries::Tries;
use super::way::{Sent, unanswered};
use super::{Answer, Client, Head, Opened, OpenedJson, Outgoing, check_packed};
use crate::error::{Error, GivingUp, Result};
use crate::read::Body;
use crate::service_error::ServiceError;

/// How many redirects are followed, one after the other.
const MAX_REDIRECTS: usize = 10;

/// How often a request is sent again at once because the server said that it did nothing with it.
pub(super) const MAX_REFUSED: u8 = 2;

/// How much is read of what is no JSON.
const BEGINNING: usize = 16 * 1024;

impl Client {
    /// Gets a URL. The credential goes along where the URL is the service's.
    pub(crate) fn get(&self, url: Url) -> BoxFuture<'static, Result<Answer>> {
        self.get_with(url, HeaderMap::new())
    }

    /// The same, with headers of its own.
    pub(crate) fn get_with(
        &self,
        url: Url,
        headers: HeaderMap,
    ) -> BoxFuture<'static, Result<Answer>> {
        let (method, body) = (Method::GET, RequestBody::empty());
        self.send(Box::new(Outgoing {
            method,
            url,
            headers,
            body,
        }))
    }

    /// Sends a request, as often as it takes, and follows redirects. The credential goes along where the URL is the service's.
    ///
    /// The future is in a box so that it is compiled here, and not again in every program.
    pub(crate) fn send(&self, mut outgoing: Box<Outgoing>) -> BoxFuture<'static, Result<Answer>> {
        let client = self.clone();
        Box::pin(async move {
            client.repeatable(&mut outgoing);
            let mut tries = Tries::of(client, &outgoing);
            let span = tries.begin(&outgoing);
            span.within(answer(&mut tries, &outgoing)).await
        })
    }

    /// The same, with a body that is still to be read.
    pub(crate) fn open(&self, mut outgoing: Outgoing) -> BoxFuture<'_, Result<Opened>> {
        Box::pin(async move {
            self.repeatable(&mut outgoing);
            let mut tries = Tries::of(self.clone(), &outgoing);
            self.open_in(&mut tries, &outgoing).await
        })
    }

    /// The same, of which some tries may have been made.
    pub(super) async fn open_in(&self, tries: &mut Tries, outgoing: &Outgoing) -> Result<Opened> {
        let span = tries.begin(outgoing);
        span.within(self.open_again(tries, outgoing)).await
    }

    async fn open_again(&self, tries: &mut Tries, outgoing: &Outgoing) -> Result<Opened> {
        let opened = tried(tries, outgoing).await?;
        tries.sight.opened();
        Ok(opened)
    }

    /// The same, with a body that is read while it arrives; it must be JSON.
    pub(crate) async fn open_json(
        &self,
        tries: &mut Tries,
        outgoing: &Outgoing,
    ) -> Result<OpenedJson> {
        let opened = self.open_in(tries, outgoing).await?;
        let content_type = opened.head.headers.get(CONTENT_TYPE);
        if content_type.is_some_and(|value| value.to_str().is_ok_and(is_json)) {
            let limit = self.limit(&opened.head.headers)?;
            return Ok(OpenedJson {
                head: opened.head,
                body: Body::new(opened.body, limit),
            });
        }
        // In a box, since most answers are.
        let elsewhere = opened.head.asked.is_some().then(|| opened.head.url.clone());
        let error = Box::pin(self.no_json(tries, opened)).await;
        Err(match elsewhere {
            Some(url) => error.answered_by(&url),
            None => error,
        })
    }

    /// What an answer is that is no JSON is told by its beginning, which has its time as any answer has.
    async fn no_json(&self, tries: &Tries, opened: Opened) -> Error {
        let once = pin!(async {
            self.limit(&opened.head.headers)?;
            let body = beginning(opened.body).await?;
            Answer::new(opened.head, body).json().map(drop)
        });
        let told = tries.in_time(once).await.err();
        told.unwrap_or_else(|| Error::payload("the answer is not JSON"))
    }

    async fn whole(&self, opened: Opened) -> Result<Answer> {
        let limit = self.limit(&opened.head.headers)?;
        let body = Collected::new(opened.body, limit).await?;
        Ok(Answer::new(opened.head, body))
    }

    /// The same of the answer to a request that may have changed something.
    async fn whole_of(&self, outgoing: &Outgoing, opened: Opened) -> Result<Answer> {
        if !outgoing.is_change() {
            return self.whole(opened).await;
        }
        let (status, headers) = (opened.head.status, opened.head.headers.clone());
        let whole = Box::pin(self.whole(opened)).await;
        whole.map_err(|mut error| {
            error.note_done(status, &headers);
            error
        })
    }

    /// One try, whose turn it is: redirects are followed. What proved who is asking is put where a refusal can be told of it.
    async fn open_once(
        &self,
        outgoing: &Outgoing,
        tries: &Tries,
        mut place: Place<'_>,
        proof: &mut Option<HeaderValue>,
    ) -> Result<Opened> {
        self.check_added()?;
        let mut redirected = Redirected::default();
        loop {
            let asked = redirected.to.as_deref().unwrap_or(outgoing);
            let sent = match &self.shared.credential {
                None => self.sent(asked, tries, self.all_headers(asked), &mut place)?,
                Some(credential) => {
                    let headers = self.proven(asked, &**credential, proof).await?;
                    self.sent(asked, tries, headers, &mut place)?
                }
            };
            let mut opened = match sent.await {
                // It was never asked, so that this is the same try.
                Err(error) if error.is_unprocessed() && redirected.refused < MAX_REFUSED => {
                    redirected.refused += 1;
                    continue;
                }
                answer => self.begun(asked, tries, answer)?,
            };
            drop(place);
            if opened.head.status.is_success() {
                if redirected.to.is_some() {
                    opened.head.asked = Some(Box::new(outgoing.url.clone()));
                }
                opened.head.proof = proof.clone();
                return Ok(opened);
            }
            let next = self.redirect(asked, tries, &opened.head, &mut redirected.left);
            match next.map_err(|error| error.hiding(proof.as_ref()))? {
                Some(next) => redirected.to = Some(next),
                None => {
                    let elsewhere = redirected.to.is_some();
                    let refused = self.refused(asked, tries, opened, proof.clone(), elsewhere);
                    return refused.await;
                }
            }
            place = tries.turn().await?;
        }
    }

    /// A request leaves.
    fn sent(
        &self,
        asked: &Outgoing,
        tries: &Tries,
        headers: HeaderMap,
        place: &mut Place<'_>,
    ) -> Result<Sent<'_>> {
        tries.sight.sends(&headers);
        place.send();
        self.shared.way.send(asked, headers, self.patience)
    }

    /// Its answer has begun, if there is one.
    fn begun(
        &self,
        asked: &Outgoing,
        tries: &Tries,
        answer: Result<Response<ResponseBody>, TransportError>,
    ) -> Result<Opened> {
        match answer {
            Ok(answer) => {
                self.heed(&asked.url, answer.status(), answer.headers());
                Ok(Opened::of(asked, tries.sight.received(answer)))
            }
            Err(error) => Err(unanswered(asked, error)),
        }
    }

    /// What is asked instead, where the answer says so.
    fn redirect(
        &self,
        asked: &Outgoing,
        tries: &Tries,
        head: &Head,
        left: &mut usize,
    ) -> Result<Option<Box<Outgoing>>> {
        let status = head.status;
        let Some(to) = redirect(status, &head.headers, &asked.url)? else {
            return Ok(None);
        };
        self.check_redirect(asked, status, &to)?;
        tries.sight.redirected(status, &to);
        if *left == 0 {
            return Err(Error::link(format!(
                "more than {MAX_REDIRECTS} redirects, one after the other"
            )));
        }
        *left -= 1;
        Ok(Some(Box::new(asked.redirected(status, to))))
    }

    /// What comes of an answer that is no success and leads nowhere else.
    ///
    /// The future is in a box since most requests do not come here.
    fn refused<'c>(
        &'c self,
        outgoing: &Outgoing,
        tries: &Tries,
        mut opened: Opened,
        proof: Option<HeaderValue>,
        redirected: bool,
    ) -> BoxFuture<'c, Result<Opened>> {
        if is_gone(opened.head.status) && outgoing.method == Method::DELETE && tries.may_be_done() {
            // An earlier try, of which nobody knew what became, has deleted it.
            opened.head.status = StatusCode::NO_CONTENT;
        }
        let is_unsure = outgoing.is_change() && tries.may_be_done();
        Box::pin(async move {
            if opened.head.status.is_success() {
                return Ok(opened);
            }
            let head = &opened.head;
            // What the status says counts, also where the body is too long or broken off.
            let body = match self.limit(&head.headers) {
                Ok(limit) => Collected::new(opened.body, limit).await.unwrap_or_default(),
                Err(_) => Bytes::new(),
            };
            if is_rejected(head.status, &head.headers) {
                return Err(Error::forgotten(ServiceError::from_body(&body, None)));
            }
            let proof = Some(proof.as_ref());
            let mut error = self.service_error(head.status, &head.headers, &body, proof);
            if is_unsure && head.status == StatusCode::PRECONDITION_FAILED {
                // It may be the change of an earlier try that the condition fails for.
                error = error.given_up(GivingUp::MayBeDone);
            }
            Err(match redirected {
                true => error.answered_by(&head.url),
                false => error,
            })
        })
    }

    /// How many bytes of the body are read.
    ///
    /// # Errors
    /// When it is packed in a way that nobody asked for, or longer than that.
    pub(super) fn limit(&self, headers: &HeaderMap) -> Result<usize> {
        check_packed(headers)?;
        let limit = self.shared.max_response_bytes;
        let announced = headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        match announced.is_some_and(|length| length > limit) {
            true => Err(Error::too_long(limit)),
            false => Ok(limit),
        }
    }
}

/// As much of a body as tells what it is.
async fn beginning(mut body: ResponseBody) -> Result<Bytes> {
    let mut all = BytesMut::new();
    while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
        let piece = piece?;
        all.extend_from_slice(piece.get(..BEGINNING).unwrap_or(&piece));
        if all.len() >= BEGINNING {
            break;
        }
    }
    Ok(all.freeze())
}

/// Where a redirect led, and how many more are followed; how often a server did nothing with the request.
struct Redirected {
    to: Option<Box<Outgoing>>,
    left: usize,
    refused: u8,
}

impl Default for Redirected {
    fn default() -> Self {
        Redirected {
            to: None,
            left: MAX_REDIRECTS,
            refused: 0,
        }
    }
}

/// The answer to one call, whose tries these are.
async fn answer(tries: &mut Tries, outgoing: &Outgoing) -> Result<Answer> {
    let answer = tried(tries, outgoing).await?;
    tries.sight.over(None);
    Ok(answer)
}

/// What a call is for: a try is good when this is got.
trait Wanted: Sized {
    /// Is got from an answer that has begun.
    fn of(
        client: &Client,
        outgoing: &Outgoing,
        opened: Opened,
    ) -> impl Future<Output = Result<Self>> + MaybeSend;
}

impl Wanted for Opened {
    async fn of(_: &Client, _: &Outgoing, opened: Opened) -> Result<Self> {
        Ok(opened)
    }
}

impl Wanted for Answer {
    async fn of(client: &Client, outgoing: &Outgoing, opened: Opened) -> Result<Self> {
        client.whole_of(outgoing, opened).await
    }
}

/// What is wanted, after as many tries as it takes.
async fn tried<T: Wanted>(tries: &mut Tries, outgoing: &Outgoing) -> Result<T> {
    loop {
        let mut proof = None;
        let place = tries.turn().await;
        let got = {
            let client = &tries.client;
            let once = pin!(async {
                let opened = client.open_once(outgoing, tries, place?, &mut proof);
                T::of(client, outgoing, opened.await?).await
            });
            tries.once(once).await
        };
        tries.proof = proof;
        match got {
            Ok(got) => {
                tries.client.shared.budget.give();
                return Ok(got);
            }
            Err(error) => tries.again(named(error, outgoing)).await?,
        }
    }
}

fn named(error: Error, outgoing: &Outgoing) -> Error {
    error.of_request(&outgoing.method, &outgoing.url)
}

fn is_gone(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

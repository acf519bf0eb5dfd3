//! One request and its answer: headers, credential, redirects, errors.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER,
    USER_AGENT,
};
use http::{HeaderMap, Method, StatusCode};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody};
use url::Url;

use super::Client;
use super::limits::Place;
use super::redirect::redirect;
use super::repeatability::is_rejected;
use super::tries::Tries;
use crate::error::{Error, Kind, Result};
use crate::read::Body;
use crate::request::Message;
use crate::service_error::{ServiceError, described};
use crate::sight::request_id;

/// The highest version of the protocol that is understood. 4.0 is what every V4 service answers with; some of those
/// that know no 4.01 refuse its name.
const MAX_VERSION: HeaderValue = HeaderValue::from_static("4.0");
const ODATA_MAX_VERSION: HeaderName = HeaderName::from_static("odata-maxversion");
const MINIMAL_JSON: HeaderValue =
    HeaderValue::from_static("application/json;odata.metadata=minimal");
const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("odata-rs/", env!("CARGO_PKG_VERSION")));

/// How many redirects are followed, one after the other.
const MAX_REDIRECTS: usize = 10;

/// An answer that is no error.
#[derive(Debug)]
pub struct Answer {
    /// Where it came from, redirects followed.
    pub(crate) url: Url,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// An answer that is no error, of whose body nothing is read yet.
pub(crate) struct Opened {
    /// Where it came from, redirects followed.
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: ResponseBody,
}

/// An answer in JSON that is no error, of whose body nothing is read yet.
#[derive(Debug)]
pub(crate) struct OpenedJson {
    /// Where it came from, redirects followed.
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
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

impl Answer {
    pub(super) fn new(url: Url, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Answer {
            url,
            status,
            headers,
            body,
        }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Whether the service says that there is nothing (204).
    pub(crate) fn is_nothing(&self) -> bool {
        self.status == StatusCode::NO_CONTENT
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What a header says; nothing where it is no text.
    pub(crate) fn header(&self, name: &HeaderName) -> Option<&str> {
        std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()
    }

    /// The body as it came.
    pub(crate) fn into_bytes(self) -> Bytes {
        self.body
    }

    fn utf8(&self) -> Result<&str> {
        simdutf8::compat::from_utf8(&self.body).map_err(|error| {
            Error::payload(format!(
                "the answer is not UTF-8 from byte {} on",
                error.valid_up_to()
            ))
        })
    }

    /// The body as text, without a byte order mark.
    pub(crate) fn text(&self) -> Result<&str> {
        let text = self.utf8()?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Whether there is no body.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.iter().all(u8::is_ascii_whitespace)
    }

    /// The body, which must be JSON.
    pub(crate) fn json(&self) -> Result<&str> {
        let content_type = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let text = self.utf8();
        if self.is_empty() {
            return Err(Error::payload(format!(
                "the service answered {} with an empty body, where JSON is expected",
                self.status
            )));
        }
        if !content_type.is_some_and(is_json) {
            let start = String::from_utf8_lossy(&self.body);
            return Err(Error::payload(format!(
                "the answer is not JSON but {}",
                described(&start, content_type)
            )));
        }
        text
    }
}

/// `application/json`, or a type that ends with `+json`; parameters may follow.
fn is_json(content_type: &str) -> bool {
    let (essence, _) = content_type.split_once(';').unwrap_or((content_type, ""));
    let essence = essence.trim_ascii();
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

impl Client {
    /// Gets a URL. The credential goes along where the URL is the service's.
    pub(crate) fn get(&self, url: Url) -> BoxFuture<'_, Result<Answer>> {
        self.get_with(url, HeaderMap::new())
    }

    /// The same, with headers of its own.
    pub(crate) fn get_with(&self, url: Url, headers: HeaderMap) -> BoxFuture<'_, Result<Answer>> {
        let (method, body) = (Method::GET, RequestBody::empty());
        self.send(Outgoing {
            method,
            url,
            headers,
            body,
        })
    }

    /// Sends a request, as often as it takes, and follows redirects. The credential goes along where the URL is the service's.
    ///
    /// The future is in a box so that it is compiled here, and not again in every program.
    pub(crate) fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<Answer>> {
        Box::pin(async move {
            let outgoing = self.repeatable(outgoing);
            let mut tries = Tries::of(self, &outgoing);
            let span = tries.begin(&outgoing);
            span.within(self.send_in(&mut tries, &outgoing)).await
        })
    }

    async fn send_in(&self, tries: &mut Tries, outgoing: &Outgoing) -> Result<Answer> {
        loop {
            let mut proof = None;
            let place = tries.turn().await;
            let answer = {
                let once = pin!(async {
                    let opened = self.open_once(outgoing, tries, place?, &mut proof).await?;
                    self.whole(opened).await
                });
                tries.once(once).await
            };
            tries.proof = proof;
            match answer {
                Ok(answer) => {
                    tries.sight.over(None);
                    return Ok(self.answered(answer));
                }
                Err(error) => tries.again(named(error, outgoing)).await?,
            }
        }
    }

    /// The same, with a body that is still to be read.
    pub(crate) fn open(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<Opened>> {
        Box::pin(async move {
            let outgoing = self.repeatable(outgoing);
            let mut tries = Tries::of(self, &outgoing);
            self.open_in(&mut tries, &outgoing).await
        })
    }

    /// The same, of which some tries may have been made.
    pub(super) async fn open_in(&self, tries: &mut Tries, outgoing: &Outgoing) -> Result<Opened> {
        let span = tries.begin(outgoing);
        span.within(self.open_again(tries, outgoing)).await
    }

    async fn open_again(&self, tries: &mut Tries, outgoing: &Outgoing) -> Result<Opened> {
        loop {
            let mut proof = None;
            let place = tries.turn().await;
            let opened = {
                let once =
                    pin!(async { self.open_once(outgoing, tries, place?, &mut proof).await });
                tries.once(once).await
            };
            tries.proof = proof;
            match opened {
                Ok(opened) => {
                    tries.sight.opened();
                    return Ok(self.answered(opened));
                }
                Err(error) => tries.again(named(error, outgoing)).await?,
            }
        }
    }

    fn answered<T>(&self, answer: T) -> T {
        self.shared.budget.give();
        answer
    }

    /// The same, with a body that is read while it arrives; it must be JSON.
    pub(crate) fn open_json<'c>(
        &'c self,
        tries: &'c mut Tries,
        outgoing: Outgoing,
    ) -> BoxFuture<'c, Result<OpenedJson>> {
        Box::pin(async move {
            let opened = self.open_in(tries, &outgoing).await?;
            let content_type = opened.headers.get(CONTENT_TYPE);
            if content_type.is_some_and(|value| value.to_str().is_ok_and(is_json)) {
                let limit = self.limit(&opened.headers)?;
                return Ok(OpenedJson {
                    url: opened.url,
                    status: opened.status,
                    body: Body::new(opened.body, limit),
                });
            }
            // What it is instead is told by its beginning.
            let answer = self.whole(opened).await?;
            answer.json()?;
            Err(Error::payload("the answer is not JSON"))
        })
    }

    async fn whole(&self, opened: Opened) -> Result<Answer> {
        let body = self.collect(opened.body, &opened.headers).await?;
        Ok(Answer {
            url: opened.url,
            status: opened.status,
            headers: opened.headers,
            body,
        })
    }

    /// One try, whose turn it is. What proved who is asking is put where a refusal can be told of it.
    async fn open_once(
        &self,
        outgoing: &Outgoing,
        tries: &Tries,
        place: Place<'_>,
        proof: &mut Option<HeaderValue>,
    ) -> Result<Opened> {
        let mut redirected = None;
        let mut first = Some(place);
        for _ in 0..=MAX_REDIRECTS {
            let mut place = match first.take() {
                Some(place) => place,
                None => tries.turn().await?,
            };
            let outgoing = redirected.as_ref().unwrap_or(outgoing);
            let headers = self.proven(outgoing, proof).await?;
            tries.sight.sends(&headers);
            place.send();
            let response = self.shared.way.send(outgoing, headers).await?;
            self.heed(response.status(), response.headers());
            drop(place);
            let response = tries.sight.received(response);
            if let Some(to) = redirect(response.status(), response.headers(), &outgoing.url)? {
                self.check_redirect(outgoing, response.status(), &to)?;
                tries.sight.redirected(response.status(), &to);
                redirected = Some(outgoing.redirected(response.status(), to));
                continue;
            }
            let (mut head, body) = response.into_parts();
            if is_gone(head.status) && outgoing.method == Method::DELETE && tries.may_be_done() {
                // An earlier try, of which nobody knew what became, has deleted it.
                head.status = StatusCode::NO_CONTENT;
            }
            if !head.status.is_success() {
                // What the status says counts, also where the body is too long or broken off.
                let body = self.collect(body, &head.headers).await.unwrap_or_default();
                if is_rejected(head.status, &head.headers) {
                    return Err(Error::forgotten(ServiceError::from_body(&body, None)));
                }
                return Err(self.service_error(head.status, &head.headers, &body));
            }
            return Ok(Opened {
                url: outgoing.url.clone(),
                status: head.status,
                headers: head.headers,
                body,
            });
        }
        Err(Error::link(format!(
            "more than {MAX_REDIRECTS} redirects, one after the other"
        )))
    }

    /// All headers. What proves who is asking is told, too.
    async fn proven(
        &self,
        outgoing: &Outgoing,
        proof: &mut Option<HeaderValue>,
    ) -> Result<HeaderMap> {
        let mut headers = self.headers(outgoing);
        headers.insert(USER_AGENT, AGENT);
        if let Some(credential) = &self.shared.credential
            && self.shared.hosts.check(&outgoing.url).is_ok()
        {
            let mut value = credential
                .authorization(self.shared.scope.as_deref())
                .await
                .map_err(|error| {
                    Error::new(Kind::Credential {
                        reason: error.to_string(),
                    })
                })?;
            // Whatever prints the headers, in a transport or a log, prints none of it.
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        *proof = headers.get(AUTHORIZATION).cloned();
        Ok(headers)
    }

    /// The headers, but for those that say who is asking.
    pub(crate) fn headers(&self, outgoing: &Outgoing) -> HeaderMap {
        let mut headers = match outgoing.headers.is_empty() {
            true => HeaderMap::new(),
            false => outgoing.headers.clone(),
        };
        if !headers.contains_key(ACCEPT) {
            headers.insert(ACCEPT, MINIMAL_JSON);
        }
        headers.insert(ODATA_MAX_VERSION, MAX_VERSION);
        headers
    }

    /// How many bytes of the body are read.
    pub(super) fn limit(&self, headers: &HeaderMap) -> Result<usize> {
        let limit = self.shared.max_response_bytes;
        let announced = headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        match announced.is_some_and(|length| length > limit) {
            true => Err(Error::too_long(limit)),
            false => Ok(limit),
        }
    }

    async fn collect(&self, mut body: ResponseBody, headers: &HeaderMap) -> Result<Bytes> {
        let limit = self.limit(headers)?;
        let mut first = Bytes::new();
        let mut whole = BytesMut::new();
        while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
            let piece = piece?;
            if first.len() + whole.len() + piece.len() > limit {
                return Err(Error::too_long(limit));
            }
            if first.is_empty() && whole.is_empty() {
                first = piece;
                continue;
            }
            // Most answers come in one piece, which need not be copied.
            whole.extend_from_slice(&std::mem::take(&mut first));
            whole.extend_from_slice(&piece);
        }
        Ok(match whole.is_empty() {
            true => first,
            false => whole.freeze(),
        })
    }
}

fn named(error: Error, outgoing: &Outgoing) -> Error {
    error.of_request(&outgoing.method, &outgoing.url)
}

fn is_gone(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

impl Client {
    /// Nobody asks again before the service wants it (RFC 9110, 10.2.3).
    fn heed(&self, status: StatusCode, headers: &HeaderMap) {
        let is_busy = matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        );
        if is_busy && let Some(time) = self.retry_after(headers) {
            self.shared.limits.stop(self.operation(), time);
        }
    }

    pub(crate) fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let date = self.shared.clock.as_ref().map(|clock| clock.date());
        let value = headers.get(RETRY_AFTER)?;
        retry_after(value.to_str().ok()?, date)
    }

    /// What came within another answer, as the answer to what was asked at that URL.
    ///
    /// # Errors
    /// The service's error, where it is one.
    pub(crate) fn answer_within(&self, url: &Url, message: Message) -> Result<Answer> {
        let Message {
            status,
            headers,
            body,
        } = message;
        if !status.is_success() {
            return Err(self.service_error(status, &headers, &body));
        }
        Ok(Answer {
            url: url.clone(),
            status,
            headers,
            body,
        })
    }

    fn service_error(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Error {
        let text = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let content_type = text(CONTENT_TYPE.as_str());
        Error::new(Kind::Service {
            status,
            error: ServiceError::from_body(body, content_type.as_deref()),
            request_id: request_id(headers).map(str::to_owned),
            retry_after: self.retry_after(headers),
        })
    }
}

/// How long is to be waited: seconds, or until a date (RFC 9110, 10.2.3).
fn retry_after(text: &str, now: Option<SystemTime>) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(text).ok()?;
    // A date that has passed asks for no wait.
    Some(until.duration_since(now?).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_is_to_be_waited() {
        let now = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777));
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        for (text, expected) in [
            ("3", seconds(3)),
            (" 120 ", seconds(120)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", seconds(0)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", seconds(60)),
            ("Sunday, 06-Nov-94 08:49:40 GMT", seconds(3)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", seconds(0)),
            ("-3", None),
            ("1.5", None),
            ("soon", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(retry_after(text, now), expected, "{text}");
        }
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:37 GMT", None), None);
    }
}

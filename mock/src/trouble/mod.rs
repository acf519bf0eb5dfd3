//! Faults of services and of what stands between, made on request.

mod instead;
mod spoilt;

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use serde_json::Value as Json;

use crate::{Canned, Mishap, SeenRequest};
pub(crate) use instead::{INVALID_TOKEN, too_many_requests};

/// Something that goes wrong, for [`MockService::trouble_once`](crate::MockService::trouble_once),
/// [`MockService::trouble_when`](crate::MockService::trouble_when) and
/// [`MockService::trouble_randomly`](crate::MockService::trouble_randomly).
///
/// Some troubles come in place of the service's answer, and then the request changes nothing. Others spoil the answer
/// that the service gave, and what the request changed stays changed: each says which it is.
///
/// ```
/// # const CSDL: &str = include_str!("../../tests/files.xml");
/// use odata_core::transport::{RequestBody, Transport};
/// use odata_mock::{MockService, Trouble};
/// use std::time::Duration;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let service = MockService::from_csdl(CSDL)?
///     .trouble_once(Trouble::too_many_requests(Duration::from_secs(3)));
/// let transport = service.transport();
/// let request = || http::Request::get("http://mock.invalid/api/files").body(RequestBody::empty());
/// let first = transport.send(request()?).await?;
/// assert_eq!((first.status().as_u16(), &first.headers()["retry-after"]), (429, &"3".parse()?));
/// assert_eq!(transport.send(request()?).await?.status(), 200);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Trouble(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// An answer in place of the service's.
    Instead(Canned),
    /// Status 503 until so much time has passed.
    UnavailableFor(Duration),
    /// The same path on another host.
    Redirect(String),
    RedirectToItself,
    RedirectInCircle,
    CutOff,
    Slow(Duration),
    SlowPieces(usize, Duration),
    ContentType(HeaderValue),
    NextLinkLoop,
    EmptyBody,
    LongLength,
    ShortLength,
    ResetInBody,
    StopInBody,
    Mishap(Mishap),
}

impl Trouble {
    /// Makes the answer, from the service's own where that is what is spoilt.
    pub(crate) fn apply(&self, request: &SeenRequest, service: impl FnOnce() -> Canned) -> Canned {
        match &self.0 {
            Kind::Instead(canned) => canned.clone(),
            Kind::UnavailableFor(wait) => unavailable_for(*wait),
            Kind::Redirect(origin) => redirect(&format!("{origin}{}", request.target)),
            Kind::RedirectToItself => redirect(&format!("{}{}", request.origin, request.target)),
            Kind::RedirectInCircle => {
                redirect(&format!("{}{}", request.origin, opposite(&request.target)))
            }
            Kind::CutOff => halfway(service(), |answer, half| answer.cut_after(half)),
            Kind::Slow(wait) => service().delay(*wait),
            Kind::SlowPieces(bytes, pause) => service().in_pieces(*bytes, *pause),
            Kind::ContentType(value) => {
                let mut answer = service();
                answer.headers.insert(CONTENT_TYPE, value.clone());
                answer
            }
            Kind::NextLinkLoop => looped(service(), request),
            Kind::EmptyBody => service().body(Bytes::new()),
            Kind::LongLength => halfway(service(), |answer, half| {
                let length = answer.body.len();
                answer.mishap(Mishap::Length(
                    length.saturating_add(half).saturating_add(1),
                ))
            }),
            Kind::ShortLength => halfway(service(), |answer, half| {
                answer.mishap(Mishap::Length(half))
            }),
            Kind::ResetInBody => halfway(service(), |answer, half| {
                answer.mishap(Mishap::ResetAfter(half))
            }),
            Kind::StopInBody => halfway(service(), |answer, half| {
                answer.mishap(Mishap::StopAfter(half))
            }),
            Kind::Mishap(mishap) => service().mishap(*mishap),
        }
    }
}

/// Spoils an answer at half of its body, if it has one.
fn halfway(answer: Canned, spoil: impl FnOnce(Canned, usize) -> Canned) -> Canned {
    match answer.body.len() {
        0 => answer,
        length => spoil(answer, length / 2),
    }
}

fn unavailable_for(wait: Duration) -> Canned {
    let mut canned = instead::error(503, "ServiceUnavailable", "the service is not there");
    let until = SystemTime::now().checked_add(wait);
    // A date has no fractions: one that is too early would let a client come too early.
    let until = until.and_then(|until| until.checked_add(Duration::from_nanos(999_999_999)));
    let date = until.map(httpdate::fmt_http_date);
    if let Some(date) = date.and_then(|date| HeaderValue::from_str(&date).ok()) {
        canned.headers.insert(RETRY_AFTER, date);
    }
    canned
}

fn redirect(location: &str) -> Canned {
    let mut canned = Canned::of_status(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::from_str(location) {
        canned.headers.insert(LOCATION, location);
    }
    canned
}

/// The other place of a circle.
fn opposite(target: &str) -> String {
    let mark = "circle=1";
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    match query.strip_suffix(mark) {
        Some("") => path.to_owned(),
        Some(rest) => format!("{path}?{}", rest.trim_end_matches('&')),
        None if query.is_empty() => format!("{path}?{mark}"),
        None => format!("{path}?{query}&{mark}"),
    }
}

fn looped(answer: Canned, request: &SeenRequest) -> Canned {
    let Ok(Json::Object(page)) = serde_json::from_slice(&answer.body) else {
        return answer;
    };
    if !page.get("value").is_some_and(Json::is_array) || !answer.status.is_success() {
        return answer;
    }
    // As text, so that no number loses a digit; the service writes the next link last.
    let text = String::from_utf8_lossy(&answer.body);
    let own = page
        .contains_key("@odata.nextLink")
        .then(|| text.rfind(",\"@odata.nextLink\":"));
    let end = own.flatten().or_else(|| text.rfind('}'));
    let head = end.and_then(|end| text.get(..end)).unwrap_or_default();
    let itself = Json::from(format!("{}{}", request.origin, request.target));
    let body = format!("{head},\"@odata.nextLink\":{itself}}}");
    answer.body(body)
}

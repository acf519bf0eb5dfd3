//! Faults of services and of what stands between, made on request.

use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderValue};
use serde_json::{Value as Json, json};

use crate::{Canned, SeenRequest};

/// Something that goes wrong, for [`MockService::trouble_once`](crate::MockService::trouble_once) and
/// [`MockService::trouble_when`](crate::MockService::trouble_when).
///
/// Some troubles come in place of the service's answer, and then the request changes nothing. Others spoil the answer
/// that the service gave, and what the request changed stays changed: each says which it is.
///
/// ```
/// # const CSDL: &str = include_str!("../tests/files.xml");
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
    /// The same path on another host.
    Redirect(String),
    CutOff,
    Slow(Duration),
    SlowPieces(usize, Duration),
    ContentType(HeaderValue),
    NextLinkLoop,
}

impl Trouble {
    /// Status 429 with `Retry-After` in whole seconds, rounded up, in place of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let busy = Trouble::too_many_requests(Duration::from_secs(30));
    /// # let _ = busy;
    /// ```
    pub fn too_many_requests(retry_after: Duration) -> Self {
        let seconds = retry_after
            .as_secs()
            .saturating_add(u64::from(retry_after.subsec_nanos() > 0));
        let canned = error(429, "TooManyRequests", "too many requests");
        Trouble(Kind::Instead(
            canned.header("retry-after", &seconds.to_string()),
        ))
    }

    /// Status 500 with an error of OData's form, in place of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let broken = Trouble::server_error();
    /// # let _ = broken;
    /// ```
    pub fn server_error() -> Self {
        let canned = error(500, "InternalServerError", "the service has failed");
        Trouble(Kind::Instead(canned))
    }

    /// Any other answer, in place of the service's.
    ///
    /// ```
    /// use odata_mock::{Canned, Trouble};
    /// let sign_in = Trouble::answer(Canned::html("<p>sign in</p>"));
    /// # let _ = sign_in;
    /// ```
    pub fn answer(canned: Canned) -> Self {
        Trouble(Kind::Instead(canned))
    }

    /// Status 307 to the same path and query on another origin, in place of the service's answer.
    ///
    /// # Panics
    /// When the origin cannot stand in a header.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let away = Trouble::redirect("https://elsewhere.example");
    /// # let _ = away;
    /// ```
    #[expect(clippy::expect_used, reason = "the origin stands in the test")]
    pub fn redirect(origin: &str) -> Self {
        HeaderValue::from_str(origin).expect("an origin that can stand in a header");
        Trouble(Kind::Redirect(origin.trim_end_matches('/').to_owned()))
    }

    /// The service's answer breaks off in the middle of its body; one without a body is left as it is.
    ///
    /// Where it breaks off, and what that looks like, is told at [`Canned::cut_after`].
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let cut = Trouble::cut_off();
    /// # let _ = cut;
    /// ```
    pub fn cut_off() -> Self {
        Trouble(Kind::CutOff)
    }

    /// The service's answer comes late; what the request changes is changed at once.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let late = Trouble::slow(Duration::from_secs(1));
    /// # let _ = late;
    /// ```
    pub fn slow(wait: Duration) -> Self {
        Trouble(Kind::Slow(wait))
    }

    /// The body of the service's answer comes in pieces of so many bytes, with a pause between two.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let dripping = Trouble::slow_pieces(10, Duration::from_millis(50));
    /// # let _ = dripping;
    /// ```
    pub fn slow_pieces(bytes: usize, pause: Duration) -> Self {
        Trouble(Kind::SlowPieces(bytes, pause))
    }

    /// The service's answer says that it is of another type than it is.
    ///
    /// # Panics
    /// When the type cannot stand in a header.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let not_json = Trouble::content_type("text/html");
    /// # let _ = not_json;
    /// ```
    #[expect(clippy::expect_used, reason = "the type stands in the test")]
    pub fn content_type(content_type: &str) -> Self {
        let value = HeaderValue::from_str(content_type).expect("the value of a header");
        Trouble(Kind::ContentType(value))
    }

    /// The next link of a page leads to the page itself, also where there is no next page.
    ///
    /// Answers that are no page are left as they are.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let round_and_round = Trouble::next_link_loop();
    /// # let _ = round_and_round;
    /// ```
    pub fn next_link_loop() -> Self {
        Trouble(Kind::NextLinkLoop)
    }

    /// Makes the answer, from the service's own where that is what is spoilt.
    pub(crate) fn apply(&self, request: &SeenRequest, service: impl FnOnce() -> Canned) -> Canned {
        match &self.0 {
            Kind::Instead(canned) => canned.clone(),
            Kind::Redirect(origin) => {
                let mut canned = Canned::from(http::Response::new(bytes::Bytes::new()));
                canned.status = http::StatusCode::TEMPORARY_REDIRECT;
                let location = format!("{origin}{}", request.target);
                if let Ok(location) = HeaderValue::from_str(&location) {
                    canned.headers.insert(http::header::LOCATION, location);
                }
                canned
            }
            Kind::CutOff => {
                let answer = service();
                match answer.body.len() {
                    0 => answer,
                    length => answer.cut_after(length / 2),
                }
            }
            Kind::Slow(wait) => service().delay(*wait),
            Kind::SlowPieces(bytes, pause) => service().in_pieces(*bytes, *pause),
            Kind::ContentType(value) => {
                let mut answer = service();
                answer.headers.insert(CONTENT_TYPE, value.clone());
                answer
            }
            Kind::NextLinkLoop => looped(service(), request),
        }
    }
}

fn error(status: u16, code: &str, message: &str) -> Canned {
    let mut canned = Canned::json(&json!({"error": {"code": code, "message": message}}));
    canned.status = http::StatusCode::from_u16(status).unwrap_or_default();
    canned
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

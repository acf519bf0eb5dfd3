//! Troubles that come in place of the service's answer; the request changes nothing.

use std::time::Duration;

use http::header::HeaderValue;
use serde_json::json;

use super::{Kind, Trouble};
use crate::Canned;

/// The challenge of a resource whose token does not hold (RFC 6750, 3.1).
pub(crate) const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";

const PAGE: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Sign in to go on.</p></body></html>";

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
        Trouble(Kind::Instead(too_many_requests(retry_after)))
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

    /// Status 503 with `Retry-After` in whole seconds, rounded up (RFC 9110, 10.2.3), in place of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let down = Trouble::service_unavailable(Duration::from_secs(5));
    /// # let _ = down;
    /// ```
    pub fn service_unavailable(retry_after: Duration) -> Self {
        let canned = error(503, "ServiceUnavailable", "the service is not there");
        Trouble(Kind::Instead(
            canned.header("retry-after", &seconds(retry_after)),
        ))
    }

    /// Status 503 with `Retry-After` as a date (RFC 9110, 5.6.7 and 10.2.3), in place of the service's answer.
    ///
    /// The date is so much after the answer is made. It has whole seconds, so the next full one is named.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// use std::time::Duration;
    /// let down = Trouble::service_unavailable_until(Duration::from_secs(5));
    /// # let _ = down;
    /// ```
    pub fn service_unavailable_until(retry_after: Duration) -> Self {
        Trouble(Kind::UnavailableFor(retry_after))
    }

    /// Status 401 with the challenge of a token that does not hold any more (RFC 6750, 3.1), in place of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let expired = Trouble::unauthorized();
    /// # let _ = expired;
    /// ```
    pub fn unauthorized() -> Self {
        let canned = error(401, "Unauthorized", "the token does not hold any more");
        Trouble(Kind::Instead(
            canned.header("www-authenticate", INVALID_TOKEN),
        ))
    }

    /// Status 200 and a web page, as proxies and sign-in pages send, in place of the service's answer.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let sign_in = Trouble::html();
    /// # let _ = sign_in;
    /// ```
    pub fn html() -> Self {
        Trouble(Kind::Instead(Canned::html(PAGE)))
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

    /// Status 307 to what was asked for, in place of the service's answer: for
    /// [`trouble_when`](crate::MockService::trouble_when), since it ends when the service answers.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let round_and_round = Trouble::redirect_to_itself();
    /// # let _ = round_and_round;
    /// ```
    pub fn redirect_to_itself() -> Self {
        Trouble(Kind::RedirectToItself)
    }

    /// Status 307 to the same set with one more query option, `circle=1`, and from there back again, in place of the service's
    /// answer: for [`trouble_when`](crate::MockService::trouble_when), since it ends when the service answers.
    ///
    /// ```
    /// use odata_mock::Trouble;
    /// let to_and_fro = Trouble::redirect_in_circle();
    /// # let _ = to_and_fro;
    /// ```
    pub fn redirect_in_circle() -> Self {
        Trouble(Kind::RedirectInCircle)
    }
}

/// Status 429 and how long is to be waited.
pub(crate) fn too_many_requests(retry_after: Duration) -> Canned {
    let canned = error(429, "TooManyRequests", "too many requests");
    canned.header("retry-after", &seconds(retry_after))
}

/// Whole seconds, rounded up.
fn seconds(wait: Duration) -> String {
    let seconds = wait.as_secs();
    seconds
        .saturating_add(u64::from(wait.subsec_nanos() > 0))
        .to_string()
}

pub(super) fn error(status: u16, code: &str, message: &str) -> Canned {
    let mut canned = Canned::json(&json!({"error": {"code": code, "message": message}}));
    canned.status = http::StatusCode::from_u16(status).unwrap_or_default();
    canned
}

//! Requests that a service does once, however often they come (OASIS Repeatable Requests 1.0).

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, StatusCode};

use super::{Client, Outgoing};
use crate::random;

const REQUEST_ID: HeaderName = HeaderName::from_static("repeatability-request-id");
const FIRST_SENT: HeaderName = HeaderName::from_static("repeatability-first-sent");
const RESULT: HeaderName = HeaderName::from_static("repeatability-result");

impl Client {
    /// What would be done twice if it came twice gets an id, where the service knows it by that: each try has the same.
    pub(super) fn repeatable(&self, outgoing: &mut Outgoing) {
        if !matches!(outgoing.method, Method::POST | Method::PATCH) {
            return;
        }
        let is_supported = match self.shared.repeatable {
            Some(said) => said,
            None => self.of.is_some_and(|set| set.repeatable),
        };
        // Without a clock there is no second try, and nobody knows when the first was.
        if is_supported
            && outgoing.is_change()
            && let Some(clock) = &self.shared.clock
            && let date = clock.date()
            && let Some(id) = id()
            && let Ok(id) = HeaderValue::from_str(&id)
            && let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(date))
        {
            outgoing.headers.entry(REQUEST_ID).or_insert(id);
            outgoing.headers.entry(FIRST_SENT).or_insert(date);
        }
    }
}

impl Outgoing {
    /// Whether the service does it once, however often it comes.
    pub(super) fn is_done_once(&self) -> bool {
        self.headers.contains_key(REQUEST_ID)
    }
}

/// Whether the service knows no more whether it has done it: it has not done it now (412).
pub(super) fn is_rejected(status: StatusCode, headers: &HeaderMap) -> bool {
    let rejected = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"rejected");
    status == StatusCode::PRECONDITION_FAILED && headers.get(RESULT).is_some_and(rejected)
}

/// A random UUID (RFC 9562, 5.4). There is none without random numbers: a service would take one that was used before for a
/// repetition, and do nothing.
fn id() -> Option<String> {
    let bits = u128::from(random::bits()?) << 64 | u128::from(random::bits()?);
    let bits = bits & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let digits = format!("{bits:032x}");
    let mut id = String::with_capacity(36);
    for (at, digit) in digits.chars().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            id.push('-');
        }
        id.push(digit);
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_uuids_and_none_is_like_another() {
        let ids: HashSet<String> = (0..1_000).filter_map(|_| id()).collect();
        assert_eq!(ids.len(), 1_000);
        for id in ids {
            let parts: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
            assert!("89ab".contains(&id[19..20]), "{id}");
        }
    }
}

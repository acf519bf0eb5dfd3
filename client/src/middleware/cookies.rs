//! Cookies that name a session.

use http::header::{HeaderMap, HeaderValue, SET_COOKIE};

/// The cookies that an answer sets, as they are sent back.
pub(crate) fn cookies(headers: &HeaderMap) -> Option<HeaderValue> {
    let cookies = headers.get_all(SET_COOKIE).iter();
    let cookies = cookies.filter_map(|cookie| cookie.as_bytes().split(|byte| *byte == b';').next());
    let cookies: Vec<&[u8]> = cookies.map(<[u8]>::trim_ascii).collect();
    match cookies.is_empty() {
        true => None,
        false => secret(&cookies.join(&b"; "[..])),
    }
}

/// Two lists of them as one.
pub(super) fn joined(one: &[u8], other: &[u8]) -> Option<HeaderValue> {
    secret(&[one, other].join(&b"; "[..]))
}

fn secret(bytes: &[u8]) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(bytes).ok()?;
    value.set_sensitive(true);
    Some(value)
}

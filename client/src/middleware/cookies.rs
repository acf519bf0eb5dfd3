//! Cookies that name a session.

use http::header::{HeaderMap, HeaderValue, SET_COOKIE};

/// The cookies that an answer sets, as they are sent back. One that is set anew replaces the one before, and one that is deleted
/// is none.
pub(crate) fn cookies(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut all: Vec<Cookie<'_>> = Vec::new();
    for cookie in headers.get_all(SET_COOKIE) {
        let cookie = Cookie::of(cookie.as_bytes());
        all.retain(|other| other.of != cookie.of);
        all.push(cookie);
    }
    all.retain(|cookie| !cookie.is_gone);
    let all: Vec<&[u8]> = all.iter().map(|cookie| cookie.pair).collect();
    match all.is_empty() {
        true => None,
        false => secret(&all.join(&b"; "[..])),
    }
}

/// A cookie that is set (RFC 6265, 4.1.1).
struct Cookie<'h> {
    /// Its name and its value.
    pair: &'h [u8],
    /// What makes it the same cookie: its name, its domain, its path (RFC 6265, 5.3).
    of: [&'h [u8]; 3],
    is_gone: bool,
}

impl<'h> Cookie<'h> {
    fn of(header: &'h [u8]) -> Self {
        let mut parts = header.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let pair = parts.next().unwrap_or_default();
        let (name, _) = named(pair);
        let mut cookie = Cookie {
            pair,
            of: [name, b"", b""],
            is_gone: false,
        };
        for (attribute, value) in parts.map(named) {
            let is = |name: &str| attribute.eq_ignore_ascii_case(name.as_bytes());
            if is("domain") {
                cookie.of[1] = value;
            } else if is("path") {
                cookie.of[2] = value;
            } else if is("max-age") {
                cookie.is_gone = value == b"0" || value.starts_with(b"-");
            }
        }
        cookie
    }
}

fn named(part: &[u8]) -> (&[u8], &[u8]) {
    let mut both = part.splitn(2, |byte| *byte == b'=').map(<[u8]>::trim_ascii);
    (
        both.next().unwrap_or_default(),
        both.next().unwrap_or_default(),
    )
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

#[cfg(test)]
mod tests {
    use http::header::{HeaderMap, HeaderValue, SET_COOKIE};

    fn sent(set: &[&'static str]) -> Option<String> {
        let pairs = set
            .iter()
            .map(|cookie| (SET_COOKIE, HeaderValue::from_static(cookie)));
        let headers: HeaderMap = pairs.collect();
        let cookies = super::cookies(&headers)?;
        Some(cookies.to_str().expect("text").to_owned())
    }

    #[test]
    fn cookies_are_sent_as_they_were_set() {
        let set = ["B1SESSION=a=b; HttpOnly", " ROUTEID=.n1 ;path=/b1s"];
        assert_eq!(sent(&set).as_deref(), Some("B1SESSION=a=b; ROUTEID=.n1"));
        assert_eq!(sent(&[]), None);
    }

    /// A server that ends a session and begins another one says both; of two of one name it takes the first.
    #[test]
    fn a_cookie_that_was_replaced_or_deleted_is_not_sent() {
        let set = [
            "S=old; Path=/; Secure",
            "remember=deleteMe; Max-Age=0",
            "S=other; path=/other",
            "S=new; path=/",
        ];
        assert_eq!(sent(&set).as_deref(), Some("S=other; S=new"));
        assert_eq!(sent(&["S=1; max-age=0"]), None);
    }
}

//! What of an exchange is a secret, and is not recorded.

use http::header::{
    AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, PROXY_AUTHORIZATION, RETRY_AFTER, SET_COOKIE,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value as Json;
use url::Url;

use crate::error::shown_text;

/// What stands in a secret's place.
pub(super) const HIDDEN: &str = "...";

/// How the names end under which keys and tokens are sent, and answered with: `Ocp-Apim-Subscription-Key`, `X-Auth-Token` of Redfish,
/// `X-CSRF-Token` of SAP. HTTP's own have other names.
const ENDS: [&str; 3] = ["key", "token", "secret"];

/// What a service of tokens answers with (RFC 6749, 5.1).
const TOKENS: [&str; 3] = ["access_token", "refresh_token", "id_token"];

pub(super) fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    value.is_sensitive()
        || [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].contains(name)
        || ENDS.iter().any(|end| name.as_str().ends_with(end))
}

/// Options without the values of those that are not OData's own.
pub(super) fn options(query: &str, kept: &[String]) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if !name.starts_with(['$', '@']) && !kept.iter().any(|it| it == name) => {
            format!("{name}={HIDDEN}")
        }
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A URL without these values, and without a user's part and a fragment.
pub(super) fn url(text: &str, kept: &[String]) -> String {
    let Ok(mut url) = Url::parse(text) else {
        // A place relative to another one.
        let text = text.split('#').next().unwrap_or_default();
        return match text.split_once('?') {
            Some((path, query)) => format!("{}?{}", shown_text(path), options(query, kept)),
            None => shown_text(text),
        };
    };
    url.set_fragment(None);
    // They fail where a URL can have neither.
    let _ = (url.set_username(""), url.set_password(None));
    let query = url.query().map(|query| options(query, kept));
    url.set_query(query.as_deref());
    url.into()
}

/// Whether what is asked is what was recorded: what is hidden may be anything.
pub(super) fn fits(recorded: &str, asked: &str) -> bool {
    let Some((shown, last)) = recorded.rsplit_once(HIDDEN) else {
        return recorded == asked;
    };
    let mut shown = shown.split(HIDDEN);
    let first = shown.next().unwrap_or_default();
    let Some(mut rest) = asked.strip_prefix(first) else {
        return false;
    };
    for part in shown {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The answer of a service of tokens without them; nothing where it is another one's.
pub(super) fn without_tokens(body: &[u8]) -> Option<String> {
    let mut json: Json = serde_json::from_slice(body).ok()?;
    let object = json.as_object_mut()?;
    let mut found = false;
    for name in TOKENS {
        if let Some(token) = object.get_mut(name).filter(|token| token.is_string()) {
            *token = HIDDEN.into();
            found = true;
        }
    }
    found.then(|| json.to_string())
}

/// The answer to a login without any of its texts; where it is no JSON, without all of it.
pub(super) fn without_texts(body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    match serde_json::from_slice(body) {
        Ok(mut json) => {
            hide(&mut json);
            json.to_string()
        }
        Err(_) => HIDDEN.to_owned(),
    }
}

fn hide(json: &mut Json) {
    match json {
        Json::String(text) => *text = HIDDEN.to_owned(),
        Json::Array(items) => items.iter_mut().for_each(hide),
        Json::Object(members) => members.values_mut().for_each(hide),
        _ => {}
    }
}

/// The headers of the answer to a login: each may be the token, save those that tell what it is, and those that it is replayed by.
pub(super) fn headers_of_login(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = headers.iter().map(|(name, value)| {
        let text = String::from_utf8_lossy(value.as_bytes());
        let text = match name {
            &CONTENT_TYPE | &LOCATION | &RETRY_AFTER => text.into_owned(),
            &SET_COOKIE => {
                let name = text.split('=').next().unwrap_or_default();
                format!("{name}={HIDDEN}")
            }
            _ => HIDDEN.to_owned(),
        };
        (name.as_str().to_owned(), text)
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_values_fit_any() {
        let kept = ["tag".to_owned()];
        let asked = "https://x/a?code=hush&$top=1&tag=t";
        let recorded = url(asked, &kept);
        assert_eq!(recorded, "https://x/a?code=...&$top=1&tag=t");
        for (other, expected) in [
            (asked, true),
            ("https://x/a?code=other&$top=1&tag=t", true),
            ("https://x/a?code=hush&$top=2&tag=t", false),
            ("https://x/a?code=hush&$top=1&tag=u", false),
            ("https://x/a?code=hush&$top=1", false),
            ("https://x/b?code=hush&$top=1&tag=t", false),
            ("https://x/a", false),
        ] {
            assert_eq!(fits(&recorded, other), expected, "{other}");
        }
        assert!(fits("a ... b ... c", "a 1 b 2 c") && !fits("a ... b ... c", "a 1 c"));
        assert_eq!(url("/a?code=hush#hush", &[]), "/a?code=...");
        assert_eq!(url("https://u:hush@x/a#hush", &[]), "https://x/a");
    }

    #[test]
    fn tokens_are_hidden() {
        let answer = br#"{"access_token":"hush","expires_in":3}"#;
        let hidden = without_tokens(answer).unwrap();
        assert!(
            !hidden.contains("hush") && hidden.contains("expires_in"),
            "{hidden}"
        );
        assert_eq!(without_tokens(b"{\"value\":[]}"), None);
    }
}

//! Headers that a program adds to what it asks.

use std::sync::Arc;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use super::Client;
use crate::error::{Error, Result};

/// What the client says itself, of each request as it is.
const OWN: [HeaderName; 14] = [
    ACCEPT,
    ACCEPT_ENCODING,
    CONNECTION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    EXPECT,
    HOST,
    IF_MATCH,
    IF_NONE_MATCH,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

const PREFER: HeaderName = HeaderName::from_static("prefer");

/// Headers that were added, and what was wrong with one that was not.
#[derive(Clone, Debug, Default)]
pub(super) struct Added(Option<Arc<Headers>>);

#[derive(Clone, Debug, Default)]
struct Headers {
    all: HeaderMap,
    wrong: Option<String>,
}

impl Added {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// With one more. It takes the place of one of that name; preferences are added to each other.
    pub(super) fn with(
        &self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        // What is compiled into every program ends here.
        self.with_known(name.try_into().ok(), value.try_into().ok())
    }

    fn with_known(&self, name: Option<HeaderName>, value: Option<HeaderValue>) -> Self {
        let mut headers = self.0.as_deref().cloned().unwrap_or_default();
        match readable(name, value) {
            Ok((name, value)) => put(&mut headers.all, name, value),
            Err(wrong) => headers.wrong = headers.wrong.or(Some(wrong)),
        }
        Added(Some(Arc::new(headers)))
    }

    /// # Errors
    /// When one of them cannot be sent.
    pub(super) fn check(&self) -> Result<()> {
        match self.wrong() {
            Some(wrong) => Err(Error::refused(wrong)),
            None => Ok(()),
        }
    }

    pub(super) fn wrong(&self) -> Option<&str> {
        self.0.as_deref()?.wrong.as_deref()
    }

    /// Whether that header is one of them.
    pub(super) fn has(&self, name: &HeaderName, value: &HeaderValue) -> bool {
        let added = self.0.as_deref().and_then(|added| added.all.get(name));
        added == Some(value)
    }

    /// Adds them to those of a request, whose own preferences stand first.
    pub(super) fn put_into(&self, headers: &mut HeaderMap) {
        let added = self.0.iter().flat_map(|added| &added.all);
        for (name, value) in added {
            put(headers, name.clone(), value.clone());
        }
    }
}

impl Client {
    /// The same, with one more header in each request to a host of the service: [`Service::with_header`](crate::Service::with_header).
    #[must_use]
    pub fn with_header(
        &self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        Client {
            added: self.added.with(name, value),
            ..self.clone()
        }
    }
}

fn readable(
    name: Option<HeaderName>,
    value: Option<HeaderValue>,
) -> Result<(HeaderName, HeaderValue), String> {
    let Some(name) = name else {
        return Err("a header was added whose name is none: it holds a blank, a colon or another sign that no name may (RFC 9110, 5.1)".to_owned());
    };
    if name == AUTHORIZATION || name == PROXY_AUTHORIZATION {
        return Err(format!(
            "the header `{name}` cannot be added: `bearer_token`, `basic_auth` and `credential` say who is asking, and the transport what a proxy needs"
        ));
    }
    let text = name.as_str();
    if OWN.contains(&name) || text.starts_with("odata-") || text.starts_with("repeatability-") {
        return Err(format!(
            "the header `{name}` cannot be added: the client says it itself, of each request as it is"
        ));
    }
    value
        .map(|value| (name.clone(), value))
        .ok_or_else(|| format!("the value of the header `{name}` fits no header"))
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    let joined = match (name == PREFER, headers.get(&name)) {
        (true, Some(known)) => joined(known, &value),
        _ => None,
    };
    headers.insert(name, joined.unwrap_or(value));
}

/// In one line, since some services look at the first line only.
fn joined(one: &HeaderValue, other: &HeaderValue) -> Option<HeaderValue> {
    let both = [one.as_bytes(), other.as_bytes()].join(&b", "[..]);
    HeaderValue::from_bytes(&both).ok()
}

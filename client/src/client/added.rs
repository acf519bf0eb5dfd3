//! Headers and options of the service's own that a program adds to what it asks.

use std::borrow::Cow;
use std::sync::Arc;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_TYPE, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use odata_core::url::QueryOptions;

use super::Client;
use crate::error::{Error, Result, shown_text};

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

/// What was added, and what was wrong with what was not.
#[derive(Clone, Debug, Default)]
pub(super) struct Added(Option<Arc<Additions>>);

#[derive(Clone, Debug, Default)]
struct Additions {
    headers: HeaderMap,
    /// Names and, as they stand in a URL, names with their values.
    options: Vec<(String, String)>,
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
        let mut added = self.0.as_deref().cloned().unwrap_or_default();
        match readable(name, value) {
            Ok((name, value)) => put(&mut added.headers, name, value),
            Err(wrong) => added.wrong = added.wrong.or(Some(wrong)),
        }
        Added(Some(Arc::new(added)))
    }

    /// With one more option in each URL. It takes the place of one of that name.
    pub(super) fn with_option(&self, name: String, value: String) -> Self {
        let mut added = self.0.as_deref().cloned().unwrap_or_default();
        added.options.retain(|(known, _)| *known != name);
        if name.is_empty() || name.starts_with(['$', '@']) {
            added.wrong = added.wrong.or(Some(format!(
                "the option `{}` cannot be added to every URL: it is none of the service's own (URL conventions 5.2), whose names begin with neither `$` nor `@`",
                shown_text(&name)
            )));
        }
        let written = QueryOptions {
            custom: vec![(name.clone(), value)],
            ..QueryOptions::default()
        };
        added.options.push((name, written.to_query()));
        Added(Some(Arc::new(added)))
    }

    /// A query with the options that it does not have itself.
    pub(super) fn query<'q>(&self, query: &'q str) -> Cow<'q, str> {
        let options = self.0.iter().flat_map(|added| &added.options);
        let mut whole = Cow::Borrowed(query);
        for (name, written) in options {
            let mut own = url::form_urlencoded::parse(query.as_bytes());
            if own.any(|(known, _)| known == name.as_str()) {
                continue;
            }
            if !whole.is_empty() {
                whole.to_mut().push('&');
            }
            whole.to_mut().push_str(written);
        }
        whole
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
        let added = self.0.as_deref().and_then(|added| added.headers.get(name));
        added == Some(value)
    }

    /// Adds them to those of a request, whose own preferences stand first.
    pub(super) fn put_into(&self, headers: &mut HeaderMap) {
        let added = self.0.iter().flat_map(|added| &added.headers);
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

    /// The same, with one more option of the service's own in each URL: [`Service::with_option`](crate::Service::with_option).
    #[must_use]
    pub fn with_option(&self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Client {
            added: self.added.with_option(name.into(), value.into()),
            ..self.clone()
        }
    }

    /// That URL of the service with the options that were added to all.
    pub(crate) fn with_options(&self, mut url: url::Url) -> url::Url {
        let whole = self.added.query(url.query().unwrap_or_default());
        if let Cow::Owned(whole) = whole {
            url.set_query(Some(&whole));
        }
        url
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

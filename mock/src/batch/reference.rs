//! References to what requests before have made, and to its ETags: `$1` (Protocol 4.01, 11.7.4 and 11.7.5).

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{ETAG, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH, LOCATION};
use http::{HeaderMap, Method};
use serde_json::Value as Json;

use super::part::Sent;
use crate::{Canned, SeenRequest};

/// What requests were about, by their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(BTreeMap<String, Answered>);

#[derive(Clone, Debug)]
struct Answered {
    /// The path to the entity, with the host's root in front; nothing where none is known.
    url: Option<String>,
    etag: Option<HeaderValue>,
}

impl Known {
    /// Keeps what entity a request was about.
    pub(super) fn keep(&mut self, id: Option<&str>, asked: &SeenRequest, answer: &Canned) {
        let Some(id) = id else {
            return;
        };
        let header = |name: &str| answer.headers.get(name)?.to_str().ok();
        let made = header(LOCATION.as_str()).or_else(|| header("odata-entityid"));
        let url = match made {
            Some(url) => Some(url.strip_prefix(&*asked.origin).unwrap_or(url).to_owned()),
            None if asked.method == Method::POST => None,
            None => Some(asked.path().to_owned()),
        };
        let etag = answer.headers.get(ETAG).cloned();
        self.0.insert(id.to_owned(), Answered { url, etag });
    }

    /// What a text that begins with `$1` stands for.
    fn resolved(&self, text: &str) -> Option<Result<String, String>> {
        let rest = text.strip_prefix('$')?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (id, rest) = rest.split_at_checked(end)?;
        match self.0.get(id).and_then(|answered| answered.url.as_ref()) {
            Some(url) => Some(Ok(format!("{url}{rest}"))),
            None if id.bytes().all(|byte| byte.is_ascii_digit()) => Some(Err(unknown(id))),
            None => None,
        }
    }

    /// The headers of a request, with the ETags of answers where its conditions refer to them.
    ///
    /// # Errors
    /// Says what is referred to that is not there.
    pub(super) fn headers(&self, sent: &Sent) -> Result<HeaderMap, String> {
        let mut headers = sent.headers.clone();
        for name in [IF_MATCH, IF_NONE_MATCH] {
            if let Some(etag) = self.etag(&headers, &name)? {
                headers.insert(name, etag);
            }
        }
        Ok(headers)
    }

    fn etag(&self, headers: &HeaderMap, name: &HeaderName) -> Result<Option<HeaderValue>, String> {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        let Some(id) = value.and_then(|value| value.strip_prefix('$')) else {
            return Ok(None);
        };
        let answered = self.0.get(id).ok_or_else(|| unknown(id))?;
        let etag = answered.etag.clone();
        etag.map(Some)
            .ok_or_else(|| format!("the answer to `${id}` had no ETag"))
    }

    /// The target of a request, on the host that was asked.
    ///
    /// # Errors
    /// Says what it refers to that is not there.
    pub(super) fn target(&self, root_path: &str, sent: &Sent) -> Result<String, String> {
        let url = &sent.url;
        if let Some(resolved) = self.resolved(url) {
            return resolved;
        }
        if url.starts_with('/') {
            return Ok(url.clone());
        }
        if let Some((_, rest)) = url
            .split_once("://")
            .filter(|(scheme, _)| *scheme == "http" || *scheme == "https")
        {
            return Ok(rest
                .find('/')
                .and_then(|at| rest.get(at..))
                .unwrap_or("/")
                .to_owned());
        }
        Ok(format!("{}/{url}", root_path.trim_end_matches('/')))
    }

    /// The body of a request, with its links to what was made before.
    ///
    /// # Errors
    /// As [`target`](Self::target).
    pub(super) fn body(&self, sent: &Sent) -> Result<Bytes, String> {
        if !sent.body.windows(2).any(|two| two == b"\"$") {
            return Ok(sent.body.clone());
        }
        let Ok(mut json) = serde_json::from_slice::<Json>(&sent.body) else {
            return Ok(sent.body.clone());
        };
        match self.links(&mut json)? {
            true => Ok(json.to_string().into()),
            false => Ok(sent.body.clone()),
        }
    }

    /// Replaces references in links; says whether there were any.
    fn links(&self, json: &mut Json) -> Result<bool, String> {
        let mut found = false;
        match json {
            Json::Object(members) => {
                for (name, value) in members {
                    let is_link = ["@odata.bind", "@odata.id", "@id", "@bind"];
                    found |= match is_link.iter().any(|control| name.ends_with(control)) {
                        true => self.links_to(value)?,
                        false => self.links(value)?,
                    };
                }
            }
            Json::Array(items) => {
                for item in items {
                    found |= self.links(item)?;
                }
            }
            _ => {}
        }
        Ok(found)
    }

    fn links_to(&self, value: &mut Json) -> Result<bool, String> {
        match value {
            Json::String(text) => match self.resolved(text) {
                Some(resolved) => {
                    *text = resolved?;
                    Ok(true)
                }
                None => Ok(false),
            },
            Json::Array(items) => {
                let mut found = false;
                for item in items {
                    found |= self.links_to(item)?;
                }
                Ok(found)
            }
            _ => Ok(false),
        }
    }
}

fn unknown(id: &str) -> String {
    format!("`${id}` is no request before this one that was done")
}

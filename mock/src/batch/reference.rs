//! References to what requests before have made: `$1` (Protocol 4.01, 11.7.3.1).

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Method;
use http::header::LOCATION;
use serde_json::Value as Json;

use super::part::Sent;
use crate::{Canned, SeenRequest};

/// The entities that requests were about, as paths with the host's root in front, by the ids of the requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(BTreeMap<String, String>);

impl Known {
    /// Keeps what entity a request was about.
    pub(super) fn keep(&mut self, id: Option<&str>, asked: &SeenRequest, answer: &Canned) {
        let Some(id) = id else {
            return;
        };
        let header = |name: &str| answer.headers.get(name)?.to_str().ok();
        let made = header(LOCATION.as_str()).or_else(|| header("odata-entityid"));
        let url = match made {
            Some(url) => url.strip_prefix(&*asked.origin).unwrap_or(url).to_owned(),
            None if asked.method == Method::POST => return,
            None => asked.path().to_owned(),
        };
        self.0.insert(id.to_owned(), url);
    }

    /// What a text that begins with `$1` stands for.
    fn resolved(&self, text: &str) -> Option<Result<String, String>> {
        let rest = text.strip_prefix('$')?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (id, rest) = rest.split_at_checked(end)?;
        match self.0.get(id) {
            Some(url) => Some(Ok(format!("{url}{rest}"))),
            None if id.bytes().all(|byte| byte.is_ascii_digit()) => Some(Err(format!(
                "`${id}` is no request before this one that was done"
            ))),
            None => None,
        }
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

//! One request of a batch, and how it is told where to go.

use http::Method;
use http::header::{CONTENT_LENGTH, HeaderMap};
use url::{Position, Url};

use super::ids::{GroupId, RequestId};
use crate::client::{Client, Outgoing};
use crate::error::{Error, Result, shown};

/// How the URLs of the requests in a batch are written (Protocol 4.01, 11.7.2.1). Services differ in what they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PartUrls {
    /// Relative to the root of the service, as `Orders(1)`: what most services take.
    #[default]
    Relative,
    /// The path, as `/service/Orders(1)`, with the host in a header.
    Path,
    /// Whole, as `https://host/service/Orders(1)`.
    Absolute,
}

/// A request that is sent with others.
pub(super) struct Part {
    pub(super) client: Client,
    pub(super) outgoing: Outgoing,
    /// The change set that it is in.
    pub(super) group: Option<GroupId>,
    /// The requests that have to go well before it, where it was said so.
    pub(super) after: Vec<RequestId>,
}

/// Where a request goes, and whether its host is to be said beside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) text: String,
    pub(super) host: Option<String>,
}

impl Part {
    /// Whether it asks, and changes nothing.
    pub(super) fn only_reads(&self) -> bool {
        self.outgoing.method == Method::GET || self.outgoing.is_query()
    }

    /// Its headers within that batch; its length is said in another way, and what is secret goes with the batch itself: a body is shown and
    /// recorded.
    ///
    /// # Errors
    /// When one was added that cannot be sent, or is secret and does not go with the batch.
    pub(super) fn headers(&self, batch: &Client) -> Result<HeaderMap> {
        self.client.check_added()?;
        let mut sent = self.client.headers(&self.outgoing);
        sent.remove(CONTENT_LENGTH);
        let secret = sent.iter().filter(|(_, value)| value.is_sensitive());
        let secret: Vec<_> = secret
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        for (name, value) in secret {
            if !batch.adds(&name, &value) {
                return Err(Error::refused(format!(
                    "the header `{name}` is secret, and a part of a batch does not hide it: add it to the service that sends the batch, by `with_header`"
                )));
            }
            sent.remove(name);
        }
        Ok(sent)
    }

    /// What the URL has below the root, path and query.
    fn below<'u>(&'u self, root: &Url) -> Option<&'u str> {
        let url = &self.outgoing.url;
        let is_there = url.origin() == root.origin() && url.path().starts_with(root.path());
        let below = is_there.then(|| from_path(url).get(root.path().len()..));
        below.flatten()
    }

    /// The request whose result the URL begins with, as `$1/Items` does.
    pub(super) fn begins_with(&self, root: &Url) -> Option<RequestId> {
        let below = self.below(root)?.strip_prefix('$')?;
        let end = below.find(['/', '?']).unwrap_or(below.len());
        RequestId::parse(below.get(..end)?)
    }

    /// # Errors
    /// When it goes to another host than the batch does.
    pub(super) fn target(&self, root: &Url, urls: PartUrls) -> Result<Target> {
        let url = &self.outgoing.url;
        if url.origin() != root.origin() {
            return Err(Error::refused(format!(
                "the batch goes to {root}, and a request in it to {}",
                shown(url)
            )));
        }
        let below = self.below(root).filter(|below| !below.is_empty());
        if let Some(below) = below
            && (urls == PartUrls::Relative || self.begins_with(root).is_some())
        {
            return Ok(Target {
                text: relative(below),
                host: None,
            });
        }
        if urls == PartUrls::Absolute {
            return Ok(Target {
                text: url.as_str().to_owned(),
                host: None,
            });
        }
        Ok(Target {
            text: from_path(url).to_owned(),
            host: Some(url.authority().to_owned()),
        })
    }
}

/// The URL from its path on, without a fragment.
fn from_path(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}

/// A colon in the first segment would make what stands before it look like a scheme (RFC 3986, 4.2).
fn relative(below: &str) -> String {
    let end = below.find(['/', '?']).unwrap_or(below.len());
    let (first, rest) = below.split_at_checked(end).unwrap_or((below, ""));
    format!("{}{rest}", first.replace(':', "%3A"))
}

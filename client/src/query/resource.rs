//! A question apart from how its answer is read.

use std::fmt;

use url::Url;

use crate::client::Client;
use crate::error::{Error, Result};

/// Where something is asked for, of whatever type it is.
#[derive(Clone)]
pub(super) struct Resource {
    pub(super) client: Client,
    /// Below the root, percent-encoded.
    pub(super) path: String,
    /// The query options, percent-encoded.
    pub(super) query: String,
    /// Where it is, if not there.
    pub(super) elsewhere: Option<Url>,
    /// Why it is not sent, if so.
    pub(super) refused: Option<String>,
}

impl Resource {
    pub(super) fn new(client: &Client, path: impl Into<String>, query: String) -> Self {
        Resource {
            client: client.clone(),
            path: path.into(),
            query,
            elsewhere: None,
            refused: None,
        }
    }

    /// What lies below it, asked with the same options.
    pub(super) fn below(&self, segment: &str) -> Self {
        Resource {
            path: format!("{}/{segment}", self.path),
            ..self.clone()
        }
    }

    pub(super) fn url(&self) -> Result<Url> {
        match &self.refused {
            Some(why) => Err(Error::refused(why.clone())),
            None => match &self.elsewhere {
                Some(url) => Ok(url.clone()),
                None => self.client.url(&self.path, &self.query),
            },
        }
    }
}

/// What it is, and the URL without the values of options, which may be secrets.
impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.client.root(), self.path)
    }
}

//! The links that were followed.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use url::{Position, Url};

use crate::error::{Error, Result, shown};

/// Which pages were asked for. A service may write pages for ever; only the hashes of their links are kept.
#[derive(Debug, Default)]
pub(crate) struct Followed(HashSet<u64>);

impl Followed {
    /// Remembers a link.
    ///
    /// # Errors
    /// When it was followed before.
    pub(crate) fn follow(&mut self, url: &Url) -> Result<()> {
        if self.0.insert(hash(url)) {
            return Ok(());
        }
        Err(Error::link(format!(
            "the next link leads back to a page that was already read: {}",
            shown(url)
        )))
    }

    pub(crate) fn knows(&self, url: &Url) -> bool {
        self.0.contains(&hash(url))
    }
}

/// Of what is sent: a fragment is not.
fn hash(url: &Url) -> u64 {
    let mut hasher = DefaultHasher::new();
    url[..Position::AfterQuery].hash(&mut hasher);
    hasher.finish()
}

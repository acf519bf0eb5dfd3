//! Where requests go: below the root, and where links of the service lead.

use url::Url;

use super::Client;
use crate::error::{Error, Result, shown_text};

/// The longest URL that is sent. Servers differ; 64 KiB is more than any of them takes.
const MAX_URL: usize = 65_534;

impl Client {
    /// The URL of a path and query below the root.
    pub(crate) fn url(&self, path: &str, query: &str) -> Result<Url> {
        let url = self.long_url(path, query);
        if url.as_str().len() > MAX_URL {
            return Err(Error::refused(format!(
                "the URL is {} bytes long; most servers take no more than {MAX_URL}, and `by_post` sends a query in a body",
                url.as_str().len()
            )));
        }
        Ok(url)
    }

    /// The same, however long: for what is not sent as it is.
    pub(crate) fn long_url(&self, path: &str, query: &str) -> Url {
        let mut url = self.shared.root.clone();
        let root = self.shared.root.path();
        let mut whole = String::with_capacity(root.len() + path.len());
        whole.push_str(root);
        whole.push_str(path);
        url.set_path(&whole);
        let query = self.added.query(query);
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        url
    }

    /// The URL of a next link that stood in the answer to `base`; relative ones are resolved against it.
    pub(crate) fn next_url(&self, base: &Url, link: &str) -> Result<Url> {
        self.linked_url(base, link, "next link")
    }

    /// The URL of a link that the service sent, on a host that is trusted; `what` says which kind of link it is.
    pub(crate) fn linked_url(&self, base: &Url, link: &str, what: &str) -> Result<Url> {
        if link.trim().is_empty() {
            // Relative to what it stands in, it would lead there.
            return Err(Error::link(format!("the {what} is empty")));
        }
        let url = base.join(link).map_err(|error| {
            Error::link(format!(
                "the {what} `{}` is no URL: {error}",
                shown_text(link)
            ))
        })?;
        self.shared.hosts.check(&url).map_err(|reason| {
            Error::link(format!(
                "the {what} leads to {reason}, so it is not followed; \
                 `hosts` in service.toml or `trust_host` lists the hosts of the service"
            ))
        })?;
        Ok(url)
    }
}

//! Where the next page is.

use url::Url;

use crate::client::Client;
use crate::error::{Error, Result};
use crate::query::Wishes;
use crate::read::Arriving;

/// How a service gives what does not fit on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    /// By next links (Protocol 11.2.6.7).
    Links {
        /// How many rows are wanted from this page on; all, unless it is said. A service that takes `$top` for the length of a page,
        /// as Microsoft Graph does, has next links behind as many.
        left: Option<u64>,
    },
    /// By `$top` and `$skip`, where the service gives no next links.
    BySkip {
        /// How many rows are asked for at once.
        size: u64,
        /// How many are wanted from this page on; all, unless it is said.
        left: Option<u64>,
    },
}

impl Paging {
    /// By next links, to the last one.
    pub(crate) const LINKS: Self = Paging::Links { left: None };

    /// By next links, to as many rows as the question at that URL is for.
    pub(in crate::query) fn links_behind(first: &Result<Url>) -> Self {
        let query = first.as_ref().ok().and_then(Url::query);
        let mut options = query.unwrap_or_default().split('&');
        let top = options.find_map(|option| option.strip_prefix("$top="));
        Paging::Links {
            left: top.and_then(|top| top.parse().ok()),
        }
    }

    /// How many rows are wanted from this page on, where it is said.
    pub(super) fn left(self) -> Option<u64> {
        let (Paging::Links { left } | Paging::BySkip { left, .. }) = self;
        left
    }

    /// The page behind this one, which is read to its end; `first` tells the first row of the page before it.
    ///
    /// # Errors
    /// When it is at a host that is not the service's, and when the service does not give what is asked for by `$top` and `$skip`.
    pub(crate) fn next(
        &mut self,
        client: &Client,
        asked: &Url,
        page: &mut Arriving,
        first: &mut Option<u64>,
    ) -> Result<Option<Url>> {
        let read = page.items() as u64;
        let (size, left) = match self {
            Paging::BySkip { size, left } => (size, left),
            Paging::Links { left } => {
                *left = left.map(|left| left.saturating_sub(read));
                return match left {
                    Some(0) => Ok(None),
                    _ => Paging::link(client, page),
                };
            }
        };
        let wanted = left.map_or(*size, |left| left.min(*size));
        let rest = left.map(|left| left.saturating_sub(read));
        if read > wanted {
            return Err(Error::payload(format!(
                "{read} rows came where {wanted} were asked for: the service passes over `$top`"
            )));
        }
        let before = std::mem::replace(first, page.first());
        if read > 0 && before == *first && has_keys(asked) {
            return Err(Error::payload(
                "the page begins with the same row as the one before it: the service passes over `$skip`",
            ));
        }
        if read == 0 && page.next_link().is_some() {
            return Err(Error::payload(
                "the page is empty, and its next link says that there is more: `stream` follows such links",
            ));
        }
        // A page may be short because the service makes shorter ones; then it says that more follow.
        let is_last = read == 0 || (read < wanted && page.next_link().is_none());
        if is_last || rest == Some(0) {
            return Ok(None);
        }
        *left = rest;
        let top = rest.map_or(*size, |rest| rest.min(*size));
        Ok(Some(skipped(asked, read, top)))
    }

    /// The page behind this one, as far as that can be told while it is read.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub(crate) fn guess(&self, client: &Client, page: &mut Arriving) -> Result<Option<Url>> {
        match self {
            Paging::Links { .. } => Paging::link(client, page),
            Paging::BySkip { .. } => Ok(None),
        }
    }

    /// How the page behind is asked for. Next links are taken as they are; what is skipped is said where all the rest is.
    pub(super) fn behind(self, wishes: Wishes) -> Wishes {
        let by_post = wishes.by_post && !matches!(self, Paging::Links { .. });
        Wishes { by_post, ..wishes }
    }

    fn link(client: &Client, page: &mut Arriving) -> Result<Option<Url>> {
        let Some(link) = page.next_link().map(str::to_owned) else {
            return Ok(None);
        };
        let base = base(client, page);
        client.next_url(&base, &link).map(Some)
    }
}

/// What relative links of an answer are relative to: its context URL, where it has one (OData JSON 4.0, 4.3). One
/// that names a host which is not the service's, as behind a proxy, does not count.
pub(crate) fn base(client: &Client, page: &Arriving) -> Url {
    let context = page.envelope().context.as_deref();
    context
        .and_then(|context| client.next_url(page.url(), context).ok())
        .unwrap_or_else(|| page.url().clone())
}

/// Whether rows are whole, and so no two of them are the same.
fn has_keys(url: &Url) -> bool {
    let mut options = url.query().unwrap_or_default().split('&');
    !options.any(|option| option.starts_with("$select=") || option.starts_with("$apply="))
}

/// The URL with so many more rows left out, and at most so many asked for.
fn skipped(url: &Url, more: u64, top: u64) -> Url {
    let pairs = url.query().unwrap_or_default().split('&');
    let mut before: u64 = 0;
    let mut kept: Vec<&str> = Vec::new();
    for pair in pairs.filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("$skip", skip)) => before = skip.parse().unwrap_or(0),
            Some(("$top", _)) => {}
            _ => kept.push(pair),
        }
    }
    let (top, skip) = (
        format!("$top={top}"),
        format!("$skip={}", before.saturating_add(more)),
    );
    kept.extend([&*top, &*skip]);
    let mut url = url.clone();
    url.set_query(Some(&kept.join("&")));
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_skipped_and_nothing_else_changes() {
        for (asked, next) in [
            (
                "https://x/a?$filter=b%20eq%201&$top=5&c=1",
                "https://x/a?$filter=b%20eq%201&c=1&$top=4&$skip=7",
            ),
            ("https://x/a?$skip=20&$top=5", "https://x/a?$top=4&$skip=27"),
            ("https://x/a", "https://x/a?$top=4&$skip=7"),
        ] {
            let url = skipped(&Url::parse(asked).unwrap(), 7, 4);
            assert_eq!(url.as_str(), next);
        }
    }
}

//! Which page comes behind which.

use url::Url;

use super::followed::Followed;
use super::paging::Paging;
use crate::client::Client;
use crate::error::Result;
use crate::read::Arriving;

/// The way from page to page.
pub(super) struct Course {
    paging: Paging,
    followed: Followed,
    /// What tells the first row of the page before from others.
    first: Option<u64>,
}

impl Course {
    pub(super) fn new(paging: Paging) -> Self {
        Course {
            paging,
            followed: Followed::default(),
            first: None,
        }
    }

    pub(super) fn paging(&self) -> Paging {
        self.paging
    }

    /// Begins at that page.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub(super) fn begin(&mut self, first: &Url) -> Result<()> {
        self.followed.follow(first)
    }

    /// The page behind that one, which is read to its end and was asked for at that URL; nothing where it is the last.
    ///
    /// # Errors
    /// As [`Paging::next`], and when the page was read before.
    pub(super) fn next(
        &mut self,
        client: &Client,
        asked: &Url,
        page: &mut Arriving,
    ) -> Result<Option<Url>> {
        let next = self.paging.next(client, asked, page, &mut self.first)?;
        if let Some(next) = &next {
            self.followed.follow(next)?;
        }
        Ok(next)
    }

    /// The page behind that one, as far as that can be told while it is read. What is wrong with it is said when its turn comes.
    pub(super) fn guess(&self, client: &Client, page: &mut Arriving) -> Option<Url> {
        let guess = self.paging.guess(client, page).ok().flatten();
        guess.filter(|url| !self.followed.knows(url))
    }
}

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
    /// How many rows the page before had.
    before: Option<u64>,
}

impl Course {
    pub(super) fn new(paging: Paging) -> Self {
        Course {
            paging,
            followed: Followed::default(),
            first: None,
            before: None,
        }
    }

    pub(super) fn paging(&self) -> Paging {
        self.paging
    }

    /// Whether so many rows of a page are all that is wanted.
    pub(super) fn are_enough(&self, given: u64) -> bool {
        self.paging.left().is_some_and(|left| given >= left)
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
        self.before = Some(page.items() as u64);
        if let Some(next) = &next {
            self.followed.follow(next)?;
        }
        Ok(next)
    }

    /// The page behind that one, as far as that can be told while it is read. What is wrong with it is said when its turn comes.
    pub(super) fn guess(&self, client: &Client, page: &mut Arriving) -> Option<Url> {
        // Where the rows that are wanted may all be on the page, the one behind it may be for nothing.
        if let Some(left) = self.paging.left()
            && self.before.is_none_or(|before| left <= before)
        {
            return None;
        }
        let guess = self.paging.guess(client, page).ok().flatten();
        guess.filter(|url| !self.followed.knows(url))
    }
}

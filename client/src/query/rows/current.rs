//! The page that is read or asked for, and which of its rows were given.

use odata_core::transport::BoxFuture;
use url::Url;

use super::paging::Paging;
use super::position::Position;
use super::recovery::{Again, Recovery};
use crate::client::{Client, Tries};
use crate::error::{Error, Result};
use crate::query::Wishes;
use crate::read::Arriving;

/// A page, however often it has to be asked for.
pub(super) struct Current {
    /// None where the question cannot be asked, and when all pages are read.
    url: Option<Url>,
    /// Which one it is, from 1 on.
    number: u64,
    wishes: Wishes,
    /// How many of its rows were given.
    given: u64,
    /// How many of these still come once more before others do.
    repeated: u64,
    recovery: Recovery,
}

impl Current {
    pub(super) fn first(url: Option<Url>, wishes: Wishes) -> Self {
        Current {
            url,
            number: 1,
            wishes,
            given: 0,
            repeated: 0,
            recovery: Recovery::default(),
        }
    }

    /// The same, of which so many rows were given before.
    pub(super) fn behind_rows(self, given: u64) -> Self {
        Current {
            given,
            repeated: given,
            ..self
        }
    }

    pub(super) fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    pub(super) fn given(&self) -> u64 {
        self.given
    }

    /// Behind the row that was given last.
    pub(super) fn position(&self, paging: Paging) -> Option<Position> {
        self.url.as_ref().map(|url| Position {
            url: url.as_str().to_owned(),
            taken: self.given,
            paging,
            by_post: self.wishes.by_post,
        })
    }

    /// Asks for it, which is at that URL.
    pub(super) fn ask(
        &self,
        client: &Client,
        url: Url,
    ) -> BoxFuture<'static, Result<Box<Arriving>>> {
        Arriving::ask(client.of_page(self.number), url, self.wishes)
    }

    /// Asks for the page behind it, which is at that URL.
    pub(super) fn ask_behind(
        &self,
        client: &Client,
        url: Url,
        paging: Paging,
    ) -> BoxFuture<'static, Result<Box<Arriving>>> {
        let client = client.of_page(self.number + 1);
        Arriving::ask(client, url, paging.behind(self.wishes))
    }

    /// Asks for it again, since it broke off.
    ///
    /// # Errors
    /// The one that it broke off with, where asking again is of no use.
    pub(super) fn ask_again(
        &mut self,
        client: &Client,
        broken: &Arriving,
        error: Error,
    ) -> Result<Again> {
        let Some(url) = &self.url else {
            return Err(error);
        };
        let client = client.of_page(self.number);
        let asked = (&client, url, self.wishes);
        self.recovery.ask((broken, self.given), error, asked)
    }

    /// It was asked for again, and comes from its first row on.
    pub(super) fn comes_again(&mut self, tries: Tries) {
        self.recovery.asked(tries);
        self.repeated = self.given;
    }

    /// Whether the next row is one that was given before.
    pub(super) fn is_repeating(&self) -> bool {
        self.repeated > 0
    }

    /// Passes over a row that was given before.
    ///
    /// # Errors
    /// When it was the last one of these, and they are not those that were given.
    pub(super) fn pass_over(&mut self, page: &Arriving) -> Result<()> {
        self.repeated -= 1;
        match self.repeated {
            0 => self.recovery.check(page),
            _ => Ok(()),
        }
    }

    /// Gives a row.
    pub(super) fn give(&mut self) {
        self.given += 1;
    }

    /// Nothing more comes of it.
    ///
    /// # Errors
    /// When rows did not come once more that were given.
    pub(super) fn check_end(&self) -> Result<()> {
        self.recovery.check_end(self.repeated)
    }

    /// It is read to its end, and there is none behind it.
    pub(super) fn was_last(&mut self) {
        self.url = None;
    }

    /// Goes on to the page behind it.
    pub(super) fn turn(&mut self, next: Url, paging: Paging) {
        self.url = Some(next);
        self.number += 1;
        self.wishes = paging.behind(self.wishes);
        (self.given, self.repeated) = (0, 0);
        self.recovery = Recovery::default();
    }
}

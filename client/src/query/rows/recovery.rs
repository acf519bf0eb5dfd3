//! Going on where a page broke off.

use odata_core::transport::BoxFuture;
use url::Url;

use crate::client::{Client, Tries};
use crate::error::{Error, Result};
use crate::query::Wishes;
use crate::read::Arriving;
use crate::sight::{Failure, broke_off};

/// A page that is asked for again, and the tries that it took.
pub(super) type Again = BoxFuture<'static, (Tries, Result<Box<Arriving>>)>;

/// What is remembered of a page that broke off.
#[derive(Default)]
pub(super) struct Recovery {
    tries: Option<Tries>,
    /// How many rows had been given when it broke off last.
    given: u64,
    /// What tells these rows from others.
    trail: Option<u64>,
}

impl Recovery {
    /// Asks for the page again, of which so many rows were given, when it is time for another try and if one is worth while.
    ///
    /// # Errors
    /// The one that it broke off with, where the way to the service is not what failed.
    pub(super) fn ask(
        &mut self,
        (broken, given): (&Arriving, u64),
        error: Error,
        (client, url, wishes): (&Client, &Url, Wishes),
    ) -> Result<Again> {
        if !error.is_transport() {
            return Err(error);
        }
        let mut tries = self
            .tries
            .take()
            .unwrap_or_else(|| Tries::of_reading(client.clone()));
        if given > self.given {
            tries.progressed();
            self.given = given;
        }
        // One that broke off before it had come so far again says nothing of them.
        if given > 0 && broken.items() as u64 == given {
            self.trail = Some(broken.trail());
        }
        let (client, url) = (client.clone(), url.clone());
        let failure = Failure::of(&error);
        Ok(Box::pin(async move {
            let page = match tries.again(error).await {
                Ok(()) => {
                    broke_off(client.page(), &url, given, failure);
                    Arriving::ask_in(&mut tries, client, url, wishes).await
                }
                Err(error) => Err(error),
            };
            (tries, page)
        }))
    }

    /// Takes the tries back.
    pub(super) fn asked(&mut self, tries: Tries) {
        self.tries = Some(tries);
    }

    /// Makes sure that the rows that were passed over are those that were given: entities with the same keys, where the answer has them, and
    /// whatever else with the same text. An entity of which the key does not come counts as another one when it was changed meanwhile.
    ///
    /// # Errors
    /// When the page is another one now.
    pub(super) fn check(&self, page: &Arriving) -> Result<()> {
        match self.trail.is_none_or(|trail| trail == page.trail()) {
            true => Ok(()),
            false => Err(changed()),
        }
    }

    /// Makes sure that no row that was given is missing at the page's end.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub(super) fn check_end(&self, passed: u64) -> Result<()> {
        match self.trail.is_some() && passed > 0 {
            true => Err(changed()),
            false => Ok(()),
        }
    }
}

#[cold]
fn changed() -> Error {
    Error::payload(
        "a page broke off, and is another one now that it was asked for again: rows might be lost or come twice",
    )
}

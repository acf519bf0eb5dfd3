//! How many there are, as a number alone (Protocol 11.2.10).

use std::fmt;

use http::HeaderValue;
use url::Url;

use super::resource::Resource;
use crate::client::{Answer, Client, Outgoing};
use crate::error::{Error, Result};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending, takes_terms};
use crate::sight::Curl;

/// A question for how many items a collection has: `.../$count` (URL conventions 4.8).
///
/// # Example
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let scripts = defender.library_files().filter(LibraryFile::FILE_NAME.ends_with(".ps1"));
/// let total: u64 = scripts.total().send().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "nothing is asked before `send`"]
pub struct TotalQuery(Resource);

impl TotalQuery {
    pub(super) fn new(resource: Resource) -> Self {
        TotalQuery(resource)
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// When the service says that it does not support what is asked, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        self.0.url()
    }

    takes_terms!(0.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(&self.0.client, self.outgoing()?)
    }

    fn outgoing(&self) -> Result<Outgoing> {
        // What the number comes as, and anything else for services that do not know it by that name.
        let plain = HeaderValue::from_static("text/plain,*/*;q=0.5");
        Ok(Outgoing::get(self.url()?, plain))
    }

    /// How many there are.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send), and when the answer is no number.
    pub fn send(&self) -> impl Future<Output = Result<u64>> + use<> {
        Sending::from(self.prepare())
    }
}

impl Sealed for TotalQuery {}

impl Request for TotalQuery {
    type Output = u64;

    fn prepare(&self) -> Result<Prepared<u64>> {
        let read = |_: &Client, answer: &Answer| number(answer);
        Ok(Prepared::new(&self.0.client, self.outgoing()?, read))
    }
}

fn number(answer: &Answer) -> Result<u64> {
    let text = answer.text()?.trim();
    text.parse().map_err(|_| {
        let start: String = text.chars().take(80).collect();
        Error::payload(format!(
            "a number is expected, and the service answered `{start}`"
        ))
    })
}

impl fmt::Debug for TotalQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TotalQuery({:?})", self.0)
    }
}

//! A request apart from how it is sent: alone, with others in a batch, or to be answered later.

mod message;
mod prepared;
mod terms;

pub(crate) use message::Message;
pub use prepared::Prepared;
pub(crate) use prepared::{Reading, Sending, optional};
use sealed::Sealed;
pub(crate) use terms::takes_terms;

use crate::error::Result;
use crate::later::AsyncRequest;

/// What can be sent, and what its answer is read as: a question for an entity or a page, a change, the call of an action.
///
/// Each has its own `send`. This is what they have in common, so that some of them can be sent together.
pub trait Request: Sealed {
    /// What the answer is read as.
    type Output;

    /// The request as it is sent.
    ///
    /// # Errors
    /// Why it is refused before anything is sent.
    #[doc(hidden)]
    fn prepare(&self) -> Result<Prepared<Self::Output>>;

    /// Lets the service answer later: it is sent with `Prefer: respond-async`, and what comes is the answer, or where it will be
    /// (Protocol 4.01, 8.2.8.8 and 11.6).
    ///
    /// # Example: whatever comes first
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Request as _;
    ///
    /// let asked = defender.library_files().by_key("collect.ps1").respond_async();
    /// let file = asked.send().await?.wait().await?;
    /// # Ok(())
    /// # }
    /// ```
    fn respond_async(self) -> AsyncRequest<Self>
    where
        Self: Sized,
    {
        AsyncRequest::new(self)
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

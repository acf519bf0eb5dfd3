//! A request apart from how it is sent: alone, with others in a batch, or to be answered later.

mod prepared;

pub use prepared::Prepared;
pub(crate) use prepared::optional;
use sealed::Sealed;

use crate::error::Result;

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
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

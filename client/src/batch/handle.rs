//! Whose answer is meant.

use std::fmt;

use super::ids::{BatchId, RequestId};
use crate::request::Reading;

/// A request that was added to a batch: what its answer is taken by, and what other requests refer to its result with.
#[must_use = "the answer is taken by it"]
pub struct Handle<T> {
    /// The batch that it is of.
    pub(super) batch: BatchId,
    pub(super) request: RequestId,
    /// How the answer is read; nothing where the request was refused, and then the batch is not sent.
    pub(super) reading: Option<Reading<T>>,
}

impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handle({})", self.request)
    }
}

//! Differences that several pages have.

use crate::row::Difference;

/// Reads have no body.
pub(crate) const NO_CONTENT: Difference =
    ("header Content-Type", "what has no body has no type of it");

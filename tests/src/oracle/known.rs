//! Where the npm package and we differ, and why.

use super::Difference;

/// A kind of difference that is meant, or cannot be helped.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What it is called in a report.
    pub name: &'static str,
    /// Why it is there.
    pub reason: &'static str,
    /// Whether a difference is of this kind.
    pub is: fn(&Difference) -> bool,
}

/// All of them. One that no document of the corpus shows is an error there.
pub const KNOWN: &[Known] = &[];

/// The kind of a difference.
pub(super) fn explain(difference: &Difference) -> Option<&'static Known> {
    KNOWN.iter().find(|known| (known.is)(difference))
}

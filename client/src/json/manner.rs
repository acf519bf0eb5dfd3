//! What is kept of what is read.

/// What is kept of a value besides its properties, and whether all of these have to be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// All control information and annotations are kept, and not only what a client needs to go on.
    pub(crate) annotations: bool,
    /// What changed is all that came (OData JSON 15): any property may be absent, and which were there is remembered.
    pub(crate) partial: bool,
    /// The text is one that a value was written to with all that was kept of it.
    #[cfg(feature = "serde")]
    pub(crate) kept: bool,
}

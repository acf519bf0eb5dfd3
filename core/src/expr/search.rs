//! `$search`.

/// A `$search` expression (URL conventions 5.1.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// A word or a phrase.
    Term(Box<str>),
    /// Not this.
    Not(Box<Search>),
    /// All of these.
    And(Vec<Search>),
    /// One of these.
    Or(Vec<Search>),
    /// What stands in single quotes, since it is not yet, or no, search expression: `'"blue'`.
    Incomplete(Box<str>),
}

//! The documents of the corpus that must not generate, with what is said of each; and where documents of it refer to.

/// A document that must not generate.
pub(crate) struct Expected {
    /// What its path ends with.
    pub(crate) document: &'static str,
    /// The code of its first error.
    pub(crate) code: &'static str,
    /// Why nothing can be generated from it.
    pub(crate) why: &'static str,
}

/// Every one of them.
pub(crate) const EXPECTED: &[Expected] = &[];

/// References whose URI does not end with the name that the file has in the corpus: document, URI, file.
pub(crate) const REFERENCES: &[(&str, &str, &str)] = &[];

use std::fmt;

/// Says where a literal is broken and what is wrong with it (`primitiveLiteral`).
///
/// ```
/// use odata_core::edm::Literal;
/// let error = Literal::parse_prefix("5L").unwrap_err();
/// assert_eq!(error.offset, 1);
/// assert!(error.to_string().starts_with("at byte 1: "));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralError {
    /// The byte in the input where the broken part begins.
    pub offset: usize,
    /// What is wrong: a phrase in lower case with no full stop.
    pub message: Box<str>,
}

impl LiteralError {
    pub(super) fn new(offset: usize, message: impl Into<Box<str>>) -> Self {
        Self {
            offset,
            message: message.into(),
        }
    }
}

impl fmt::Display for LiteralError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {}", self.offset, self.message)
    }
}

impl std::error::Error for LiteralError {}

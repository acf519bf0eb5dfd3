use super::PrimitiveType;
use super::cursor::{Cursor, Reason};
use std::fmt;

/// Says that a text is not a value of the expected primitive type, and why.
///
/// ```
/// use odata_core::edm::Date;
/// let error = "2018-13-01".parse::<Date>().unwrap_err();
/// assert_eq!(error.to_string(), "not an Edm.Date: a month is 01 to 12");
/// assert_eq!(error.expected().name(), "Edm.Date");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    expected: PrimitiveType,
    reason: Reason,
    offset: usize,
}

impl ParseError {
    /// Makes an error from the expected type and the reason, a phrase in lower case with no full stop.
    pub const fn new(expected: PrimitiveType, reason: &'static str) -> Self {
        Self {
            expected,
            reason,
            offset: 0,
        }
    }

    /// The same error, at a byte of the text.
    pub(super) const fn at(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    /// The byte of the text up to which it was read, 0 where the text is only looked at as a whole.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The type that the text should have been a value of.
    pub const fn expected(&self) -> PrimitiveType {
        self.expected
    }

    /// Why the text is not such a value.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not an {}: {}", self.expected, self.reason)
    }
}

impl std::error::Error for ParseError {}

/// Reads a text that must be one value of the type and nothing more.
pub(super) fn read_whole<T>(
    text: &str,
    expected: PrimitiveType,
    read: impl FnOnce(&mut Cursor<'_>) -> Result<T, Reason>,
) -> Result<T, ParseError> {
    let mut cursor = Cursor::new(text);
    let fault = |reason, at| ParseError::new(expected, reason).at(at);
    let value = read(&mut cursor).map_err(|reason| fault(reason, cursor.at()))?;
    if !cursor.rest().is_empty() {
        return Err(fault("something follows the value", cursor.at()));
    }
    Ok(value)
}

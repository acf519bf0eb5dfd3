use std::fmt;

/// Says why a value has no exact counterpart in another crate's type.
///
/// ```
/// use odata_core::edm::{ConvertError, Duration};
/// let fine: Duration = "PT0.0000000001S".parse()?;
/// assert_eq!(std::time::Duration::try_from(fine), Err(ConvertError::TooPrecise));
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertError {
    /// The value is too large, too small or has no counterpart, such as a leap second.
    OutOfRange,
    /// The target type would lose digits of the value.
    TooPrecise,
    /// The value is infinite or not a number.
    NotFinite,
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfRange => "the value is out of the range of the target type",
            Self::TooPrecise => "the target type would lose digits of the value",
            Self::NotFinite => "the value is not a finite number",
        })
    }
}

impl std::error::Error for ConvertError {}

use super::PrimitiveType;
use super::parse_error::ParseError;
use std::fmt;
use std::str::FromStr;

/// An `Edm.Guid`: sixteen bytes in the order of the text (`guidValue`).
///
/// The default is all zeros.
///
/// ```
/// use odata_core::edm::Guid;
/// let guid: Guid = "01234567-89AB-CDEF-0123-456789ABCDEF".parse()?;
/// assert_eq!(guid.to_string(), "01234567-89ab-cdef-0123-456789abcdef");
/// assert_eq!(guid.as_bytes()[..2], [0x01, 0x23]);
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Guid([u8; 16]);

impl Guid {
    /// How many bytes the text of a GUID has (`guid`).
    pub(super) const TEXT_LENGTH: usize = 36;

    /// Makes a GUID from its bytes, the first printed first (`guidValue`).
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, the first printed first (`guidValue`).
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Whether a hyphen stands before the byte with this index.
    const fn hyphen_before(index: usize) -> bool {
        matches!(index, 4 | 6 | 8 | 10)
    }

    /// Reads the whole text, or says nothing about why it cannot.
    pub(super) fn from_ascii(text: &[u8]) -> Option<Self> {
        let mut rest = text.iter().copied();
        let mut bytes = [0; 16];
        for (index, byte) in bytes.iter_mut().enumerate() {
            if Self::hyphen_before(index) && rest.next() != Some(b'-') {
                return None;
            }
            let high = hex_digit(rest.next()?)?;
            *byte = high << 4 | hex_digit(rest.next()?)?;
        }
        rest.next().is_none().then_some(Self(bytes))
    }
}

impl Guid {
    /// How many bytes at the head of a text are as in a GUID.
    fn well_written(text: &str) -> usize {
        let is_hyphen = |at: usize| matches!(at, 8 | 13 | 18 | 23);
        let fits = |(at, byte): (usize, u8)| match byte {
            b'-' => is_hyphen(at),
            digit => !is_hyphen(at) && digit.is_ascii_hexdigit(),
        };
        let bytes = text.bytes().take(Self::TEXT_LENGTH).enumerate();
        bytes.take_while(|&byte| fits(byte)).count()
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

impl FromStr for Guid {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let reason = "a GUID is 8, 4, 4, 4 and 12 hex digits with hyphens between";
        let fault = || ParseError::new(PrimitiveType::Guid, reason).at(Self::well_written(text));
        Self::from_ascii(text.as_bytes()).ok_or_else(fault)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if Self::hyphen_before(index) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl From<[u8; 16]> for Guid {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn broken_guids_are_refused() {
        for text in [
            "",
            "01234567-89ab-cdef-0123-456789abcde",
            "01234567-89ab-cdef-0123-456789abcdef0",
            "01234g67-89ab-cdef-0123-456789abcdef",
            "0123456789abcdef0123456789abcdef",
            "{01234567-89ab-cdef-0123-456789abcdef}",
            "01234567-89ab-cdef-0123-456789abcdé",
        ] {
            assert!(text.parse::<Guid>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_guids_read_back(bytes in any::<[u8; 16]>()) {
            let guid = Guid::from_bytes(bytes);
            prop_assert_eq!(guid.to_string().parse(), Ok(guid));
            prop_assert_eq!(guid.to_string().to_uppercase().parse(), Ok(guid));
            prop_assert_eq!(guid.to_string().len(), Guid::TEXT_LENGTH);
        }

        #[test]
        fn no_text_panics(text in "[0-9a-fé-]{36}|.*") {
            let _ = text.parse::<Guid>();
        }
    }
}

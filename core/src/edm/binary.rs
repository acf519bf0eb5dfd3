use super::{ParseError, PrimitiveType};
use base64::Engine;
use base64::display::Base64Display;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_PAD_INDIFFERENT};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

/// An `Edm.Binary`: bytes, printed as base64url with padding (`binaryValue`).
///
/// Reading also accepts the standard base64 alphabet and missing padding, since services write both.
///
/// ```
/// use odata_core::edm::Binary;
/// let binary: Binary = "Zm8".parse()?;
/// assert_eq!(&*binary, b"fo");
/// assert_eq!(binary.to_string(), "Zm8=");
/// assert_eq!("-_8=".parse::<Binary>(), "+/8=".parse());
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Binary(
    /// The bytes themselves.
    pub Vec<u8>,
);

impl FromStr for Binary {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let url_safe = if text.contains(['+', '/']) {
            Cow::Owned(text.replace('+', "-").replace('/', "_"))
        } else {
            Cow::Borrowed(text)
        };
        let decoded = URL_SAFE_PAD_INDIFFERENT.decode(url_safe.as_bytes());
        decoded
            .map(Self)
            .map_err(|_| ParseError::new(PrimitiveType::Binary, "the text is not base64"))
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &URL_SAFE).fmt(f)
    }
}

impl Deref for Binary {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Binary> for Vec<u8> {
    fn from(binary: Binary) -> Self {
        binary.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_alphabets_and_paddings_are_read() {
        for (text, bytes) in [
            ("", &b""[..]),
            ("Zg==", b"f"),
            ("Zg", b"f"),
            ("Zm9vYmE=", b"fooba"),
            ("+/+/", &[0xfb, 0xff, 0xbf]),
            ("-_-_", &[0xfb, 0xff, 0xbf]),
        ] {
            assert_eq!(text.parse::<Binary>().as_deref(), Ok(bytes), "{text}");
        }
        for text in ["Z", "Zh", "Zg=a", "Z g=", "Zm9v\n", "é", "===="] {
            assert!(text.parse::<Binary>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_bytes_read_back(bytes in any::<Vec<u8>>()) {
            let binary = Binary(bytes);
            prop_assert_eq!(binary.to_string().trim_end_matches('=').parse(), Ok(binary.clone()));
            prop_assert_eq!(binary.to_string().parse(), Ok(binary));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Binary>();
        }
    }
}

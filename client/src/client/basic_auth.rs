//! A user name and a password (RFC 7617).

use std::fmt;

use http::HeaderValue;
use odata_core::transport::BoxFuture;

use super::{Credential, CredentialError};

/// A user name and a password, in UTF-8 (RFC 7617; Protocol 13.2 item 8).
///
/// The header is not encrypted, only encoded: like every credential it goes over https, or to this machine, and nowhere
/// else.
///
/// ```
/// let credential = odata::BasicAuth::new("Aladdin", "open sesame")?;
/// assert_eq!(format!("{credential:?}"), "BasicAuth(..)");
/// # Ok::<(), odata::CredentialError>(())
/// ```
#[derive(Clone)]
pub struct BasicAuth(HeaderValue);

impl BasicAuth {
    /// Takes both as they are.
    ///
    /// # Errors
    /// When the user name has a colon, which ends it on the wire, and when either has a control character.
    pub fn new(user: &str, password: &str) -> Result<Self, CredentialError> {
        if user.contains(':') {
            return Err(CredentialError::new("the user name holds a colon"));
        }
        if user.chars().chain(password.chars()).any(char::is_control) {
            return Err(CredentialError::new(
                "the user name or the password holds a control character",
            ));
        }
        let encoded = base64(format!("{user}:{password}").as_bytes());
        let mut header = HeaderValue::from_str(&format!("Basic {encoded}"))
            .map_err(|_| CredentialError::new("the user name and the password fit no header"))?;
        header.set_sensitive(true);
        Ok(BasicAuth(header))
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

impl Credential for BasicAuth {
    fn authorization<'a>(
        &'a self,
        _scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }

    fn scheme(&self) -> &'static str {
        "Basic"
    }
}

impl fmt::Debug for BasicAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BasicAuth(..)")
    }
}

/// Base64 with padding (RFC 4648, section 4).
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = (bits >> (18 - 6 * at)) as usize & 63;
            match at <= three.len() {
                true => text.push(char::from(DIGITS[digit])),
                false => text.push('='),
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{BasicAuth, base64};

    /// RFC 4648, section 10, and the two examples of RFC 7617.
    #[test]
    fn it_is_encoded_as_the_standards_show() {
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("\u{3ff}\u{3fe}", "z7/Pvg=="),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        for (user, password, header) in [
            (
                "Aladdin",
                "open sesame",
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            ),
            ("test", "123£", "Basic dGVzdDoxMjPCow=="),
        ] {
            let BasicAuth(made) = BasicAuth::new(user, password).expect("a credential");
            assert_eq!(made.to_str().ok(), Some(header));
            assert!(made.is_sensitive());
        }
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        assert!(BasicAuth::new("a:b", "c").is_err());
        assert!(BasicAuth::new("a", "b\nc").is_err());
        assert!(BasicAuth::new("", "").is_ok());
    }
}

//! A key in a header of its own.

use std::fmt;

use http::header::{HeaderName, HeaderValue};
use odata_core::transport::BoxFuture;

use super::{Credential, CredentialError};

/// A key that goes in a header of its own in place of `Authorization`: `x-api-key`, `Ocp-Apim-Subscription-Key`. Where a login gives it, as `X-Auth-Token` of
/// Redfish, a [`Session`](crate::Session) gets and renews it.
///
/// ```
/// let key = odata::ApiKey::new("x-api-key", "8a1f...")?;
/// assert_eq!(format!("{key:?}"), "ApiKey(x-api-key)");
/// # Ok::<(), odata::CredentialError>(())
/// ```
#[derive(Clone)]
pub struct ApiKey {
    name: HeaderName,
    key: HeaderValue,
}

impl ApiKey {
    /// Takes the name of the header and the key; blanks around it are dropped, since keys are often read from files.
    ///
    /// # Errors
    /// When the name is none, when the key is empty, and when it holds what cannot stand in a header.
    pub fn new(name: &str, key: &str) -> Result<Self, CredentialError> {
        let name: HeaderName = name
            .parse()
            .map_err(|_| CredentialError::new("the name is none of a header (RFC 9110, 5.1)"))?;
        let key = key.trim();
        if key.is_empty() {
            return Err(CredentialError::new("the key is empty"));
        }
        let mut key = HeaderValue::from_str(key)
            .map_err(|_| CredentialError::new("the key holds characters that no header can"))?;
        key.set_sensitive(true);
        Ok(ApiKey { name, key })
    }
}

impl Credential for ApiKey {
    fn authorization<'a>(
        &'a self,
        _scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.key.clone())))
    }

    fn scheme(&self) -> &'static str {
        ""
    }

    fn header(&self) -> HeaderName {
        self.name.clone()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.name)
    }
}

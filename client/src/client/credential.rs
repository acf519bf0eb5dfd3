//! What proves to a service who is asking.

use std::fmt;

use http::HeaderValue;
use http::header::{AUTHORIZATION, HeaderName};
use odata_core::transport::{BoxFuture, MaybeSend, MaybeSync};

use super::Connection;

/// Gives the `Authorization` header of a request, or another one that proves who is asking.
///
/// It is asked for each request, and only for requests to hosts of the service. Tokens that end are kept by
/// [`TokenCache`](crate::TokenCache), which takes them from anything.
pub trait Credential: MaybeSend + MaybeSync + 'static {
    /// The value of the header.
    ///
    /// # Errors
    /// When no credential is to be had; the text must not hold a secret.
    fn authorization<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>>;

    /// The word that the header begins with (RFC 9110, 11.4), for showing a request without its secret: `Bearer` unless it is implemented, empty where there is none.
    fn scheme(&self) -> &'static str {
        "Bearer"
    }

    /// The header, where it is not `Authorization`.
    fn header(&self) -> HeaderName {
        AUTHORIZATION
    }

    /// Learns that the service did not accept this value (401). Says whether another one may be had: the request is then sent once more.
    ///
    /// Unless it is implemented, no other one is.
    fn rejected(&self, value: &HeaderValue) -> bool {
        let _ = value;
        false
    }

    /// Learns which client it was given to, when that is built: for one that has to ask the service itself.
    ///
    /// # Errors
    /// When it is none for that service; the client is not built then.
    fn connect(&self, connection: &Connection) -> Result<(), CredentialError> {
        let _ = connection;
        Ok(())
    }
}

impl<T: Credential + ?Sized> Credential for std::sync::Arc<T> {
    fn authorization<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        (**self).authorization(scope)
    }

    fn scheme(&self) -> &'static str {
        (**self).scheme()
    }

    fn header(&self) -> HeaderName {
        (**self).header()
    }

    fn rejected(&self, value: &HeaderValue) -> bool {
        (**self).rejected(value)
    }

    fn connect(&self, connection: &Connection) -> Result<(), CredentialError> {
        (**self).connect(connection)
    }
}

/// Why no credential is to be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialError(String);

impl CredentialError {
    /// Says why, without any secret.
    pub fn new(reason: impl Into<String>) -> Self {
        CredentialError(reason.into())
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CredentialError {}

/// A bearer token (RFC 6750) that is already there.
///
/// ```
/// let token = odata::BearerToken::new("eyJ0eXAi...")?;
/// assert_eq!(format!("{token:?}"), "BearerToken(..)");
/// # Ok::<(), odata::CredentialError>(())
/// ```
#[derive(Clone)]
pub struct BearerToken(HeaderValue);

impl BearerToken {
    /// Takes a token; blanks around it are dropped, since tokens are often read from files.
    ///
    /// # Errors
    /// When it is empty or holds what cannot stand in a header.
    pub fn new(token: &str) -> Result<Self, CredentialError> {
        let token = token.trim();
        if token.is_empty() {
            return Err(CredentialError::new("the bearer token is empty"));
        }
        if token
            .get(..7)
            .is_some_and(|head| head.eq_ignore_ascii_case("bearer "))
        {
            return Err(CredentialError::new(
                "the token goes without the word `Bearer`",
            ));
        }
        let mut header = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
            CredentialError::new("the bearer token holds characters that no header can")
        })?;
        header.set_sensitive(true);
        Ok(BearerToken(header))
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

impl Credential for BearerToken {
    fn authorization<'a>(
        &'a self,
        _scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerToken(..)")
    }
}

//! Where tokens come from.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use odata_core::transport::{BoxFuture, MaybeSend, MaybeSync};

use crate::client::{BearerToken, CredentialError};

/// A bearer token, and how long it holds (RFC 6749, 5.1).
///
/// # Example: a token of one hour
/// ```
/// use std::time::Duration;
///
/// let token = odata::AccessToken::new("eyJ0eXAi...")?.expires_in(Duration::from_secs(3600));
/// assert_eq!(token.lifetime(), Some(Duration::from_secs(3600)));
/// assert_eq!(format!("{token:?}"), "AccessToken { lifetime: Some(3600s), .. }");
/// # Ok::<(), odata::CredentialError>(())
/// ```
#[derive(Clone)]
pub struct AccessToken {
    value: HeaderValue,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that holds until the service does not accept it any more.
    ///
    /// # Errors
    /// When it is empty or holds what cannot stand in a header.
    pub fn new(token: &str) -> Result<Self, CredentialError> {
        Ok(AccessToken {
            value: BearerToken::new(token)?.header().clone(),
            lifetime: None,
        })
    }

    /// What goes into another header, or is of another scheme.
    pub(in crate::client) fn of_header(value: HeaderValue) -> Self {
        AccessToken {
            value,
            lifetime: None,
        }
    }

    /// The same, for so long from when it was asked for.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// How long it holds, where that is known.
    pub fn lifetime(&self) -> Option<Duration> {
        self.lifetime
    }

    /// The header that it makes.
    pub(super) fn value(&self) -> &HeaderValue {
        &self.value
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// Gives bearer tokens, for [`TokenCache`](crate::TokenCache) to keep.
///
/// It is asked when a token is needed, and not again before that is there. A function that takes a scope and gives a future is one.
///
/// # Example: one of one's own
/// ```
/// use std::time::Duration;
/// use odata::transport::BoxFuture;
/// use odata::{AccessToken, CredentialError, TokenSource};
///
/// /// A file that something else keeps up to date.
/// struct TokenFile(std::path::PathBuf);
///
/// impl TokenSource for TokenFile {
///     fn token<'a>(&'a self, _scope: Option<&'a str>) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
///         Box::pin(async move {
///             let text = std::fs::read_to_string(&self.0)
///                 .map_err(|error| CredentialError::new(format!("{}: {error}", self.0.display())))?;
///             Ok(AccessToken::new(&text)?.expires_in(Duration::from_secs(60)))
///         })
///     }
/// }
/// let credential = odata::TokenCache::new(TokenFile("/run/secrets/token".into()));
/// # let _ = credential;
/// ```
pub trait TokenSource: MaybeSend + MaybeSync + 'static {
    /// A new token for that scope.
    ///
    /// # Errors
    /// When none is to be had; the text must not hold a secret.
    fn token<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>>;
}

impl<F, R> TokenSource for F
where
    F: Fn(Option<&str>) -> R + MaybeSend + MaybeSync + 'static,
    R: Future<Output = Result<AccessToken, CredentialError>> + MaybeSend + 'static,
{
    fn token<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(self(scope))
    }
}

//! OAuth 2.0: tokens for a program that acts for itself (RFC 6749, 4.4).

mod answer;
mod endpoint;
mod grant;
mod hints;
#[cfg(test)]
pub(super) mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use odata_core::transport::{BoxFuture, Transport};
use url::Url;

pub(super) use grant::{Grant, Proof};

use super::hosts::is_loopback;
use super::tokens::{Cache, Time};
use super::{Clock, Credential, CredentialError, TokenSource};
use crate::error::{shown, shown_text};

/// Tokens from any OAuth 2.0 token endpoint, by an id and a secret (RFC 6749, 4.4). [`entra`](crate::entra) has Microsoft's.
///
/// Tokens are kept as [`TokenCache`](crate::TokenCache) does. The endpoint is asked over https, or on this machine; a redirect is not followed, at most 256 KiB
/// are read, and a try takes at most thirty seconds. What may pass (no connection, 408, 429, 5xx) is tried twice more, after one and three
/// seconds or as `Retry-After` says. The secret stands in no error, not even where the endpoint repeats it.
///
/// # Example: a service of SAP
/// ```
/// use odata::ClientCredentials;
/// # use odata::doc_example::Defender;
///
/// let credential = ClientCredentials::new(
///     "https://contoso.authentication.eu10.hana.ondemand.com/oauth/token",
///     "sb-contoso",
///     "open sesame",
/// )?;
/// assert!(!format!("{credential:?}").contains("sesame"));
/// # #[cfg(feature = "reqwest")] {
/// let client = Defender::builder().credential(credential).build()?;
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ClientCredentials {
    grant: Arc<Grant>,
    source: Arc<dyn TokenSource>,
    cache: Cache,
}

impl ClientCredentials {
    /// The endpoint, and what the program is known by there. Both go into the header, encoded as RFC 6749, 2.3.1 has it.
    ///
    /// # Errors
    /// When the URL is neither https nor on this machine, and when the id or the secret is empty.
    pub fn new(token_url: &str, client_id: &str, secret: &str) -> Result<Self, CredentialError> {
        if secret.is_empty() {
            return Err(CredentialError::new("the client secret is empty"));
        }
        let proof = Proof::Header(secret.to_owned());
        Self::proving(token_url, client_id, proof)
    }

    pub(super) fn proving(
        token_url: &str,
        client_id: &str,
        proof: Proof,
    ) -> Result<Self, CredentialError> {
        if client_id.is_empty() {
            return Err(CredentialError::new("the client id is empty"));
        }
        let grant = Arc::new(Grant::new(checked(token_url)?, client_id.to_owned(), proof));
        Ok(ClientCredentials {
            source: grant.clone(),
            grant,
            cache: Cache::new(),
        })
    }

    /// The same with another grant; it has no tokens yet, and clones of before stay as they are.
    fn with(mut self, change: impl FnOnce(&mut Grant)) -> Self {
        change(Arc::make_mut(&mut self.grant));
        self.source = self.grant.clone();
        self.cache = self.cache.emptied();
        self
    }

    /// Sends id and secret in the form: some endpoints read them only there, and some do not decode what stands in the header, so
    /// that a secret with more than letters, digits, `-`, `.` and `_` is none to them.
    #[must_use]
    pub fn secret_in_body(self) -> Self {
        self.with(Grant::prove_in_body)
    }

    /// One more parameter of the form, such as `audience` or `resource`.
    #[must_use]
    pub fn parameter(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let parameter = (name.into(), value.into());
        self.with(|grant| grant.parameters.push(parameter))
    }

    /// Another transport than one of reqwest's with a pool of its own: the client's, one with a proxy, a mock.
    #[must_use]
    pub fn transport(self, transport: impl Transport) -> Self {
        let transport: Arc<dyn Transport> = Arc::new(transport);
        self.with(|grant| grant.endpoint.transport = Some(transport))
    }

    /// Another clock than the usual one; see [`TokenCache::clock`](crate::TokenCache::clock). Without one that can wait, nothing is tried again.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        let time = Time::given(Arc::new(clock));
        self.cache = self.cache.with_time(time.clone());
        self.with(|grant| grant.endpoint.time = time)
    }

    /// How long before its end a token is replaced; never sooner than a fifth of its life before.
    #[must_use]
    pub fn refresh_before(mut self, time: Duration) -> Self {
        self.cache = self.cache.with_early(time);
        self
    }

    pub(super) fn with_url(self, url: &str) -> Result<Self, CredentialError> {
        let url = checked(url)?;
        Ok(self.with(|grant| grant.url = url))
    }

    /// Without a scope nothing is asked.
    pub(super) fn needing_scope(self) -> Self {
        self.with(|grant| grant.needs_scope = true)
    }

    #[cfg(feature = "certificate")]
    pub(super) fn with_proof(self, proof: Proof) -> Self {
        self.with(|grant| grant.proof = proof)
    }

    #[cfg(feature = "certificate")]
    pub(super) fn proof(&self) -> &Proof {
        &self.grant.proof
    }

    /// What may be shown of it.
    pub(super) fn show(&self, f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
        f.debug_struct(name)
            .field("token_url", &shown(&self.grant.url))
            .field("client_id", &self.grant.client_id)
            .finish_non_exhaustive()
    }
}

/// A URL that a secret may go to.
fn checked(text: &str) -> Result<Url, CredentialError> {
    let refused = |reason: &str| {
        CredentialError::new(format!("the token URL `{}` {reason}", shown_text(text)))
    };
    let url = Url::parse(text).map_err(|error| refused(&format!("is no URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("holds a user name, which is given apart"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(refused("is not https, so the secret is not sent there")),
    }
}

impl Credential for ClientCredentials {
    fn authorization<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        self.cache.authorization(&self.source, scope)
    }

    fn rejected(&self, value: &HeaderValue) -> bool {
        self.cache.rejected(value)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(f, "ClientCredentials")
    }
}

//! An application with a client secret.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use odata_core::transport::{BoxFuture, Transport};

use super::{credentials, token_url};
use crate::client::oauth::Proof;
use crate::client::{ClientCredentials, Clock, Credential, CredentialError};

/// An application of Microsoft Entra ID with a client secret.
///
/// # Example: Defender
/// ```
/// use odata::entra::ClientSecret;
/// # use odata::doc_example::Defender;
///
/// let credential = ClientSecret::new("contoso.onmicrosoft.com", "00001111-aaaa-2222-bbbb-3333cccc4444", "open sesame")?;
/// assert!(!format!("{credential:?}").contains("sesame"));
/// # #[cfg(feature = "reqwest")] {
/// let defender = Defender::builder().credential(credential).build()?;
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In another cloud:
/// ```
/// # use odata::entra::{ClientSecret, US_GOVERNMENT};
/// # let (tenant, client_id, secret) = ("contoso.onmicrosoft.us", "00001111-aaaa-2222-bbbb-3333cccc4444", "open sesame");
/// let credential = ClientSecret::new(tenant, client_id, secret)?.authority(US_GOVERNMENT)?;
/// # let _ = credential;
/// # Ok::<(), odata::CredentialError>(())
/// ```
#[derive(Clone)]
pub struct ClientSecret {
    tenant: String,
    credentials: ClientCredentials,
}

impl ClientSecret {
    /// The tenant, by its id or a domain of it, the application's (client) id, and a secret of it.
    ///
    /// # Errors
    /// When the tenant is no id and no domain, and when one of the others is empty.
    pub fn new(tenant: &str, client_id: &str, secret: &str) -> Result<Self, CredentialError> {
        if secret.is_empty() {
            return Err(CredentialError::new("the client secret is empty"));
        }
        Ok(ClientSecret {
            credentials: credentials(tenant, client_id, Proof::Body(secret.to_owned()))?,
            tenant: tenant.to_owned(),
        })
    }

    /// Another authority than [`PUBLIC`](super::PUBLIC): [`US_GOVERNMENT`](super::US_GOVERNMENT), [`CHINA`](super::CHINA), one on this machine.
    ///
    /// # Errors
    /// When it is neither https nor on this machine.
    pub fn authority(self, url: &str) -> Result<Self, CredentialError> {
        let url = token_url(url, &self.tenant)?;
        Ok(ClientSecret {
            credentials: self.credentials.with_url(&url)?,
            ..self
        })
    }

    fn with(self, change: impl FnOnce(ClientCredentials) -> ClientCredentials) -> Self {
        ClientSecret {
            credentials: change(self.credentials),
            ..self
        }
    }

    /// See [`ClientCredentials::transport`].
    #[must_use]
    pub fn transport(self, transport: impl Transport) -> Self {
        self.with(|credentials| credentials.transport(transport))
    }

    /// See [`ClientCredentials::clock`].
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        self.with(|credentials| credentials.clock(clock))
    }

    /// See [`ClientCredentials::refresh_before`].
    #[must_use]
    pub fn refresh_before(self, time: Duration) -> Self {
        self.with(|credentials| credentials.refresh_before(time))
    }
}

impl Credential for ClientSecret {
    fn authorization<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        self.credentials.authorization(scope)
    }

    fn rejected(&self, value: &HeaderValue) -> bool {
        self.credentials.rejected(value)
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.credentials.show(f, "ClientSecret")
    }
}

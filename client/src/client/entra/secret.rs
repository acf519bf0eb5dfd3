//! An application with a client secret.

use super::application::application;
use super::credentials;
use crate::client::oauth::Proof;
use crate::client::{ClientCredentials, CredentialError};

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
}

application!(ClientSecret, "See [`ClientCredentials::clock`].");

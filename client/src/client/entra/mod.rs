//! Microsoft Entra ID: tokens for an application that acts for itself (formerly Azure Active Directory).
//!
//! What is asked for is the scope of the service, `scope` in `service.toml`, unless [`ClientBuilder::scope`](crate::ClientBuilder::scope) says
//! otherwise. The request is that of <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>. How tokens are
//! kept, and what is tried again, is that of [`ClientCredentials`].

mod application;
#[cfg(feature = "certificate")]
mod assertion;
#[cfg(feature = "certificate")]
mod certificate;
mod secret;
#[cfg(test)]
mod tests;

#[cfg(feature = "certificate")]
pub(super) use assertion::Certificate;
#[cfg(feature = "certificate")]
pub use certificate::ClientCertificate;
pub use secret::ClientSecret;

use super::oauth::Proof;
use super::{ClientCredentials, CredentialError};

/// The authority of the public cloud, and of the government's GCC. It is asked unless another one is set.
pub const PUBLIC: &str = "https://login.microsoftonline.com";

/// The authority of the United States government: GCC High and DoD.
pub const US_GOVERNMENT: &str = "https://login.microsoftonline.us";

/// The authority of the cloud that 21Vianet runs in China.
pub const CHINA: &str = "https://login.partner.microsoftonline.cn";

/// Tokens from the token endpoint of a tenant.
fn credentials(
    tenant: &str,
    client_id: &str,
    proof: Proof,
) -> Result<ClientCredentials, CredentialError> {
    let url = token_url(PUBLIC, tenant)?;
    Ok(ClientCredentials::proving(&url, client_id, proof)?.needing_scope())
}

fn token_url(authority: &str, tenant: &str) -> Result<String, CredentialError> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    if tenant.is_empty() || tenant.starts_with('.') || !tenant.chars().all(is_name) {
        return Err(CredentialError::new(
            "the tenant is an id or a domain, such as contoso.onmicrosoft.com",
        ));
    }
    let authority = authority.trim_end_matches('/');
    Ok(format!("{authority}/{tenant}/oauth2/v2.0/token"))
}

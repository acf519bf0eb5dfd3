//! An application with a certificate.

use std::sync::Arc;

use super::application::application;
use super::{Certificate, credentials};
use crate::client::oauth::Proof;
use crate::client::{ClientCredentials, CredentialError};

/// An application of Microsoft Entra ID with a certificate (feature `certificate`).
///
/// The private key leaves this program in no form: what is sent is a statement that is signed with it and holds for ten minutes, PS256 with
/// the certificate's SHA-256 thumbprint, as in <https://learn.microsoft.com/entra/identity-platform/certificate-credentials>.
///
/// # Example: both in one file
/// ```no_run
/// use odata::entra::ClientCertificate;
/// # use odata::doc_example::Defender;
///
/// let pem = std::fs::read("application.pem")?;
/// let credential = ClientCertificate::new("contoso.onmicrosoft.com", "00001111-aaaa-2222-bbbb-3333cccc4444", &pem, &pem)?;
/// # #[cfg(feature = "reqwest")] {
/// let defender = Defender::builder().credential(credential).build()?;
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ClientCertificate {
    tenant: String,
    credentials: ClientCredentials,
}

impl ClientCertificate {
    /// The tenant, by its id or a domain of it, the application's (client) id, a certificate that is registered with it, and its private RSA key,
    /// unencrypted (`PRIVATE KEY` or `RSA PRIVATE KEY`). Both are PEM, and may be one text; of several certificates the first counts.
    ///
    /// # Errors
    /// When the tenant is no id and no domain, when the application's id is empty, and when a text has no certificate or no key that can be used.
    pub fn new(
        tenant: &str,
        client_id: &str,
        certificate: &[u8],
        key: &[u8],
    ) -> Result<Self, CredentialError> {
        let certificate = Arc::new(Certificate::read(certificate, key)?);
        Ok(ClientCertificate {
            credentials: credentials(tenant, client_id, Proof::Certificate(certificate))?,
            tenant: tenant.to_owned(),
        })
    }

    /// Names the certificate by its SHA-1 thumbprint, and signs with RS256: for authorities that do not know the newer form.
    #[must_use]
    pub fn sha1_thumbprint(self) -> Self {
        let proof = match self.credentials.proof() {
            Proof::Certificate(certificate) => Proof::Certificate(Arc::new(certificate.by_sha1())),
            other => other.clone(),
        };
        self.with(|credentials| credentials.with_proof(proof))
    }
}

application!(
    ClientCertificate,
    "See [`ClientCredentials::clock`]. Its date stands in what is signed."
);

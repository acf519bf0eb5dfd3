//! The signed statement that a client is who it says (RFC 7523, section 3; RFC 7515).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

use crate::change::write_string;
use crate::client::CredentialError;
use crate::client::basic_auth::base64;

/// How long a statement holds.
const LIFETIME: Duration = Duration::from_secs(10 * 60);

/// A certificate, by its thumbprint, and its key.
pub(in crate::client) struct Certificate {
    key: Arc<RsaKeyPair>,
    der: Arc<CertificateDer<'static>>,
    is_named_by_sha1: bool,
}

impl Certificate {
    pub(super) fn read(certificate: &[u8], key: &[u8]) -> Result<Self, CredentialError> {
        let der = CertificateDer::from_pem_slice(certificate).map_err(|_| {
            CredentialError::new("the text has no `CERTIFICATE` in PEM that can be read")
        })?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| {
            CredentialError::new(
                "the text has no unencrypted `PRIVATE KEY` in PEM that can be read",
            )
        })?;
        let key = match &key {
            PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err(CredentialError::new("the private key is no RSA key")),
        };
        let key = key.map_err(|rejected| {
            CredentialError::new(format!(
                "the private key is no RSA key that can be used: {rejected}"
            ))
        })?;
        Ok(Certificate {
            key: Arc::new(key),
            der: Arc::new(der),
            is_named_by_sha1: false,
        })
    }

    pub(super) fn by_sha1(&self) -> Self {
        Certificate {
            key: self.key.clone(),
            der: self.der.clone(),
            is_named_by_sha1: true,
        }
    }

    /// A statement for that audience, signed.
    pub(in crate::client) fn assertion(
        &self,
        client_id: &str,
        audience: &str,
        now: SystemTime,
    ) -> Result<String, CredentialError> {
        let failed = || CredentialError::new("the statement could not be signed");
        let mut id = [0; 16];
        let random = SystemRandom::new();
        random.fill(&mut id).map_err(|_| failed())?;
        let since = now.duration_since(SystemTime::UNIX_EPOCH);
        let since = since.map_err(|_| CredentialError::new("the clock is before 1970"))?;
        let (begin, end) = (since.as_secs(), (since + LIFETIME).as_secs());
        let (algorithm, name, thumbprint) = match self.is_named_by_sha1 {
            false => ("PS256", "x5t#S256", digest(&SHA256, &self.der)),
            true => ("RS256", "x5t", digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.der)),
        };
        let header = format!(
            r#"{{"alg":"{algorithm}","typ":"JWT","{name}":"{}"}}"#,
            base64url(thumbprint.as_ref())
        );
        let client = json_string(client_id);
        let payload = format!(
            r#"{{"aud":{},"iss":{client},"sub":{client},"jti":"{}","nbf":{begin},"iat":{begin},"exp":{end}}}"#,
            json_string(audience),
            base64url(&id)
        );
        let signed = format!(
            "{}.{}",
            base64url(header.as_bytes()),
            base64url(payload.as_bytes())
        );
        let mut signature = vec![0; self.key.public_modulus_len()];
        let padding = match self.is_named_by_sha1 {
            false => &RSA_PSS_SHA256,
            true => &RSA_PKCS1_SHA256,
        };
        self.key
            .sign(padding, &random, signed.as_bytes(), &mut signature)
            .map_err(|_| failed())?;
        Ok(format!("{signed}.{}", base64url(&signature)))
    }
}

/// Base64 for URLs, without padding (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    let text = base64(bytes).replace('+', "-").replace('/', "_");
    text.trim_end_matches('=').to_owned()
}

fn json_string(text: &str) -> String {
    let mut json = String::new();
    write_string(text, &mut json);
    json
}

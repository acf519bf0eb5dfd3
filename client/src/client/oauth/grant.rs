//! A token request: who asks, for what, and how that is proved.

use odata_core::transport::BoxFuture;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::endpoint::{Endpoint, TokenRequest};
use crate::client::errand::{self, Failure};
use crate::client::{AccessToken, BasicAuth, CredentialError, TokenSource};

#[derive(Clone)]
pub(in crate::client) struct Grant {
    pub(super) url: Url,
    pub(super) client_id: String,
    pub(super) proof: Proof,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) needs_scope: bool,
    pub(super) endpoint: Endpoint,
}

/// What shows that the program is who it says.
#[derive(Clone)]
pub(in crate::client) enum Proof {
    /// A secret, by basic authentication.
    Header(String),
    /// A secret, in the form.
    Body(String),
    /// A statement that is signed anew for each try (RFC 7523, 2.2).
    #[cfg(feature = "certificate")]
    Certificate(std::sync::Arc<crate::client::entra::Certificate>),
}

impl Grant {
    pub(super) fn new(url: Url, client_id: String, proof: Proof) -> Self {
        Grant {
            url,
            client_id,
            proof,
            parameters: Vec::new(),
            needs_scope: false,
            endpoint: Endpoint::new(),
        }
    }

    pub(super) fn prove_in_body(&mut self) {
        if let Proof::Header(secret) = &self.proof {
            self.proof = Proof::Body(secret.clone());
        }
    }

    /// The request as it leaves now.
    fn request(&self, scope: Option<&str>) -> Result<TokenRequest<'_>, CredentialError> {
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        let mut is_encoded = false;
        let (authorization, secret) = match &self.proof {
            Proof::Header(words) => {
                let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                let (id, word) = (encoded(&self.client_id), encoded(words));
                is_encoded = (&id, &word) != (&self.client_id, words);
                let basic = BasicAuth::new(&id, &word)?;
                (Some(basic.header().clone()), Some(words.as_str()))
            }
            Proof::Body(words) => {
                form.append_pair("client_id", &self.client_id);
                form.append_pair("client_secret", words);
                (None, Some(words.as_str()))
            }
            #[cfg(feature = "certificate")]
            Proof::Certificate(certificate) => {
                let now = self.endpoint.time.date();
                let now = now.ok_or_else(|| CredentialError::new("there is no clock"))?;
                let signed = certificate.assertion(&self.client_id, self.url.as_str(), now)?;
                form.append_pair("client_id", &self.client_id);
                form.append_pair(
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                );
                form.append_pair("client_assertion", &signed);
                (None, None)
            }
        };
        if let Some(scope) = scope {
            form.append_pair("scope", scope);
        }
        for (name, value) in &self.parameters {
            form.append_pair(name, value);
        }
        Ok(TokenRequest {
            url: &self.url,
            authorization,
            form: form.finish(),
            secret,
            is_encoded,
        })
    }

    async fn once(&self, scope: Option<&str>) -> Result<AccessToken, Failure> {
        self.endpoint.ask(self.request(scope)?).await
    }
}

impl TokenSource for Grant {
    fn token<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            if self.needs_scope && scope.is_none_or(str::is_empty) {
                return Err(CredentialError::new(
                    "no scope is known to ask a token for: `scope` in service.toml, or `ClientBuilder::scope`, says it",
                ));
            }
            errand::tried(&self.endpoint.time, || Box::pin(self.once(scope))).await
        })
    }
}

//! Credentials of other people's making: `azure_core`'s.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use azure_core::credentials::TokenCredential;
use http::HeaderValue;
use odata_core::transport::BoxFuture;

use super::tokens::{Cache, Time};
use super::{AccessToken, Clock, Credential, CredentialError, TokenSource};

/// How much of an error is shown.
const SHOWN: usize = 1_000;

/// A credential of `azure_core`, such as those of `azure_identity` (feature `azure_core`, for `azure_core` 1).
///
/// Tokens are kept as [`TokenCache`](crate::TokenCache) does; the credential may keep them, too.
///
/// # Example: whoever is logged in, or the machine itself
/// ```
/// use std::sync::Arc;
/// use azure_core::credentials::TokenCredential;
/// use odata::AzureCredential;
/// # use odata::doc_example::Defender;
///
/// # fn example(found: Arc<dyn TokenCredential>) -> odata::Result<()> {
/// // let found = azure_identity::DeveloperToolsCredential::new(None)?;
/// # #[cfg(feature = "reqwest")] {
/// let defender = Defender::builder().credential(AzureCredential::new(found)).build()?;
/// # }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct AzureCredential {
    source: Arc<Source>,
    tokens: Arc<dyn TokenSource>,
    cache: Cache,
}

#[derive(Clone)]
struct Source {
    credential: Arc<dyn TokenCredential>,
    time: Time,
}

impl AzureCredential {
    /// Takes it as `azure_identity` gives it.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        let source = Arc::new(Source {
            credential,
            time: Time::usual(),
        });
        AzureCredential {
            tokens: source.clone(),
            source,
            cache: Cache::new(),
        }
    }

    /// Another clock than the usual one; see [`TokenCache::clock`](crate::TokenCache::clock).
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        let time = Time::given(Arc::new(clock));
        let source = Arc::new(Source {
            credential: self.source.credential.clone(),
            time: time.clone(),
        });
        AzureCredential {
            tokens: source.clone(),
            source,
            cache: self.cache.with_time(time),
        }
    }

    /// How long before its end a token is replaced; never sooner than a fifth of its life before.
    #[must_use]
    pub fn refresh_before(mut self, time: Duration) -> Self {
        self.cache = self.cache.with_early(time);
        self
    }
}

impl TokenSource for Source {
    fn token<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            let scope = scope.ok_or_else(|| {
                CredentialError::new(
                    "no scope is known to ask a token for: `scope` in service.toml, or `ClientBuilder::scope`, says it",
                )
            })?;
            let got = self.credential.get_token(&[scope], None).await;
            let got = got.map_err(|error| {
                let reason: String = error.to_string().chars().take(SHOWN).collect();
                CredentialError::new(reason)
            })?;
            let token = AccessToken::new(got.token.secret())?;
            let end = u64::try_from(got.expires_on.unix_timestamp()).unwrap_or_default();
            Ok(match self.time.date() {
                Some(date) => {
                    let now = date.duration_since(SystemTime::UNIX_EPOCH);
                    let end = Duration::from_secs(end);
                    token.expires_in(end.saturating_sub(now.unwrap_or_default()))
                }
                None => token,
            })
        })
    }
}

impl Credential for AzureCredential {
    fn authorization<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
        self.cache.authorization(&self.tokens, scope)
    }

    fn rejected(&self, value: &HeaderValue) -> bool {
        self.cache.rejected(value)
    }
}

impl fmt::Debug for AzureCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AzureCredential(..)")
    }
}

#[cfg(test)]
mod tests;

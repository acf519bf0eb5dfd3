//! Bearer tokens that end: where they come from, and how they are kept.

mod cache;
mod slot;
mod source;
#[cfg(test)]
pub(super) mod tests;
mod time;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use odata_core::transport::BoxFuture;

pub(super) use cache::Cache;
use cache::{Fetch, Outcome};
pub use source::{AccessToken, TokenSource};
pub(super) use time::Time;

use super::{Clock, Credential, CredentialError};

/// A credential that keeps the tokens of a [`TokenSource`], and gets another one in time.
///
/// - Each scope has its token. It is used until its end is near.
/// - Five minutes before the end ([`refresh_before`](TokenCache::refresh_before)), or a fifth of its life where that is shorter, one request gets
///   another token; all others go on with the old one. So does that request, if no other token comes within five seconds.
/// - Without a token, all requests wait for one and the same. If it is not to be had, all of them fail, and the next request tries again.
/// - The token request goes on while any request waits for it, and ends when the last of them is dropped.
/// - A token that the service does not accept (401) is replaced once, however many requests it was sent with. If the new one is not
///   accepted either, it is not replaced for five seconds.
///
/// Clones share the tokens. It needs no runtime.
///
/// # Example: tokens from anything
/// ```
/// use std::time::Duration;
/// use odata::{AccessToken, CredentialError, TokenCache};
/// # use odata::doc_example::Defender;
///
/// # async fn token_of_the_vault(_: &str) -> Result<String, std::io::Error> { Ok(String::new()) }
/// let credential = TokenCache::new(|scope: Option<&str>| {
///     let scope = scope.unwrap_or_default().to_owned();
///     async move {
///         let token = token_of_the_vault(&scope)
///             .await
///             .map_err(|error| CredentialError::new(format!("the vault: {error}")))?;
///         Ok(AccessToken::new(&token)?.expires_in(Duration::from_secs(3600)))
///     }
/// });
/// # #[cfg(feature = "reqwest")] {
/// let defender = Defender::builder().credential(credential).build()?;
/// # }
/// # Ok::<(), odata::Error>(())
/// ```
#[derive(Clone)]
pub struct TokenCache {
    source: Arc<dyn TokenSource>,
    cache: Cache,
}

impl TokenCache {
    /// Keeps the tokens of that source.
    pub fn new(source: impl TokenSource) -> Self {
        TokenCache {
            source: Arc::new(source),
            cache: Cache::new(),
        }
    }

    /// Another clock than the usual one: a test's, another runtime's. Without the feature `reqwest` time is the system's, but nothing can wait.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.cache = self.cache.with_time(Time::given(Arc::new(clock)));
        self
    }

    /// How long before its end a token is replaced; never sooner than a fifth of its life before.
    #[must_use]
    pub fn refresh_before(mut self, time: Duration) -> Self {
        self.cache = self.cache.with_early(time);
        self
    }
}

impl Credential for TokenCache {
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

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCache(..)")
    }
}

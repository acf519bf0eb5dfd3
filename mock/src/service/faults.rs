//! What goes wrong, what is refused, and what is told of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::MockService;
use crate::token_endpoint::Tokens;
use crate::{Counts, SeenRequest, TokenEndpoint, Trouble, random};

impl MockService {
    /// Makes the next request fail, once. Said several times, the requests fail in turn, each with its own trouble.
    ///
    /// Clones made after this share what is left. What [`intercept`](Self::intercept) answers is spared.
    ///
    /// # Example: the first request fails, then the second
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::{MockService, Trouble};
    /// let service = MockService::from_csdl(CSDL)?
    ///     .trouble_once(Trouble::server_error())
    ///     .trouble_once(Trouble::cut_off());
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn trouble_once(self, trouble: Trouble) -> Self {
        let met = AtomicBool::new(false);
        self.trouble_when(move |_| !met.swap(true, Ordering::Relaxed), trouble)
    }

    /// Makes all requests fail for which a closure says so. Of several troubles, the first one that applies counts.
    ///
    /// # Example: pages break off from the third on
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::{MockService, Trouble};
    /// let service = MockService::from_csdl(CSDL)?.page_size(10).trouble_when(
    ///     |request| request.query().contains("$skiptoken=20"),
    ///     Trouble::cut_off(),
    /// );
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn trouble_when(
        mut self,
        condition: impl Fn(&SeenRequest) -> bool + Send + Sync + 'static,
        trouble: Trouble,
    ) -> Self {
        let befalls = move |request: &SeenRequest| condition(request).then(|| trouble.clone());
        self.config.troubles.push(Arc::new(befalls));
        self
    }

    /// Makes a share of all requests fail, between none (0) and each of them (1), and draws which and how.
    ///
    /// What is drawn depends on the seed and on how many requests came before, so that a run can be had again where
    /// requests come in the same order. Clones made after this draw from the same sequence.
    ///
    /// # Example: one request in twenty
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::{MockService, Trouble};
    /// let troubles = vec![Trouble::server_error(), Trouble::cut_off(), Trouble::reset()];
    /// let service = MockService::from_csdl(CSDL)?.trouble_randomly(7, 0.05, troubles);
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn trouble_randomly(mut self, seed: u64, share: f64, troubles: Vec<Trouble>) -> Self {
        let drawn = AtomicU64::new(0);
        let count = u64::try_from(troubles.len()).unwrap_or(u64::MAX).max(1);
        self.config.troubles.push(Arc::new(move |_| {
            let at = drawn.fetch_add(2, Ordering::Relaxed);
            if random::fraction(seed, at) >= share {
                return None;
            }
            let which = random::number(seed, at.wrapping_add(1)) % count;
            troubles.get(usize::try_from(which).ok()?).cloned()
        }));
        self
    }

    /// Answers 429 to requests that are more than so many in any span of that length, and counts them
    /// ([`Counts::over_limit`]).
    ///
    /// `Retry-After` says when the next may come, in whole seconds, rounded up. What is refused does not count for the
    /// limit. Said several times, a request has to be within each. Troubles befall only what is within the limits.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::MockService;
    /// use std::time::Duration;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?.rate_limit(2, Duration::from_secs(60));
    /// let transport = service.transport();
    /// for status in [200, 200, 429] {
    ///     let request = http::Request::get(service.url()).body(RequestBody::empty())?;
    ///     assert_eq!(transport.send(request).await?.status(), status);
    /// }
    /// assert_eq!(service.counts().over_limit, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    #[must_use]
    pub fn rate_limit(self, calls: usize, per: Duration) -> Self {
        self.rate_limit_when(|_| true, calls, per)
    }

    /// The same for requests of which a closure says so: the limit of an operation.
    ///
    /// # Example: ten exports a minute
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// use std::time::Duration;
    /// let minute = Duration::from_secs(60);
    /// let service = MockService::from_csdl(CSDL)?
    ///     .rate_limit_when(|request| request.path().ends_with("/files"), 10, minute);
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn rate_limit_when(
        self,
        condition: impl Fn(&SeenRequest) -> bool + Send + Sync + 'static,
        calls: usize,
        per: Duration,
    ) -> Self {
        self.limits.add(Arc::new(condition), calls, per);
        self
    }

    /// Gives out tokens, and answers 401 to all other requests that have none that holds (RFC 6750, 3).
    ///
    /// [`TokenEndpoint`] has an example.
    #[must_use]
    pub fn token_endpoint(mut self, endpoint: TokenEndpoint) -> Self {
        self.config.tokens = Some(Arc::new(Tokens::new(endpoint)));
        self
    }

    /// Lets none of the tokens that were given out hold any more, as a service does before their time is up.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::{MockService, TokenEndpoint};
    /// let endpoint = TokenEndpoint::new("contoso", "app", "secret");
    /// let service = MockService::from_csdl(CSDL)?.token_endpoint(endpoint);
    /// service.revoke_tokens();
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    pub fn revoke_tokens(&self) {
        if let Some(tokens) = &self.config.tokens {
            tokens.revoke();
        }
    }

    /// Packs the bodies of answers to requests that say `Accept-Encoding: gzip`, over HTTP; see
    /// [`Canned::gzip`](crate::Canned::gzip()).
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?.gzip();
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn gzip(mut self) -> Self {
        self.config.gzip = true;
        self
    }

    /// Keeps that many requests, the latest, so that a long run does not fill the memory; none, if it is zero.
    ///
    /// [`counts`](Self::counts) counts all of them. All clones keep as many.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?.keep_requests(100);
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn keep_requests(self, latest: usize) -> Self {
        self.log.keep(latest);
        self
    }

    /// Every request so far, the oldest first, intercepted ones too; the latest, where
    /// [`keep_requests`](Self::keep_requests) was said.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.log.requests()
    }

    /// How many requests there were, and what became of them.
    pub fn counts(&self) -> Counts {
        self.log.counts()
    }
}

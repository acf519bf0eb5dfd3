//! How batches are answered.

use std::sync::{Arc, RwLock};

use super::MockService;
use crate::store::Store;
use crate::trouble::too_many_requests;
use crate::{BatchQuirk, Canned, SeenRequest};

/// How many requests a batch may have, unless it is said.
pub(super) const MOST_PARTS: usize = 10_000;

impl MockService {
    /// Refuses batches with more requests than that (400); it is 10,000 unless it is said.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?.max_batch_parts(100);
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn max_batch_parts(mut self, requests: usize) -> Self {
        self.config.most_batch_parts = requests;
        self
    }

    /// Answers batches as few services do; said several times, in each of these ways.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::{BatchQuirk, MockService};
    /// let service = MockService::from_csdl(CSDL)?
    ///     .batch_quirk(BatchQuirk::LineFeeds)
    ///     .batch_quirk(BatchQuirk::NoEnd);
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn batch_quirk(mut self, quirk: BatchQuirk) -> Self {
        self.config.batch_quirks.push(quirk);
        self
    }

    /// The same service over other rows.
    pub(crate) fn over(&self, store: Arc<RwLock<Store>>) -> Self {
        MockService {
            store,
            ..self.clone()
        }
    }

    /// Answers a request that came in a batch. What is kept of requests is the batch.
    pub(crate) fn handle_part(&self, seen: &SeenRequest) -> Canned {
        let mut interceptors = self.config.interceptors.iter();
        if let Some(canned) = interceptors.find_map(|intercept| intercept(seen)) {
            return canned;
        }
        if let Some(wait) = self.limits.refuses(seen) {
            self.log.count(|counts| counts.over_limit += 1);
            return too_many_requests(wait);
        }
        self.own(seen)
    }

    /// Whether answers may come from closures, which may ask the service themselves.
    pub(crate) fn asks_closures(&self) -> bool {
        let config = &self.config;
        !config.interceptors.is_empty() || !config.operations.is_empty() || !config.forms.is_empty()
    }
}

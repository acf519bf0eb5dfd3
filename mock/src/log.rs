//! What came in, and how much of it.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::SeenRequest;

/// How many of what a service has met since it was made, for [`MockService::counts`](crate::MockService::counts).
///
/// ```
/// # const CSDL: &str = include_str!("../tests/files.xml");
/// use odata_mock::MockService;
/// assert_eq!(MockService::from_csdl(CSDL)?.counts().requests, 0);
/// # Ok::<(), odata_mock::MockError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// All requests, intercepted ones too.
    pub requests: u64,
    /// Those that met with a trouble.
    pub troubled: u64,
    /// Those that were more than a rate limit lets.
    pub over_limit: u64,
    /// Tokens that were given out.
    pub tokens: u64,
}

/// The requests that are kept, and the counts of all.
#[derive(Debug, Default)]
pub(crate) struct Log(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    kept: VecDeque<SeenRequest>,
    /// How many are kept; all, unless it is said.
    limit: Option<usize>,
    counts: Counts,
}

impl Log {
    /// Keeps a request, and says when it came: in the order of the log, whichever thread was first.
    pub(crate) fn add(&self, request: &mut SeenRequest) {
        let mut inner = self.lock();
        request.arrived = std::time::Instant::now();
        inner.counts.requests += 1;
        if inner.limit != Some(0) {
            inner.kept.push_back(request.clone());
            inner.shorten();
        }
    }

    pub(crate) fn keep(&self, limit: usize) {
        let mut inner = self.lock();
        inner.limit = Some(limit);
        inner.shorten();
    }

    pub(crate) fn count(&self, change: impl FnOnce(&mut Counts)) {
        change(&mut self.lock().counts);
    }

    pub(crate) fn counts(&self) -> Counts {
        self.lock().counts
    }

    pub(crate) fn requests(&self) -> Vec<SeenRequest> {
        self.lock().kept.iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn shorten(&mut self) {
        let limit = self.limit.unwrap_or(usize::MAX);
        self.kept.drain(..self.kept.len().saturating_sub(limit));
    }
}

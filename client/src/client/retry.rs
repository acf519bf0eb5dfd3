//! How often and when a request is tried again.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::random;

/// How a request that failed is tried again; [`ClientBuilder::retry`](crate::ClientBuilder::retry) takes it.
///
/// What may be tried again depends on the request and on the failure:
///
/// | failure | reading, `PUT`, `DELETE` | `POST`, `PATCH` |
/// |---|---|---|
/// | no connection could be made | again | again: nothing was sent |
/// | 429 | again | again: the service has done nothing |
/// | 401, where the credential can be renewed | again, once | again, once |
/// | 408, 500, 502, 503, 504 | again | not: it may have been done |
/// | time ran out, the connection or the answer broke off | again | not: it may have been done |
/// | any other | not | not |
///
/// A `POST` or `PATCH` that the service does once, however often it comes, is tried again as reading is, and after 425, too:
/// [`ClientBuilder::repeatable`](crate::ClientBuilder::repeatable).
///
/// Between two tries is a wait that doubles each time, of which up to a half is left to chance; where the service says how long to
/// wait (`Retry-After`, RFC 9110, 10.2.3), that is waited. A page that broke off is asked for again, and the rows that were given
/// are passed over. All clones of a client share a budget, so that a service that is down is not asked many times as often as one that works.
///
/// # Example: patient, or not at all
/// ```
/// use std::time::Duration;
/// use odata::Retry;
/// # use odata::doc_example::Defender;
/// # #[cfg(feature = "reqwest")] {
/// let patient = Retry::default().tries(8).waits(Duration::from_secs(1), Duration::from_secs(60));
/// let nightly = Defender::builder().retry(patient).build()?;
/// let interactive = Defender::builder().retry(Retry::never()).build()?;
/// # }
/// # Ok::<(), odata::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Retry {
    pub(super) tries: u32,
    first: Duration,
    longest: Duration,
    pub(super) longest_retry_after: Duration,
    budget: u32,
}

impl Default for Retry {
    /// Up to four tries, half a second at first and 30 seconds at most between them, 5 minutes if the service asks for it; a budget of 100.
    fn default() -> Self {
        Retry {
            tries: 4,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            longest_retry_after: Duration::from_secs(300),
            budget: 100,
        }
    }
}

impl Retry {
    /// No request is tried again.
    pub fn never() -> Self {
        Retry::default().tries(1)
    }

    /// How often a request is tried, the first time included.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// How long is waited before the second try, and before any at most.
    #[must_use]
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// How long is waited at most because the service asks for it. Where it asks for longer, the error comes at once, and
    /// [`retry_after`](crate::Error::retry_after) says how long.
    #[must_use]
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// How many tries more than one all requests of a client may have together, before there have to be answers again: ten requests that
    /// are answered give one of these tries back.
    #[must_use]
    pub fn budget(mut self, tries: u32) -> Self {
        self.budget = tries;
        self
    }

    /// How long is waited after so many tries.
    pub(super) fn wait(&self, tries: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(tries.saturating_sub(1).min(31));
        let whole = self.first.saturating_mul(doubled).min(self.longest);
        whole.mul_f64(0.5 + 0.5 * chance())
    }
}

/// A number from 0 to 1, another one each time.
fn chance() -> f64 {
    let bits = random::bits().unwrap_or(u64::MAX / 2);
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

/// What all requests of a client may be tried more than once, together.
#[derive(Debug)]
pub(super) struct Budget {
    /// In tenths of a try.
    left: AtomicU32,
    most: u32,
}

/// What a try costs; an answer gives one.
const TRY: u32 = 10;

impl Budget {
    pub(super) fn of(retry: &Retry) -> Self {
        let most = retry.budget.saturating_mul(TRY);
        Budget {
            left: AtomicU32::new(most),
            most,
        }
    }

    /// Takes a try; says whether one was left.
    pub(super) fn take(&self) -> bool {
        let less = |left: u32| left.checked_sub(TRY);
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        taken.is_ok()
    }

    /// There was an answer.
    pub(super) fn give(&self) {
        // Nothing is written while all is well.
        if self.left.load(Ordering::Relaxed) < self.most {
            let more = |left: u32| (left < self.most).then(|| left + 1);
            let _ = self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let (first, longest) = (Duration::from_secs(1), Duration::from_secs(10));
        let retry = Retry::default().waits(first, longest);
        for (tries, whole) in [
            (1, 1),
            (2, 2),
            (3, 4),
            (4, 8),
            (5, 10),
            (40, 10),
            (u32::MAX, 10),
        ] {
            let whole = Duration::from_secs(whole);
            for _ in 0..50 {
                let wait = retry.wait(tries);
                assert!(wait >= whole / 2 && wait <= whole, "{tries}: {wait:?}");
            }
        }
        let all: Vec<_> = (0..20).map(|_| retry.wait(1)).collect();
        assert!(
            all.iter().any(|wait| *wait != all[0]),
            "there is no chance in it"
        );
    }

    #[test]
    fn the_budget_comes_back_with_answers() {
        let budget = Budget::of(&Retry::default().budget(2));
        budget.give();
        assert_eq!([(); 3].map(|()| budget.take()), [true, true, false]);
        for _ in 0..9 {
            budget.give();
        }
        assert!(!budget.take());
        budget.give();
        assert_eq!([(); 2].map(|()| budget.take()), [true, false]);
    }
}

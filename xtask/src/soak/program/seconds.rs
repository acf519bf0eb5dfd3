//! How many requests came in any second, whatever the limit is.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The requests of the last second, and the most that there ever were in one.
#[derive(Default)]
pub struct Seconds(Mutex<(VecDeque<Instant>, usize)>);

impl Seconds {
    /// One came just now.
    pub fn add(&self) {
        let (recent, fullest) = &mut *self.0.lock().expect("a lock");
        let now = Instant::now();
        while recent
            .front()
            .is_some_and(|came| now - *came >= Duration::from_secs(1))
        {
            recent.pop_front();
        }
        recent.push_back(now);
        *fullest = recent.len().max(*fullest);
    }

    pub fn fullest(&self) -> usize {
        self.0.lock().expect("a lock").1
    }
}

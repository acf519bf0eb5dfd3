//! Limits that the service keeps by refusing what is more.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::SeenRequest;
use crate::service::Condition;

/// The limits of a service. A request has to be within all that it comes under.
#[derive(Default)]
pub(crate) struct Limits(Mutex<Vec<Window>>);

/// At most so many requests in any span of that length.
struct Window {
    applies: Condition,
    calls: usize,
    per: Duration,
    /// When those that were let through came; as many as may, at most.
    recent: VecDeque<Instant>,
}

impl Limits {
    pub(crate) fn add(&self, applies: Condition, calls: usize, per: Duration) {
        let window = Window {
            applies,
            calls,
            per,
            recent: VecDeque::new(),
        };
        self.lock().push(window);
    }

    /// How long until a request may come, where it is one too many.
    pub(crate) fn refuses(&self, request: &SeenRequest) -> Option<Duration> {
        let mut windows = self.lock();
        let mut windows: Vec<&mut Window> = windows
            .iter_mut()
            .filter(|window| (window.applies)(request))
            .collect();
        // Taken under the lock, so that times stand in their order.
        let now = Instant::now();
        let wait = windows
            .iter_mut()
            .filter_map(|window| window.wait(now))
            .max();
        if wait.is_none() {
            // What is refused takes nobody's place.
            for window in windows {
                window.recent.push_back(now);
            }
        }
        wait
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    fn wait(&mut self, now: Instant) -> Option<Duration> {
        let per = self.per;
        let left = |came: &Instant| per.saturating_sub(now.saturating_duration_since(*came));
        while self.recent.front().is_some_and(|came| left(came).is_zero()) {
            self.recent.pop_front();
        }
        match self.recent.len() < self.calls {
            true => None,
            false => Some(self.recent.front().map_or(per, left)),
        }
    }
}

impl fmt::Debug for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let windows = self.lock();
        let windows = windows.iter().map(|window| (window.calls, window.per));
        f.debug_list().entries(windows).finish()
    }
}

//! The time that windows slide by.

use std::sync::Arc;
use std::time::Duration;

use crate::client::Clock;

/// The client's clock; where it has none, and the platform has one that can be looked at though not waited for, that one.
#[derive(Clone)]
pub(super) struct Time {
    clock: Option<Arc<dyn Clock>>,
    #[cfg(not(target_arch = "wasm32"))]
    start: std::time::Instant,
}

impl Time {
    pub(super) fn new(clock: Option<Arc<dyn Clock>>) -> Self {
        Time {
            clock,
            #[cfg(not(target_arch = "wasm32"))]
            start: std::time::Instant::now(),
        }
    }

    /// What one can wait by, if one can.
    pub(super) fn clock(&self) -> Option<&dyn Clock> {
        self.clock.as_deref().filter(|clock| clock.can_wait())
    }

    /// Nothing where no time can be told.
    pub(super) fn now(&self) -> Option<Duration> {
        match &self.clock {
            Some(clock) => Some(clock.now()),
            #[cfg(not(target_arch = "wasm32"))]
            None => Some(self.start.elapsed()),
            #[cfg(target_arch = "wasm32")]
            None => None,
        }
    }
}

//! tokio's time.

use std::time::{Duration, SystemTime};

use odata_core::transport::BoxFuture;
use tokio::runtime::Handle;
use tokio::time::Instant;

use super::{Alarm, Clock};

/// tokio's time.
#[derive(Debug)]
pub(super) struct TokioClock {
    start: Instant,
}

impl TokioClock {
    pub(super) fn new() -> Self {
        TokioClock {
            start: Instant::now(),
        }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        match Instant::now().checked_add(time) {
            Some(end) => Box::pin(Alarm::at(end)),
            // For ever.
            None => Box::pin(std::future::pending()),
        }
    }

    fn can_wait(&self) -> bool {
        Handle::try_current().is_ok()
    }
}

//! tokio's time.

use std::time::{Duration, SystemTime};

use odata_core::transport::BoxFuture;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};

use super::Clock;

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
        Box::pin(sleep(time))
    }

    fn can_wait(&self) -> bool {
        Handle::try_current().is_ok()
    }
}

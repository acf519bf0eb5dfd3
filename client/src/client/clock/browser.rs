//! JavaScript's time: of a browser, a worker of one, or Node.

use std::time::{Duration, SystemTime};

use gloo_timers::future::TimeoutFuture;
use odata_core::transport::BoxFuture;
use web_time::Instant;
use web_time::web::SystemTimeExt;

use super::Clock;

/// What `setTimeout` takes at most, which it takes as a signed number: a longer time would be over at once.
const LONGEST: Duration = Duration::from_millis(i32::MAX as u64);

/// JavaScript's time.
#[derive(Debug)]
pub(super) struct BrowserClock {
    start: Instant,
}

impl BrowserClock {
    pub(super) fn new() -> Self {
        BrowserClock {
            start: Instant::now(),
        }
    }
}

impl Clock for BrowserClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn date(&self) -> SystemTime {
        web_time::SystemTime::now().to_std()
    }

    fn sleep(&self, mut time: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            loop {
                let part = time.min(LONGEST);
                // Never too early.
                let milliseconds = part.as_nanos().div_ceil(1_000_000);
                TimeoutFuture::new(u32::try_from(milliseconds).unwrap_or(i32::MAX as u32)).await;
                time -= part;
                if time.is_zero() {
                    return;
                }
            }
        })
    }
}

//! The time that tokens age by.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime};

#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;

use odata_core::transport::BoxFuture;

use crate::client::{Clock, clock};

/// The clock that was given, or what there is without one.
#[derive(Clone)]
pub(in crate::client) struct Time {
    clock: Option<Arc<dyn Clock>>,
    #[cfg(not(target_arch = "wasm32"))]
    start: Instant,
}

impl Time {
    /// What there is without a clock.
    pub(in crate::client) fn usual() -> Self {
        Time::of(clock::usual())
    }

    pub(in crate::client) fn given(clock: Arc<dyn Clock>) -> Self {
        Time::of(Some(clock))
    }

    /// That of a client.
    pub(in crate::client) fn of(clock: Option<Arc<dyn Clock>>) -> Self {
        Time {
            clock,
            #[cfg(not(target_arch = "wasm32"))]
            start: Instant::now(),
        }
    }

    /// How long it is since some moment; nothing where nothing tells the time.
    pub(in crate::client) fn now(&self) -> Option<Duration> {
        let now = self.clock.as_ref().map(|clock| clock.now());
        #[cfg(not(target_arch = "wasm32"))]
        let now = now.or_else(|| Some(self.start.elapsed()));
        now
    }

    /// The time of day; nothing where nothing tells it.
    pub(in crate::client) fn date(&self) -> Option<SystemTime> {
        let date = self.clock.as_ref().map(|clock| clock.date());
        #[cfg(not(target_arch = "wasm32"))]
        let date = date.or_else(|| Some(SystemTime::now()));
        date
    }

    /// Waits; nothing where nothing can wait.
    pub(in crate::client) fn sleep(&self, time: Duration) -> Option<BoxFuture<'static, ()>> {
        let clock = self.clock.as_ref().filter(|clock| clock.can_wait())?;
        Some(clock.sleep(time))
    }

    /// The outcome, if it comes within that time. Where nothing can wait, it is waited for however long it takes.
    pub(in crate::client) async fn at_most<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        let mut alarm = None;
        poll_fn(|cx| {
            if let Poll::Ready(outcome) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(outcome));
            }
            match alarm.get_or_insert_with(|| self.sleep(limit)) {
                Some(alarm) => alarm.as_mut().poll(cx).map(|()| None),
                None => Poll::Pending,
            }
        })
        .await
    }
}

//! How long is waited for a service.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

use super::clock::Alarm;

/// Runs out when nothing came for a while, and somebody waited for it: time in which nobody did is not the service's.
#[derive(Debug)]
pub(super) struct Patience {
    limit: Duration,
    sleep: Option<Alarm>,
}

impl Patience {
    pub(super) fn new(limit: Duration) -> Self {
        Patience { limit, sleep: None }
    }

    /// Something came.
    pub(super) fn renew(&mut self) {
        self.sleep = None;
    }

    /// Nothing is there; ready when nothing came for too long.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let limit = self.limit;
            let sleep = match &mut self.sleep {
                Some(sleep) => sleep,
                None => match Instant::now().checked_add(limit) {
                    Some(end) => self.sleep.insert(Alarm::at(end)),
                    // For ever.
                    None => return Poll::Pending,
                },
            };
            if Pin::new(&mut *sleep).poll(cx).is_pending() {
                return Poll::Pending;
            }
            let late = Instant::now().saturating_duration_since(sleep.end());
            // Who waits is woken in time.
            if late < limit / 8 {
                return Poll::Ready(());
            }
            self.sleep = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(80);

    #[tokio::test]
    async fn only_time_that_was_waited_counts() {
        let mut patience = Patience::new(LIMIT);
        for _ in 0..3 {
            let is_over = poll_fn(|cx| Poll::Ready(patience.poll(cx).is_ready())).await;
            assert!(!is_over);
            // The program does something else.
            std::thread::sleep(2 * LIMIT);
            tokio::time::sleep(LIMIT / 10).await;
        }
        patience.renew();
        let start = Instant::now();
        poll_fn(|cx| patience.poll(cx)).await;
        assert!(start.elapsed() >= LIMIT);
    }
}

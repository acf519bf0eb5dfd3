//! When a status monitor is asked again.

use std::sync::Arc;
use std::time::Duration;

use odata_core::transport::TransportError;

use crate::client::{Client, Clock};
use crate::error::{Error, Result};

/// How long is waited.
#[derive(Clone, Debug)]
pub(super) struct Waits {
    pub(super) in_all: Duration,
    pub(super) first: Duration,
    pub(super) longest: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Waits {
            in_all: Duration::from_secs(3_600),
            first: Duration::from_secs(1),
            longest: Duration::from_secs(30),
        }
    }
}

impl Waits {
    /// # Errors
    /// Where nothing can wait.
    pub(super) fn begin(&self, client: &Client) -> Result<Waiting> {
        let clock = client.waiting_clock().ok_or_else(|| {
            Error::refused("there is no clock by which to wait; `poll` asks without one")
        })?;
        Ok(Waiting {
            until: clock.now().saturating_add(self.in_all),
            in_all: self.in_all,
            next: self.first,
            first: self.first,
            longest: self.longest.max(self.first),
            clock,
        })
    }
}

/// Waits between one question and the next.
pub(super) struct Waiting {
    clock: Arc<dyn Clock>,
    until: Duration,
    in_all: Duration,
    next: Duration,
    first: Duration,
    longest: Duration,
}

impl Waiting {
    /// # Errors
    /// At once, when the next question would come too late.
    pub(super) async fn wait(&mut self, asked: Option<Duration>) -> Result<()> {
        // A service that asks for no wait at all would be asked without end.
        let wait = asked.map_or(self.next, |asked| asked.max(self.first));
        self.next = self.next.saturating_mul(2).min(self.longest);
        if self.clock.now().saturating_add(wait) > self.until {
            return Err(self.over(asked));
        }
        self.clock.sleep(wait).await;
        Ok(())
    }

    fn over(&self, asked: Option<Duration>) -> Error {
        let in_all = self.in_all;
        let mut why = format!("the service was still at work on the request after {in_all:?}");
        if let Some(asked) = asked.filter(|asked| *asked > self.longest) {
            why = format!(
                "the service asks to wait for {asked:?} more, and {in_all:?} is all that is waited"
            );
        }
        TransportError::timeout(why).into()
    }
}

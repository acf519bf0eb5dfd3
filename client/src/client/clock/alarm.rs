//! Waiting by tokio's time, wherever that goes on.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::{Handle, Id};
use tokio::time::{Instant, Sleep, sleep_until};

/// Waits by the timers of the runtime in which it is polled. What many wait for together may go on in another runtime than the one in which
/// it began, which may be gone by then, and its timers with it.
#[derive(Debug)]
pub(in crate::client) struct Alarm {
    sleep: Pin<Box<Sleep>>,
    of: Option<Id>,
}

fn here() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

impl Alarm {
    pub(in crate::client) fn at(end: Instant) -> Self {
        Alarm {
            sleep: Box::pin(sleep_until(end)),
            of: here(),
        }
    }

    pub(in crate::client) fn end(&self) -> Instant {
        self.sleep.deadline()
    }
}

impl Future for Alarm {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let here = here();
        if here.is_some() && here != self.of {
            *self = Alarm::at(self.end());
        }
        self.sleep.as_mut().poll(cx)
    }
}

//! Waiting for one's turn, and the place that one has then.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use odata_core::transport::BoxFuture;

use super::Limits;
use super::comer::{Comer, Wait};
use super::line::Ticket;
use super::route::Route;
use crate::error::Error;

/// How often one look at the clock may come to nothing before others are let run: a clock may wake too early.
const LOOKS: usize = 16;

/// A call that waits until it may leave. Dropped, it gives up its place in line.
#[must_use = "nothing waits before it is polled"]
pub(in crate::client) struct Turn<'l> {
    pub(super) limits: &'l Limits,
    pub(super) ticket: Ticket,
    pub(super) route: Route,
    pub(super) deadline: Option<Duration>,
    pub(super) alarm: Option<(Duration, BoxFuture<'static, ()>)>,
    /// Whether it may stand in some line.
    pub(super) waits: bool,
}

impl<'l> Turn<'l> {
    fn place(&mut self) -> Place<'l> {
        self.waits = false;
        Place::new(self.limits, self.route)
    }
}

impl<'l> Future for Turn<'l> {
    type Output = Result<Place<'l>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let turn = &mut *self;
        let (time, lines) = (&turn.limits.time, &turn.limits.lines);
        for _ in 0..LOOKS {
            let Some(now) = time.now() else {
                // Where no time can be told nothing can be counted.
                turn.route = Route::default();
                return Poll::Ready(Ok(turn.place()));
            };
            let clock = time.clock();
            let comer = Comer {
                ticket: turn.ticket,
                route: turn.route,
                deadline: turn.deadline,
                longest_stop: turn.limits.longest_stop,
                can_wait: clock.is_some(),
                waker: cx.waker(),
            };
            turn.waits = true;
            let until = match lines.pass(&comer, now) {
                Ok(()) => return Poll::Ready(Ok(turn.place())),
                Err(Wait::TooLong(error)) => return Poll::Ready(Err(error)),
                Err(Wait::Until(until)) => until,
            };
            if turn.alarm.as_ref().is_none_or(|(at, _)| *at != until) {
                let wait = until.saturating_sub(now);
                turn.alarm = clock.map(|clock| (until, clock.sleep(wait)));
            }
            if let Some((_, alarm)) = &mut turn.alarm
                && alarm.as_mut().poll(cx).is_pending()
            {
                return Poll::Pending;
            }
            turn.alarm = None;
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if self.waits
            && let Some(now) = self.limits.time.now()
        {
            self.limits.lines.leave(self.ticket, now);
        }
    }
}

/// The place of a call whose turn it is. It is kept until the head of the answer came; dropped before
/// [`send`](Self::send), it is as if there had been no call.
#[must_use = "the call counts as long as this is kept"]
pub(in crate::client) struct Place<'l> {
    limits: &'l Limits,
    route: Route,
    is_sent: bool,
}

impl<'l> Place<'l> {
    pub(super) fn new(limits: &'l Limits, route: Route) -> Self {
        Place {
            limits,
            route,
            is_sent: false,
        }
    }

    /// The call leaves now: whatever comes of it, the service may have seen it.
    pub(in crate::client) fn send(&mut self) {
        self.is_sent = true;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(now) = self.limits.time.now() {
            let (lines, route) = (&self.limits.lines, self.route.gates());
            lines.end(route, self.is_sent, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::sync::Arc;
    use std::task::Waker;
    use std::time::SystemTime;

    use odata_core::descriptor::{RateLimit, Usage};

    use super::*;
    use crate::client::Clock;
    use crate::client::limits::{Operation, Wanted};

    /// One that stands still.
    struct Still;

    impl Clock for Still {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn date(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(pending())
        }
    }

    /// One that wakes whoever waits, and whose hands do not move.
    struct Hasty;

    impl Clock for Hasty {
        fn now(&self) -> Duration {
            Duration::ZERO
        }

        fn date(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }

        fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
            Box::pin(std::future::ready(()))
        }
    }

    const OPERATION: Operation = Operation {
        of: None,
        usage: Usage::Read,
    };

    fn one_a_minute(clock: impl Clock) -> Limits {
        let wanted = Wanted {
            of_all: vec![RateLimit::per_minute(1)],
            ..Wanted::default()
        };
        Limits::new(wanted, Some(Arc::new(clock))).unwrap()
    }

    fn poll<'l>(turn: &mut Turn<'l>) -> Poll<Result<Place<'l>, Error>> {
        Pin::new(turn).poll(&mut Context::from_waker(Waker::noop()))
    }

    fn turn(limits: &Limits) -> Turn<'_> {
        limits.turn(OPERATION, limits.ticket(), None)
    }

    #[test]
    fn nothing_is_left_of_who_is_dropped() {
        let limits = one_a_minute(Still);
        let Poll::Ready(Ok(place)) = poll(&mut turn(&limits)) else {
            panic!("the first need not wait");
        };
        let mut waiting: Vec<Turn<'_>> = (0..5).map(|_| turn(&limits)).collect();
        assert!(waiting.iter_mut().all(|turn| poll(turn).is_pending()));
        assert_eq!(limits.lines.waiting(), 5);
        drop(waiting.remove(3));
        assert_eq!(limits.lines.waiting(), 4);
        // A call that was never sent gives its place to the next one, which gives it up in turn.
        drop(place);
        drop(waiting);
        assert_eq!(limits.lines.waiting(), 0);
        assert!(poll(&mut turn(&limits)).is_ready());
    }

    #[test]
    fn a_clock_that_wakes_too_early_holds_nobody_up() {
        let limits = one_a_minute(Hasty);
        let Poll::Ready(Ok(mut place)) = poll(&mut turn(&limits)) else {
            panic!("the first need not wait");
        };
        place.send();
        drop(place);
        // It comes back from being polled.
        assert!(poll(&mut turn(&limits)).is_pending());
    }
}

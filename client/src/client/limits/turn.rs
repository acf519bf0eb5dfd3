//! Waiting for one's turn, and the place that one has then.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use odata_core::transport::BoxFuture;

use super::gate::Gate;
use super::time::Time;
use super::words::too_long;
use crate::error::Error;

/// How often one look at the clock may come to nothing before others are let run: a clock may wake too early.
const LOOKS: usize = 16;

/// A call that waits until it may leave. Dropped, it gives up its place in line.
#[must_use = "nothing waits before it is polled"]
pub(crate) struct Turn {
    time: Time,
    ticket: u64,
    /// What it has to pass, one after the other: what fewer calls share comes first, so that nobody waits for those who
    /// wait for something else.
    gates: Vec<Arc<Gate>>,
    passed: usize,
    deadline: Option<Duration>,
    alarm: Option<(Duration, BoxFuture<'static, ()>)>,
}

impl Turn {
    pub(super) fn new(
        time: Time,
        ticket: u64,
        gates: Vec<Arc<Gate>>,
        deadline: Option<Duration>,
    ) -> Self {
        Turn {
            time,
            ticket,
            gates,
            passed: 0,
            deadline,
            alarm: None,
        }
    }

    /// Goes as far as it can; says until when it has to wait then.
    fn advance(&mut self, now: Duration, cx: &Context<'_>) -> Option<Duration> {
        loop {
            while let Some(gate) = self.gates.get(self.passed) {
                if let Err(until) = gate.pass(self.ticket, now, self.deadline, cx.waker()) {
                    return Some(until);
                }
                self.passed += 1;
            }
            // The service may have stopped what was passed before; its ticket keeps its place in line.
            let stopped = self.gates.iter().position(|gate| gate.is_stopped(now))?;
            for gate in self.gates.get(stopped..).into_iter().flatten() {
                gate.give_back(now);
            }
            self.passed = stopped;
        }
    }

    /// Why it cannot leave in time, if so.
    fn too_late(&self, now: Duration) -> Option<Error> {
        let deadline = match self.time.clock() {
            Some(_) => self.deadline?,
            None => now,
        };
        let left = self.gates.get(self.passed..).unwrap_or_default();
        let waits = left.iter().map(|gate| {
            let (until, reason) = gate.earliest(self.ticket, now);
            (until, reason, gate.subject())
        });
        let (until, reason, subject) = waits.max_by_key(|(until, ..)| *until)?;
        (until > deadline).then(|| {
            let wait = until.saturating_sub(now);
            let left = deadline.saturating_sub(now);
            let left = self.time.clock().is_some().then_some(left);
            Error::rate_limited(too_long(subject, reason, wait, left), wait)
        })
    }

    fn place(&mut self) -> Place {
        // What is dropped then has nothing to give up.
        self.passed = 0;
        Place {
            time: self.time.clone(),
            gates: std::mem::take(&mut self.gates),
            is_sent: false,
        }
    }
}

impl Future for Turn {
    type Output = Result<Place, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let turn = &mut *self;
        for _ in 0..LOOKS {
            let Some(now) = turn.time.now() else {
                // Where no time can be told nothing can be counted.
                turn.gates.clear();
                return Poll::Ready(Ok(turn.place()));
            };
            let Some(until) = turn.advance(now, cx) else {
                return Poll::Ready(Ok(turn.place()));
            };
            if let Some(error) = turn.too_late(now) {
                return Poll::Ready(Err(error));
            }
            if turn.alarm.as_ref().is_none_or(|(at, _)| *at != until) {
                let wait = until.saturating_sub(now);
                turn.alarm = turn.time.clock().map(|clock| (until, clock.sleep(wait)));
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

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(now) = self.time.now() else {
            return;
        };
        for (at, gate) in self.gates.iter().enumerate() {
            match at.cmp(&self.passed) {
                std::cmp::Ordering::Less => gate.give_back(now),
                std::cmp::Ordering::Equal => gate.leave(self.ticket, now),
                std::cmp::Ordering::Greater => {}
            }
        }
    }
}

/// The place of a call whose turn it is. It is kept until the head of the answer came; dropped before
/// [`send`](Self::send), it is as if there had been no call.
#[must_use = "the call counts as long as this is kept"]
pub(crate) struct Place {
    time: Time,
    gates: Vec<Arc<Gate>>,
    is_sent: bool,
}

impl Place {
    /// The call leaves now: whatever comes of it, the service may have seen it.
    pub(crate) fn send(&mut self) {
        self.is_sent = true;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(now) = self.time.now() else {
            return;
        };
        for gate in &self.gates {
            match self.is_sent {
                true => gate.end(now),
                false => gate.give_back(now),
            }
        }
    }
}

//! Where calls wait for their turn: windows that they count in, and a line, first come, first served.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::task::Waker;
use std::time::Duration;

use odata_core::descriptor::RateLimit;

use super::window::Window;
use super::words::Subject;

/// What lets calls pass one by one.
///
/// Who waits does not take its place by itself but is given it, by whoever looks at the gate: one that nobody polls keeps
/// one place at most, and holds nobody up.
#[derive(Debug)]
pub(super) struct Gate {
    /// What passes here.
    subject: Subject,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    windows: Vec<Window>,
    /// The service asked to be left alone until then.
    stopped_until: Duration,
    /// Those in line, by their tickets.
    waiting: BTreeMap<u64, Waiter>,
    /// Those that have a place and did not come for it yet.
    called: BTreeSet<u64>,
}

#[derive(Debug)]
struct Waiter {
    waker: Waker,
    /// When it looks again by itself.
    alarm: Duration,
    deadline: Option<Duration>,
}

/// What keeps a call from passing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Limit(RateLimit),
    /// The service said so.
    Stopped,
}

/// What is done when the lock is free again, since a waker may run anything when it is called or dropped.
#[derive(Default)]
struct After {
    wake: Vec<Waker>,
    drop: Vec<Waker>,
}

impl Gate {
    pub(super) fn new(subject: Subject, limits: &[RateLimit]) -> Self {
        let windows = limits.iter().copied().map(Window::new).collect();
        Gate {
            subject,
            state: Mutex::new(State {
                windows,
                ..State::default()
            }),
        }
    }

    pub(super) fn subject(&self) -> &Subject {
        &self.subject
    }

    fn locked<T>(&self, act: impl FnOnce(&mut State, &mut After) -> T) -> T {
        let mut after = After::default();
        let given = act(
            &mut self.state.lock().unwrap_or_else(PoisonError::into_inner),
            &mut after,
        );
        after.wake.into_iter().for_each(Waker::wake);
        drop(after.drop);
        given
    }

    /// Passes, or stands in line and is told when it is worth looking again.
    pub(super) fn pass(
        &self,
        ticket: u64,
        now: Duration,
        deadline: Option<Duration>,
        waker: &Waker,
    ) -> Result<(), Duration> {
        self.locked(|state, after| {
            if state.called.remove(&ticket) {
                return Ok(());
            }
            let waiter = Waiter {
                waker: waker.clone(),
                alarm: Duration::MAX,
                deadline,
            };
            let before = state.waiting.insert(ticket, waiter);
            after.drop.extend(before.map(|waiter| waiter.waker));
            state.settle(now, Some(ticket), after);
            if state.called.remove(&ticket) {
                return Ok(());
            }
            let (until, _) = state.earliest(now, state.ahead(ticket));
            if let Some(waiter) = state.waiting.get_mut(&ticket) {
                waiter.alarm = until;
            }
            Err(until)
        })
    }

    /// When that one can pass at the earliest, and what keeps it until then.
    pub(super) fn earliest(&self, ticket: u64, now: Duration) -> (Duration, Option<Reason>) {
        self.locked(|state, _| {
            state.forget(now);
            state.earliest(now, state.ahead(ticket))
        })
    }

    /// Whether nobody passes, though there may be room.
    pub(super) fn is_stopped(&self, now: Duration) -> bool {
        self.locked(|state, _| now < state.stopped_until)
    }

    /// Nobody passes before that moment.
    pub(super) fn stop(&self, until: Duration) {
        self.locked(|state, after| {
            state.stopped_until = state.stopped_until.max(until);
            // Who cannot wait for so long is to know it now.
            let waiters = state.waiting.values();
            let late = waiters.filter(|one| one.deadline.is_some_and(|deadline| deadline < until));
            after.wake.extend(late.map(|one| one.waker.clone()));
        });
    }

    /// Leaves the line, or the place that it has and did not come for.
    pub(super) fn leave(&self, ticket: u64, now: Duration) {
        self.locked(|state, after| {
            if let Some(waiter) = state.waiting.remove(&ticket) {
                after.drop.push(waiter.waker);
            } else if state.called.remove(&ticket) {
                state.windows.iter_mut().for_each(Window::give_back);
            }
            state.settle(now, None, after);
        });
    }

    /// One that passed is not sent after all.
    pub(super) fn give_back(&self, now: Duration) {
        self.locked(|state, after| {
            state.windows.iter_mut().for_each(Window::give_back);
            state.settle(now, None, after);
        });
    }

    /// One that passed and was sent has its answer, or failed.
    pub(super) fn end(&self, now: Duration) {
        self.locked(|state, after| {
            state.windows.iter_mut().for_each(|window| window.end(now));
            state.settle(now, None, after);
        });
    }

    #[cfg(test)]
    pub(super) fn in_line(&self) -> usize {
        self.locked(|state, _| state.waiting.len() + state.called.len())
    }
}

impl State {
    fn forget(&mut self, now: Duration) {
        for window in &mut self.windows {
            window.forget(now);
        }
    }

    /// Gives places to those whose turn it is, and sees to it that the next one looks again in time.
    fn settle(&mut self, now: Duration, own: Option<u64>, after: &mut After) {
        self.forget(now);
        while now >= self.stopped_until
            && self.windows.iter().all(Window::has_room)
            && let Some((ticket, waiter)) = self.waiting.pop_first()
        {
            self.windows.iter_mut().for_each(Window::begin);
            self.called.insert(ticket);
            match own == Some(ticket) {
                true => after.drop.push(waiter.waker),
                false => after.wake.push(waiter.waker),
            }
        }
        let (until, _) = self.earliest(now, 0);
        if let Some(mut first) = self.waiting.first_entry()
            && own != Some(*first.key())
            && first.get().alarm > until
        {
            // Others ahead of it have left.
            first.get_mut().alarm = until;
            after.wake.push(first.get().waker.clone());
        }
    }

    /// How many are in line before that one.
    fn ahead(&self, ticket: u64) -> usize {
        match self.waiting.last_key_value() {
            Some((last, _)) if *last > ticket => self.waiting.range(..ticket).count(),
            Some((last, _)) if *last == ticket => self.waiting.len() - 1,
            _ => self.waiting.len(),
        }
    }

    fn earliest(&self, now: Duration, ahead: usize) -> (Duration, Option<Reason>) {
        let windows = self.windows.iter().map(|window| {
            let reason = Reason::Limit(window.limit());
            (window.earliest(now, ahead), Some(reason))
        });
        let stopped = (now < self.stopped_until)
            .then_some((self.stopped_until, Some(Reason::Stopped)))
            .into_iter();
        let latest = stopped.chain(windows).max_by_key(|(until, _)| *until);
        latest.unwrap_or((now, None))
    }
}

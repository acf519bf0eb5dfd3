//! All who wait for their turn, and where each of them stands.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use odata_core::descriptor::Usage;

use super::gate::{Gate, Reason};
use super::route::GateId;
use super::words::{Patience, too_long};
use crate::error::Error;

/// The gates of a client and who stands before them, behind one lock.
///
/// Who waits does not take its place by itself but is given it, by whoever looks: one that nobody polls keeps one place of
/// each gate at most, and holds nobody up.
#[derive(Debug, Default)]
pub(super) struct Lines(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    gates: Vec<Gate>,
    /// In the order of their addresses and usages: there are a few, and they are looked for with each call.
    operations: Vec<((usize, Usage), GateId)>,
    waiting: BTreeMap<u64, Waiter>,
}

/// One that waits.
#[derive(Debug)]
struct Waiter {
    route: Vec<GateId>,
    /// How many gates of its route it has passed; it stands before the next one.
    passed: usize,
    deadline: Option<Duration>,
    waker: Waker,
    /// When it looks again by itself.
    alarm: Duration,
}

/// What a call needs to wait.
pub(super) struct Comer<'a> {
    pub(super) ticket: u64,
    /// What it has to pass, one after the other. What fewer calls share comes first, so that nobody waits behind those who
    /// wait for something else.
    pub(super) route: &'a [GateId],
    pub(super) deadline: Option<Duration>,
    /// For how long the service is waited for at most.
    pub(super) longest_stop: Duration,
    pub(super) can_wait: bool,
    pub(super) waker: &'a Waker,
}

/// What is done when the lock is free again, since a waker may run anything when it is called or dropped.
#[derive(Default)]
struct After {
    wake: Vec<Waker>,
    drop: Vec<Waker>,
}

impl After {
    #[cold]
    fn done(self) {
        self.wake.into_iter().for_each(Waker::wake);
        drop(self.drop);
    }
}

impl Lines {
    fn locked<T>(&self, act: impl FnOnce(&mut State, &mut After) -> T) -> T {
        let mut after = After::default();
        let given = act(&mut self.state(), &mut after);
        if !(after.wake.is_empty() && after.drop.is_empty()) {
            after.done();
        }
        given
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, gate: Gate) -> GateId {
        self.state().add(gate)
    }

    /// The gate of an operation, made when it is seen for the first time.
    pub(super) fn operation(
        &self,
        operation: (usize, Usage),
        gate: impl FnOnce() -> Gate,
    ) -> GateId {
        let mut state = self.state();
        let key = |(at, usage): (usize, Usage)| (at, usage as usize);
        let known = &state.operations;
        match known.binary_search_by_key(&key(operation), |(known, _)| key(*known)) {
            Ok(at) => known.get(at).map_or_else(GateId::default, |(_, id)| *id),
            Err(at) => {
                let id = state.add(gate());
                state.operations.insert(at, (operation, id));
                id
            }
        }
    }

    /// Passes all gates at once, if nobody and nothing is before any of them.
    pub(super) fn walk_through(&self, route: &[GateId], now: Duration) -> bool {
        self.state().walk_through(route, now)
    }

    /// Passes all gates, or stands in line: until then it need not look again, unless it is woken.
    ///
    /// # Errors
    /// When it cannot wait for as long as it would have to.
    pub(super) fn pass(&self, comer: &Comer<'_>, now: Duration) -> Result<(), Wait> {
        self.locked(|state, after| state.pass(comer, now, after))
    }

    /// Gives up whatever it has: its place in line, and places that it did not come for.
    pub(super) fn leave(&self, ticket: u64, now: Duration) {
        self.locked(|state, after| {
            let Some(waiter) = state.waiting.remove(&ticket) else {
                return;
            };
            for (at, id) in waiter.route.iter().enumerate() {
                if let Some(gate) = state.gates.get_mut(id.0) {
                    match at < waiter.passed {
                        true => gate.give_back(),
                        false => gate.leave(ticket),
                    }
                }
            }
            // Only now, since others are let pass several gates at once.
            for id in &waiter.route {
                state.settle(*id, now, None, after);
            }
            after.drop.push(waiter.waker);
        });
    }

    /// One that passed these has its answer, or is not sent after all.
    pub(super) fn end(&self, route: &[GateId], is_sent: bool, now: Duration) {
        let mut state = self.state();
        for id in route {
            if let Some(gate) = state.gates.get_mut(id.0) {
                match is_sent {
                    true => gate.end(now),
                    false => gate.give_back(),
                }
            }
        }
        let is_empty = state.waiting.is_empty();
        drop(state);
        if !is_empty {
            self.settle(route, now);
        }
    }

    #[cold]
    fn settle(&self, route: &[GateId], now: Duration) {
        self.locked(|state, after| {
            for id in route {
                state.settle(*id, now, None, after);
            }
        });
    }

    /// Nobody passes before that moment, nor is sent who passed and waits for something else. Those who do not wait for so
    /// long are to know it now.
    pub(super) fn stop(&self, id: GateId, now: Duration, until: Duration, longest: Duration) {
        if until <= now {
            return;
        }
        self.locked(|state, after| {
            if let Some(gate) = state.gates.get_mut(id.0) {
                gate.stop(until);
            }
            let last = now.saturating_add(longest);
            let mut given_back = vec![id];
            for (ticket, waiter) in &mut state.waiting {
                if waiter.route.first() != Some(&id) {
                    continue;
                }
                // All of them stand in that line again, so that they keep their order.
                for (at, id) in waiter.route.iter().enumerate().take(waiter.passed + 1) {
                    if let Some(gate) = state.gates.get_mut(id.0) {
                        match at < waiter.passed {
                            true => gate.give_back(),
                            false => gate.leave(*ticket),
                        }
                    }
                    if !given_back.contains(id) {
                        given_back.push(*id);
                    }
                }
                waiter.passed = 0;
                if let Some(gate) = state.gates.get_mut(id.0) {
                    gate.stand(*ticket);
                }
                if waiter.deadline.unwrap_or(last).min(last) < until {
                    after.wake.push(waiter.waker.clone());
                }
            }
            for id in given_back {
                state.settle(id, now, None, after);
            }
        });
    }

    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.locked(|state, _| state.waiting.len())
    }
}

/// What comes of one that cannot pass now.
pub(super) enum Wait {
    Until(Duration),
    TooLong(Error),
}

impl State {
    fn add(&mut self, gate: Gate) -> GateId {
        self.gates.push(gate);
        GateId(self.gates.len() - 1)
    }

    fn pass(&mut self, comer: &Comer<'_>, now: Duration, after: &mut After) -> Result<(), Wait> {
        let ticket = comer.ticket;
        if let Some(waiter) = self.waiting.get_mut(&ticket) {
            let before = std::mem::replace(&mut waiter.waker, comer.waker.clone());
            after.drop.push(before);
        } else if self.walk_through(comer.route, now) {
            return Ok(());
        } else {
            self.stand(comer);
        }
        let passed = |state: &Self| state.waiting.get(&ticket).map_or(0, |one| one.passed);
        if let Some(id) = comer.route.get(passed(self)) {
            self.settle(*id, now, Some(ticket), after);
        }
        let passed = passed(self);
        if let Some(id) = comer.route.get(passed) {
            return Err(self.wait(comer, *id, passed, now));
        }
        let waiter = self.waiting.remove(&ticket);
        after.drop.extend(waiter.map(|waiter| waiter.waker));
        Ok(())
    }

    /// Passes all gates at once, where nobody stands before any of them.
    fn walk_through(&mut self, route: &[GateId], now: Duration) -> bool {
        for id in route {
            let Some(gate) = self.gates.get_mut(id.0) else {
                continue;
            };
            gate.forget(now);
            if !gate.is_free(now) {
                return false;
            }
        }
        for id in route {
            if let Some(gate) = self.gates.get_mut(id.0) {
                gate.begin();
            }
        }
        true
    }

    fn stand(&mut self, comer: &Comer<'_>) {
        let waiter = Waiter {
            route: comer.route.to_vec(),
            passed: 0,
            deadline: comer.deadline,
            waker: comer.waker.clone(),
            alarm: Duration::MAX,
        };
        self.waiting.insert(comer.ticket, waiter);
        let first = comer.route.first();
        if let Some(gate) = first.and_then(|id| self.gates.get_mut(id.0)) {
            gate.stand(comer.ticket);
        }
    }

    /// Lets pass whose turn it is, and sees to it that the next one looks again in time.
    fn settle(&mut self, id: GateId, now: Duration, own: Option<u64>, after: &mut After) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let gate = self.gates.get_mut(id.0);
            let Some(gate) = gate.filter(|gate| gate.first().is_some()) else {
                continue;
            };
            gate.forget(now);
            let mut let_pass = Vec::new();
            while let Some(ticket) = gate.next(now) {
                let_pass.push(ticket);
            }
            for ticket in let_pass {
                let Some(waiter) = self.waiting.get_mut(&ticket) else {
                    continue;
                };
                waiter.passed += 1;
                match waiter.route.get(waiter.passed) {
                    Some(next) => {
                        if let Some(gate) = self.gates.get_mut(next.0) {
                            gate.stand(ticket);
                        }
                        if !open.contains(next) {
                            open.push(*next);
                        }
                    }
                    None if own == Some(ticket) => {}
                    None => after.wake.push(waiter.waker.clone()),
                }
            }
            self.rouse(id, now, own, after);
        }
    }

    /// Wakes the first in line if it would look again too late, since others that stood before it have left.
    fn rouse(&mut self, id: GateId, now: Duration, own: Option<u64>, after: &mut After) {
        let Some(gate) = self.gates.get(id.0) else {
            return;
        };
        let Some(first) = gate.first().filter(|first| own != Some(*first)) else {
            return;
        };
        let until = gate.earliest(first, now).map_or(now, |(until, _)| until);
        if let Some(waiter) = self.waiting.get_mut(&first)
            && waiter.alarm > until
        {
            waiter.alarm = until;
            after.wake.push(waiter.waker.clone());
        }
    }

    /// For how long one waits before that gate, if it can wait for what is still before it.
    fn wait(&mut self, comer: &Comer<'_>, id: GateId, passed: usize, now: Duration) -> Wait {
        if let Some(error) = self.too_long(comer, passed, now) {
            return Wait::TooLong(error);
        }
        let gate = self.gates.get(id.0);
        let until = gate.and_then(|gate| gate.earliest(comer.ticket, now));
        let until = until.map_or(now, |(until, _)| until);
        if let Some(waiter) = self.waiting.get_mut(&comer.ticket) {
            waiter.alarm = until;
        }
        Wait::Until(until)
    }

    fn too_long(&mut self, comer: &Comer<'_>, passed: usize, now: Duration) -> Option<Error> {
        let error = |gate: &Gate, reason, wait, patience| {
            Error::rate_limited(too_long(&gate.subject, reason, wait, patience), wait)
        };
        let mut longest: Option<(Duration, Reason, GateId)> = None;
        for id in comer.route.iter().skip(passed) {
            let Some(gate) = self.gates.get_mut(id.0) else {
                continue;
            };
            gate.forget(now);
            let stopped = gate.stopped_for(now);
            if stopped > comer.longest_stop {
                let patience = Patience::ForService(comer.longest_stop);
                return Some(error(gate, Reason::Stopped, stopped, patience));
            }
            if let Some((until, reason)) = gate.earliest(comer.ticket, now)
                && longest.is_none_or(|(longest, ..)| until > longest)
            {
                longest = Some((until, reason, *id));
            }
        }
        let (until, reason, id) = longest?;
        let (wait, gate) = (until.saturating_sub(now), self.gates.get(id.0)?);
        let (limit, patience) = match comer.deadline {
            _ if !comer.can_wait => (Duration::ZERO, Patience::None),
            Some(deadline) => {
                let left = deadline.saturating_sub(now);
                (left, Patience::Left(left))
            }
            None => return None,
        };
        (wait > limit).then(|| error(gate, reason, wait, patience))
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;
    use std::time::Duration;

    use odata_core::descriptor::RateLimit;

    use super::{Comer, Lines, Wait};
    use crate::client::limits::gate::Gate;
    use crate::client::limits::route::GateId;
    use crate::client::limits::words::Subject;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn pass(lines: &Lines, ticket: u64, route: &[GateId], at: u64) -> Result<(), Wait> {
        let comer = Comer {
            ticket,
            route,
            deadline: None,
            longest_stop: Duration::MAX,
            can_wait: true,
            waker: Waker::noop(),
        };
        lines.pass(&comer, seconds(at))
    }

    #[test]
    fn who_leaves_takes_no_place_of_a_gate_that_has_opened_meanwhile() {
        let lines = Lines::default();
        let gate = || Gate::new(Subject::Everything, [RateLimit::per_minute(1)]);
        let (first, second) = (lines.add(gate()), lines.add(gate()));
        assert!(pass(&lines, 0, &[second], 0).is_ok());
        lines.end(&[second], true, seconds(0));
        // The one passes the first gate and stands before the second, the other before the first.
        assert!(pass(&lines, 1, &[first, second], 1).is_err());
        assert!(pass(&lines, 2, &[first, second], 1).is_err());
        // The second gate is open again, and nobody has looked.
        lines.leave(1, seconds(61));
        assert!(pass(&lines, 2, &[first, second], 61).is_ok());
        lines.end(&[first, second], true, seconds(61));
        assert!(pass(&lines, 3, &[first, second], 121).is_ok());
        assert_eq!(lines.waiting(), 0);
    }
}

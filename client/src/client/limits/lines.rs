//! Who is let through which gate, and when.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use odata_core::descriptor::Usage;

use super::comer::{Comer, Wait};
use super::gate::Gate;
use super::gates::Gates;
use super::line::Ticket;
use super::look::Look;
use super::route::GateId;
use super::waiter::Waiter;

/// The gates of a client and who stands before them, behind one lock.
///
/// Who waits does not take its place by itself but is given it, by whoever looks: one that nobody polls keeps one place of
/// each gate at most, and holds nobody up.
#[derive(Debug, Default)]
pub(super) struct Lines(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    gates: Gates,
    waiting: BTreeMap<Ticket, Waiter>,
}

impl Lines {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the lines under the lock.
    fn look<T>(&self, mut look: Look, act: impl FnOnce(&mut State, &mut Look) -> T) -> T {
        let given = act(&mut self.state(), &mut look);
        look.finish();
        given
    }

    pub(super) fn add(&self, gate: Gate) -> GateId {
        self.state().gates.add(gate)
    }

    /// The gate of an operation, made when it is seen for the first time.
    pub(super) fn operation(
        &self,
        operation: (usize, Usage),
        gate: impl FnOnce() -> Gate,
    ) -> GateId {
        self.state().gates.operation(operation, gate)
    }

    /// Passes all gates at once, if nobody and nothing is before any of them.
    pub(super) fn pass_at_once(&self, route: &[GateId], now: Duration) -> bool {
        self.state().gates.pass_at_once(route, now)
    }

    /// Passes all gates, or stands in line: until then it need not look again, unless it is woken.
    ///
    /// # Errors
    /// When it cannot wait for as long as it would have to.
    pub(super) fn pass(&self, comer: &Comer<'_>, now: Duration) -> Result<(), Wait> {
        let look = Look::new(now, Some(comer.ticket));
        self.look(look, |state, look| state.pass(comer, look))
    }

    /// Gives up whatever it has: its place in line, and places that it did not come for.
    pub(super) fn leave(&self, ticket: Ticket, now: Duration) {
        self.look(Look::new(now, None), |state, look| {
            state.leave(ticket, look)
        });
    }

    /// One that passed these has its answer, or is not sent after all.
    pub(super) fn end(&self, route: &[GateId], is_sent: bool, now: Duration) {
        let mut state = self.state();
        state.gates.each(route, |gate| match is_sent {
            true => gate.answered(now),
            false => gate.give_back(),
        });
        let is_empty = state.waiting.is_empty();
        drop(state);
        if !is_empty {
            self.look_behind(route, now);
        }
    }

    #[cold]
    fn look_behind(&self, route: &[GateId], now: Duration) {
        self.look(Look::new(now, None), |state, look| {
            state.let_through_all(route, look);
        });
    }

    /// Nobody passes before that moment, nor is sent who passed and waits for something else. Those who do not wait for so
    /// long are to know it now.
    pub(super) fn stop(&self, id: GateId, now: Duration, until: Duration, longest: Duration) {
        if until <= now {
            return;
        }
        self.look(Look::new(now, None), |state, look| {
            if let Some(gate) = state.gates.get_mut(id) {
                gate.stop(until);
            }
            let changed = state.start_over(id, look, until, now.saturating_add(longest));
            state.let_through_all(&changed, look);
        });
    }

    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.state().waiting.len()
    }
}

impl State {
    fn pass(&mut self, comer: &Comer<'_>, look: &mut Look) -> Result<(), Wait> {
        let ticket = comer.ticket;
        if let Some(waiter) = self.waiting.get_mut(&ticket) {
            look.discard(std::mem::replace(&mut waiter.waker, comer.waker.clone()));
        } else if self.gates.pass_at_once(comer.route.gates(), look.now) {
            return Ok(());
        } else {
            self.stand(comer);
        }
        if let Some(gate) = self.gate_before(ticket) {
            self.let_through(gate, look);
        }
        if let Some(gate) = self.gate_before(ticket) {
            self.pass_over_absent(gate, look);
        }
        if let Some(gate) = self.gate_before(ticket) {
            return Err(self.wait(comer, gate, look.now));
        }
        if let Some(waiter) = self.waiting.remove(&ticket) {
            look.discard(waiter.waker);
        }
        Ok(())
    }

    fn leave(&mut self, ticket: Ticket, look: &mut Look) {
        if let Some(waiter) = self.waiting.remove(&ticket) {
            self.gates.give_up(ticket, &waiter);
            self.let_through_all(waiter.route(), look);
            look.discard(waiter.waker);
        }
    }

    /// Until when those are waited for who have all places of a window of that gate, and have not come for them: without them nobody would
    /// ever pass. Nothing where somebody else can.
    fn absent_until(&self, id: GateId) -> Option<Duration> {
        let places = self.gates.get(id)?.places()?;
        if self.waiting.len() <= places {
            return None;
        }
        let waiting = self.waiting.values();
        let (mut absent, mut until) = (0, Duration::MAX);
        for one in waiting.filter_map(|one| one.absent_until(id)) {
            absent += 1;
            until = until.min(one);
        }
        (absent >= places).then_some(until)
    }

    /// Takes their places from those who were waited for long enough. When they come they stand in line by their tickets, as before.
    fn pass_over_absent(&mut self, id: GateId, look: &mut Look) {
        if self.absent_until(id).is_none_or(|until| until > look.now) {
            return;
        }
        let is_late = |one: &Waiter| one.absent_until(id).is_some_and(|until| until <= look.now);
        let late = self.waiting.iter().filter(|(_, one)| is_late(one));
        let late: Vec<Ticket> = late.map(|(ticket, _)| *ticket).collect();
        for ticket in late {
            self.leave(ticket, look);
        }
    }

    /// The gate that one still stands before.
    fn gate_before(&self, ticket: Ticket) -> Option<GateId> {
        self.waiting.get(&ticket)?.stands_before()
    }

    /// Stands in line before the first gate.
    fn stand(&mut self, comer: &Comer<'_>) {
        let waiter = Waiter::new(comer);
        if let Some(first) = waiter.stands_before() {
            self.gates.stand_before(first, comer.ticket);
        }
        self.waiting.insert(comer.ticket, waiter);
    }

    /// Until when one waits before that gate, if it can wait for what is still before it.
    fn wait(&mut self, comer: &Comer<'_>, id: GateId, now: Duration) -> Wait {
        let absent = self.absent_until(id);
        let Some(waiter) = self.waiting.get_mut(&comer.ticket) else {
            return Wait::Until(now);
        };
        if let Some(error) = comer.too_long(&mut self.gates, waiter.ahead(), now) {
            return Wait::TooLong(error);
        }
        let gate = self.gates.get(id);
        let until = gate.and_then(|gate| gate.earliest(comer.ticket, now));
        let until = until.map_or(now, |(until, _)| until);
        waiter.alarm = absent.map_or(until, |absent| until.min(absent));
        Wait::Until(waiter.alarm)
    }

    /// All who have that gate to pass first stand before it again, so that they keep their order, and those are woken who do not wait until
    /// then. Gives the gates that others may pass now.
    fn start_over(
        &mut self,
        id: GateId,
        look: &mut Look,
        until: Duration,
        last: Duration,
    ) -> Vec<GateId> {
        let mut changed = vec![id];
        for (ticket, waiter) in &mut self.waiting {
            if waiter.route().first() != Some(&id) {
                continue;
            }
            for id in waiter.passed().iter().chain(&waiter.stands_before()) {
                if !changed.contains(id) {
                    changed.push(*id);
                }
            }
            self.gates.give_up(*ticket, waiter);
            waiter.start_over();
            self.gates.stand_before(id, *ticket);
            if waiter.waits_until(last) < until {
                look.wake(*ticket, &waiter.waker);
            }
        }
        changed
    }

    /// Lets through whose turn it is at each of these gates. Nobody may stand before one of them who has left.
    fn let_through_all(&mut self, gates: &[GateId], look: &mut Look) {
        for id in gates {
            self.let_through(*id, look);
        }
    }

    /// Lets through whose turn it is at that gate, and at those that they stand before then; and sees to it that the next ones look again
    /// in time.
    fn let_through(&mut self, id: GateId, look: &mut Look) {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let Some(gate) = self.gates.get_mut(id) else {
                continue;
            };
            for ticket in gate.let_through(look.now) {
                if let Some(next) = self.go_on(ticket, look)
                    && !open.contains(&next)
                {
                    open.push(next);
                }
            }
            self.rouse(id, look);
        }
    }

    /// One was let through: it stands before the next gate, or is woken, since it has passed all.
    fn go_on(&mut self, ticket: Ticket, look: &mut Look) -> Option<GateId> {
        let waiter = self.waiting.get_mut(&ticket)?;
        let next = waiter.pass(look.now);
        match next {
            Some(next) => self.gates.stand_before(next, ticket),
            None => look.wake(ticket, &waiter.waker),
        }
        next
    }

    /// Wakes the first in line if it would look again too late, since others that stood before it have left.
    fn rouse(&mut self, id: GateId, look: &mut Look) {
        let Some(gate) = self.gates.get(id) else {
            return;
        };
        let Some(first) = gate.line.first().filter(|first| !look.is_by(*first)) else {
            return;
        };
        let until = gate.earliest(first, look.now);
        let until = until.map_or(look.now, |(until, _)| until);
        if let Some(waiter) = self.waiting.get_mut(&first)
            && waiter.alarm > until
        {
            waiter.alarm = until;
            look.wake(first, &waiter.waker);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;
    use std::time::Duration;

    use odata_core::descriptor::RateLimit;

    use super::{Comer, Lines, Ticket, Wait};
    use crate::client::limits::gate::Gate;
    use crate::client::limits::route::{GateId, Route};
    use crate::client::limits::words::Subject;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn pass(lines: &Lines, ticket: u64, gates: &[GateId], at: u64) -> Result<(), Wait> {
        let mut route = Route::default();
        gates.iter().for_each(|gate| route.add(*gate));
        let comer = Comer {
            ticket: Ticket(ticket),
            route,
            deadline: None,
            longest_stop: Duration::MAX,
            can_wait: true,
            waker: Waker::noop(),
        };
        lines.pass(&comer, seconds(at))
    }

    #[test]
    fn who_does_not_come_for_a_place_holds_up_nobody() {
        let lines = Lines::default();
        let gate = lines.add(Gate::new(Subject::Everything, [RateLimit::per_minute(1)]));
        assert!(pass(&lines, 0, &[gate], 0).is_ok());
        lines.end(&[gate], true, seconds(0));
        assert!(pass(&lines, 1, &[gate], 1).is_err());
        assert!(pass(&lines, 2, &[gate], 1).is_err());
        // The first in line has the place, and nobody polls it.
        let until = match pass(&lines, 2, &[gate], 60) {
            Err(Wait::Until(until)) => until,
            _ => panic!("the other one was first"),
        };
        assert!(until > seconds(60) && until < seconds(70), "{until:?}");
        assert!(pass(&lines, 2, &[gate], until.as_secs()).is_ok());
        lines.end(&[gate], true, until);
        // It comes at last, and still before who came later.
        assert!(pass(&lines, 3, &[gate], 80).is_err());
        assert!(pass(&lines, 1, &[gate], 90).is_err());
        assert!(pass(&lines, 3, &[gate], 121).is_err());
        assert!(pass(&lines, 1, &[gate], 121).is_ok());
        lines.leave(Ticket(3), seconds(121));
        assert_eq!(lines.waiting(), 0);
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
        lines.leave(Ticket(1), seconds(61));
        assert!(pass(&lines, 2, &[first, second], 61).is_ok());
        lines.end(&[first, second], true, seconds(61));
        assert!(pass(&lines, 3, &[first, second], 121).is_ok());
        assert_eq!(lines.waiting(), 0);
    }
}

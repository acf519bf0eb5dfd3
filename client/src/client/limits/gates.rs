//! The gates of a client.

use std::time::Duration;

use odata_core::descriptor::Usage;

use super::gate::Gate;
use super::line::Ticket;
use super::route::GateId;
use super::waiter::Waiter;

/// All gates, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Gates {
    all: Vec<Gate>,
    /// In the order of their addresses and usages: there are a few, and they are looked for with each call.
    operations: Vec<((usize, Usage), GateId)>,
}

impl Gates {
    pub(super) fn add(&mut self, gate: Gate) -> GateId {
        self.all.push(gate);
        GateId(self.all.len() - 1)
    }

    /// The gate of an operation, made when it is seen for the first time.
    pub(super) fn operation(
        &mut self,
        operation: (usize, Usage),
        gate: impl FnOnce() -> Gate,
    ) -> GateId {
        let key = |(at, usage): (usize, Usage)| (at, usage as usize);
        let known = &self.operations;
        match known.binary_search_by_key(&key(operation), |(known, _)| key(*known)) {
            Ok(at) => known.get(at).map_or_else(GateId::default, |(_, id)| *id),
            Err(at) => {
                let id = self.add(gate());
                self.operations.insert(at, (operation, id));
                id
            }
        }
    }

    pub(super) fn get(&self, id: GateId) -> Option<&Gate> {
        self.all.get(id.0)
    }

    pub(super) fn get_mut(&mut self, id: GateId) -> Option<&mut Gate> {
        self.all.get_mut(id.0)
    }

    pub(super) fn each(&mut self, route: &[GateId], mut act: impl FnMut(&mut Gate)) {
        for id in route {
            if let Some(gate) = self.get_mut(*id) {
                act(gate);
            }
        }
    }

    /// Takes a place of each gate, where all have one and nobody stands before any of them.
    pub(super) fn pass_at_once(&mut self, route: &[GateId], now: Duration) -> bool {
        for id in route {
            let Some(gate) = self.get_mut(*id) else {
                continue;
            };
            gate.forget(now);
            if !gate.is_free(now) {
                return false;
            }
        }
        self.each(route, Gate::take_place);
        true
    }

    pub(super) fn stand_before(&mut self, id: GateId, ticket: Ticket) {
        if let Some(gate) = self.get_mut(id) {
            gate.line.stand(ticket);
        }
    }

    /// Takes back the places that one has got, and takes it out of its line.
    pub(super) fn give_up(&mut self, ticket: Ticket, waiter: &Waiter) {
        self.each(waiter.passed(), Gate::give_back);
        if let Some(gate) = waiter.stands_before().and_then(|id| self.get_mut(id)) {
            gate.line.leave(ticket);
        }
    }
}

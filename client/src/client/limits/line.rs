//! Who waits before a gate, in the order in which they came.

use std::collections::BTreeSet;

/// The number of a call, with all its tries: who has a lower one came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(pub(super) u64);

/// Those who wait before a gate. Each stands in one line only, that of the first gate that it has not passed.
#[derive(Debug, Default)]
pub(super) struct Line(BTreeSet<Ticket>);

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn first(&self) -> Option<Ticket> {
        self.0.first().copied()
    }

    pub(super) fn take_first(&mut self) -> Option<Ticket> {
        self.0.pop_first()
    }

    pub(super) fn stand(&mut self, ticket: Ticket) {
        self.0.insert(ticket);
    }

    pub(super) fn leave(&mut self, ticket: Ticket) {
        self.0.remove(&ticket);
    }

    /// How many are before that one, whether it is in line or not.
    pub(super) fn before(&self, ticket: Ticket) -> usize {
        match self.0.last() {
            Some(last) if *last >= ticket => self.0.range(..ticket).count(),
            _ => self.0.len(),
        }
    }
}

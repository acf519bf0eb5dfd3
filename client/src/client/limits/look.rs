//! One look at the lines, under their lock.

use std::task::Waker;
use std::time::Duration;

use super::line::Ticket;

/// When it is, and who is to know what came of it. A waker may run anything when it is called or dropped, so that both is done when the lock
/// is free again.
pub(super) struct Look {
    pub(super) now: Duration,
    /// Who looks, and so needs not be woken.
    by: Option<Ticket>,
    wake: Vec<Waker>,
    drop: Vec<Waker>,
}

impl Look {
    pub(super) fn new(now: Duration, by: Option<Ticket>) -> Self {
        Look {
            now,
            by,
            wake: Vec::new(),
            drop: Vec::new(),
        }
    }

    pub(super) fn is_by(&self, ticket: Ticket) -> bool {
        self.by == Some(ticket)
    }

    /// Wakes that one, if it is not who looks.
    pub(super) fn wake(&mut self, ticket: Ticket, waker: &Waker) {
        if !self.is_by(ticket) {
            self.wake.push(waker.clone());
        }
    }

    /// Drops a waker that is of no use any more.
    pub(super) fn discard(&mut self, waker: Waker) {
        self.drop.push(waker);
    }

    /// Does what was left for when the lock is free.
    pub(super) fn finish(self) {
        if !(self.wake.is_empty() && self.drop.is_empty()) {
            self.done();
        }
    }

    #[cold]
    fn done(self) {
        self.wake.into_iter().for_each(Waker::wake);
        drop(self.drop);
    }
}

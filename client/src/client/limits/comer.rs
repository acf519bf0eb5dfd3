//! One that comes to pass, and for how long it can wait.

use std::task::Waker;
use std::time::Duration;

use super::gate::{Gate, Reason};
use super::gates::Gates;
use super::line::Ticket;
use super::route::{GateId, Route};
use super::words::{Patience, too_long};
use crate::error::Error;

/// What a call needs to wait.
pub(super) struct Comer<'a> {
    pub(super) ticket: Ticket,
    /// What it has to pass, one after the other. What fewer calls share comes first, so that nobody waits behind those who
    /// wait for something else.
    pub(super) route: Route,
    pub(super) deadline: Option<Duration>,
    /// For how long the service is waited for at most.
    pub(super) longest_stop: Duration,
    pub(super) can_wait: bool,
    pub(super) waker: &'a Waker,
}

/// What comes of one that cannot pass now.
pub(super) enum Wait {
    Until(Duration),
    TooLong(Error),
}

impl Comer<'_> {
    /// Why it cannot wait for as long as it would have to before these gates, if so.
    pub(super) fn too_long(
        &self,
        gates: &mut Gates,
        ahead: &[GateId],
        now: Duration,
    ) -> Option<Error> {
        let mut longest: Option<(Duration, Reason, GateId)> = None;
        for id in ahead {
            let Some(gate) = gates.get_mut(*id) else {
                continue;
            };
            gate.forget(now);
            let stopped = gate.stopped_for(now);
            if stopped > self.longest_stop {
                let patience = Patience::ForService(self.longest_stop);
                return Some(error(gate, Reason::Stopped, stopped, patience));
            }
            if let Some((until, reason)) = gate.earliest(self.ticket, now)
                && longest.is_none_or(|(longest, ..)| until > longest)
            {
                longest = Some((until, reason, *id));
            }
        }
        let (until, reason, id) = longest?;
        let (wait, gate) = (until.saturating_sub(now), gates.get(id)?);
        let (limit, patience) = match self.deadline {
            _ if !self.can_wait => (Duration::ZERO, Patience::None),
            Some(deadline) => {
                let left = deadline.saturating_sub(now);
                (left, Patience::Left(left))
            }
            None => return None,
        };
        (wait > limit).then(|| error(gate, reason, wait, patience))
    }
}

fn error(gate: &Gate, reason: Reason, wait: Duration, patience: Patience) -> Error {
    Error::rate_limited(too_long(&gate.subject, reason, wait, patience), wait)
}

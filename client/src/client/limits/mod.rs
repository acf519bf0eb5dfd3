//! Limits on calls: those that the service documents, those that the user sets, and what the service says when it is asked
//! too often.
//!
//! A call has gates to pass, its route. A gate has windows, which have so many places, and a line of those who wait for one. Who is let
//! through has a place of each window until that slides past its answer. Lines are in the order of tickets, and a ticket is a call's.

mod comer;
mod gate;
mod gates;
mod line;
mod lines;
mod look;
mod route;
mod time;
mod turn;
mod waiter;
mod window;
mod words;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use odata_core::descriptor::{EntitySetInfo, RateLimit, Usage};

use self::gate::Gate;
use self::line::Ticket;
use self::lines::Lines;
use self::route::{GateId, Route};
use self::time::Time;
pub(super) use self::turn::{Place, Turn};
use self::words::Subject;
use super::Clock;
use crate::error::{Error, Result};

/// What is counted by itself: an entity set or a function, and the kind of request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Operation {
    pub(super) of: Option<&'static EntitySetInfo>,
    /// `Read`, `ReadByKey`, `Insert`, `Update` or `Delete`.
    pub(super) usage: Usage,
}

/// The limits that were asked for.
pub(super) struct Wanted {
    pub(super) documented: bool,
    pub(super) of_all: Vec<RateLimit>,
    pub(super) of: Vec<(String, RateLimit)>,
    /// How long the service is waited for at most, when it says how long.
    pub(super) longest_stop: Duration,
}

/// All limits of a client, shared by its clones.
pub(super) struct Limits {
    time: Time,
    documented: bool,
    longest_stop: Duration,
    lines: Lines,
    of_all: Option<GateId>,
    of: Vec<(String, GateId)>,
    tickets: AtomicU64,
}

impl Default for Wanted {
    fn default() -> Self {
        Wanted {
            documented: true,
            of_all: Vec::new(),
            of: Vec::new(),
            longest_stop: Duration::MAX,
        }
    }
}

impl Limits {
    /// # Errors
    /// When a limit lets nothing pass, or is for no time.
    pub(super) fn new(wanted: Wanted, clock: Option<Arc<dyn Clock>>) -> Result<Self> {
        let mut of: Vec<(String, Vec<RateLimit>)> = Vec::new();
        for (name, limit) in wanted.of {
            check(limit)?;
            match of.iter_mut().find(|(known, _)| *known == name) {
                Some((_, limits)) => limits.push(limit),
                None => of.push((name, vec![limit])),
            }
        }
        wanted.of_all.iter().try_for_each(|limit| check(*limit))?;
        let lines = Lines::default();
        let of = of.into_iter().map(|(name, limits)| {
            let gate = Gate::new(Subject::Named(name.clone()), limits);
            (name, lines.add(gate))
        });
        let of = of.collect();
        let of_all = (!wanted.of_all.is_empty())
            .then(|| lines.add(Gate::new(Subject::Everything, wanted.of_all)));
        Ok(Limits {
            time: Time::new(clock),
            documented: wanted.documented,
            longest_stop: wanted.longest_stop,
            lines,
            of_all,
            of,
            tickets: AtomicU64::new(0),
        })
    }

    /// A number for a call, which says where it stands in line, with all its tries.
    pub(super) fn ticket(&self) -> u64 {
        self.tickets.fetch_add(1, Ordering::Relaxed)
    }

    /// Waits until such a call may leave; after the deadline, in the clock's time, it is of no use any more.
    ///
    /// # Errors
    /// At once when it would have to wait for longer, or at all where nothing can wait.
    pub(super) fn turn(
        &self,
        operation: Operation,
        ticket: u64,
        deadline: Option<Duration>,
    ) -> Turn<'_> {
        Turn {
            limits: self,
            ticket: Ticket(ticket),
            route: self.route(operation),
            deadline,
            alarm: None,
            waits: false,
        }
    }

    /// The same, if such a call may leave at once.
    pub(super) fn at_once(&self, operation: Operation) -> Option<Place<'_>> {
        let (route, now) = (self.route(operation), self.time.now()?);
        let passes = self.lines.pass_at_once(route.gates(), now);
        passes.then(|| Place::new(self, route))
    }

    fn route(&self, operation: Operation) -> Route {
        // What fewer calls share comes first.
        let mut route = Route::default();
        route.add(self.operation(operation));
        if !self.of.is_empty() {
            let name = operation.of.map(|info| info.name);
            let mut own = self.of.iter();
            if let Some((_, gate)) = own.find(|(known, _)| name == Some(known.as_str())) {
                route.add(*gate);
            }
        }
        if let Some(gate) = self.of_all {
            route.add(gate);
        }
        route
    }

    /// The service asked for no more of such calls for so long.
    pub(super) fn stop(&self, operation: Operation, time: Duration) {
        if let Some(now) = self.time.now() {
            let (gate, until) = (self.operation(operation), now.saturating_add(time));
            self.lines.stop(gate, now, until, self.longest_stop);
        }
    }

    fn operation(&self, operation: Operation) -> GateId {
        // Descriptions are constants: there are no more of them than the program has.
        let info = operation.of.map(std::ptr::from_ref);
        let at = info.map_or(0, |info| info.addr());
        self.lines.operation((at, operation.usage), || {
            let limits = match self.documented {
                true => operation.documented(),
                false => Vec::new(),
            };
            Gate::new(Subject::Operation(operation), limits)
        })
    }
}

impl Operation {
    /// What is documented of it. A limit that lets nothing pass is a misprint.
    fn documented(self) -> Vec<RateLimit> {
        let Some(info) = self.of else {
            return Vec::new();
        };
        let read = info.rate_limits.iter().map(|limit| (Usage::Read, *limit));
        let all = read.chain(info.rate_limits_of.iter().copied());
        all.filter(|(usage, limit)| *usage == self.usage && check(*limit).is_ok())
            .map(|(_, limit)| limit)
            .collect()
    }
}

fn check(limit: RateLimit) -> Result<()> {
    match limit.calls == 0 || limit.seconds == 0 {
        true => Err(Error::setup(format!(
            "a rate limit of {limit} lets nothing pass"
        ))),
        false => Ok(()),
    }
}

//! Limits on calls: those that the service documents, those that the user sets, and what the service says when it is asked
//! too often.

mod gate;
#[cfg(test)]
mod tests;
mod time;
mod turn;
mod window;
mod words;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use odata_core::descriptor::{EntitySetInfo, RateLimit, Usage};

use self::gate::Gate;
use self::time::Time;
pub(crate) use self::turn::{Place, Turn};
use self::words::Subject;
use super::Clock;
use crate::error::{Error, Result};

/// What is counted by itself: an entity set or a function, and the kind of request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation {
    pub(crate) of: Option<&'static EntitySetInfo>,
    /// `Read`, `ReadByKey`, `Insert`, `Update` or `Delete`.
    pub(crate) usage: Usage,
}

/// The limits that were asked for.
pub(super) struct Wanted {
    pub(super) documented: bool,
    pub(super) of_all: Vec<RateLimit>,
    pub(super) of: Vec<(String, RateLimit)>,
}

/// All limits of a client, shared by its clones.
pub(crate) struct Limits {
    time: Time,
    documented: bool,
    of_all: Option<Arc<Gate>>,
    of: Vec<(String, Arc<Gate>)>,
    operations: Mutex<HashMap<(usize, Usage), Arc<Gate>>>,
    tickets: AtomicU64,
}

impl Default for Wanted {
    fn default() -> Self {
        Wanted {
            documented: true,
            of_all: Vec::new(),
            of: Vec::new(),
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
        let gate = |subject, limits: &[RateLimit]| Arc::new(Gate::new(subject, limits));
        Ok(Limits {
            time: Time::new(clock),
            documented: wanted.documented,
            of_all: (!wanted.of_all.is_empty()).then(|| gate(Subject::Everything, &wanted.of_all)),
            of: of
                .into_iter()
                .map(|(name, limits)| (name.clone(), gate(Subject::Named(name), &limits)))
                .collect(),
            operations: Mutex::default(),
            tickets: AtomicU64::new(0),
        })
    }

    /// Waits until such a call may leave; after the deadline, in the clock's time, it is of no use any more.
    ///
    /// # Errors
    /// At once when it would have to wait for longer, or at all where there is no clock.
    pub(crate) fn turn(&self, operation: Operation, deadline: Option<Duration>) -> Turn {
        let name = operation.of.map(|info| info.name);
        let own = self.of.iter();
        let own = own.filter(|(known, _)| name == Some(known.as_str()));
        let gates = std::iter::once(self.operation(operation))
            .chain(own.map(|(_, gate)| gate.clone()))
            .chain(self.of_all.clone())
            .collect();
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed);
        Turn::new(self.time.clone(), ticket, gates, deadline)
    }

    /// The service asked for no more of such calls for so long.
    pub(crate) fn stop(&self, operation: Operation, time: Duration) {
        if let Some(now) = self.time.now() {
            self.operation(operation).stop(now.saturating_add(time));
        }
    }

    fn operation(&self, operation: Operation) -> Arc<Gate> {
        // Descriptions are constants: there are no more of them than generated code has.
        let at = operation
            .of
            .map_or(0, |info| std::ptr::from_ref(info).addr());
        let mut operations = self
            .operations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = operations.entry((at, operation.usage));
        let gate = known.or_insert_with(|| {
            let limits = match self.documented {
                true => operation.documented(),
                false => Vec::new(),
            };
            Arc::new(Gate::new(Subject::Operation(operation), &limits))
        });
        gate.clone()
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

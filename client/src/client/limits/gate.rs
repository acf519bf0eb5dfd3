//! What calls pass one by one: windows that they count in, and a line before them.

use std::collections::BTreeSet;
use std::time::Duration;

use odata_core::descriptor::RateLimit;

use super::window::Window;
use super::words::Subject;

/// What calls pass one by one: first come, first served.
#[derive(Debug)]
pub(super) struct Gate {
    /// What passes here.
    pub(super) subject: Subject,
    windows: Vec<Window>,
    /// The service asked to be left alone until then.
    stopped_until: Duration,
    /// The tickets of those in line.
    line: BTreeSet<u64>,
}

/// What keeps a call from passing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Limit(RateLimit),
    /// The service said so.
    Stopped,
}

impl Gate {
    pub(super) fn new(subject: Subject, limits: impl IntoIterator<Item = RateLimit>) -> Self {
        Gate {
            subject,
            windows: limits.into_iter().map(Window::new).collect(),
            stopped_until: Duration::ZERO,
            line: BTreeSet::new(),
        }
    }

    /// Calls that lie too long back count no more.
    pub(super) fn forget(&mut self, now: Duration) {
        for window in &mut self.windows {
            window.forget(now);
        }
    }

    /// Whether the first in line can pass; what lies too long back is forgotten already.
    fn is_open(&self, now: Duration) -> bool {
        now >= self.stopped_until && self.windows.iter().all(Window::has_room)
    }

    /// Whether who comes now can pass.
    pub(super) fn is_free(&self, now: Duration) -> bool {
        self.line.is_empty() && self.is_open(now)
    }

    /// One passes.
    pub(super) fn begin(&mut self) {
        self.windows.iter_mut().for_each(Window::begin);
    }

    /// Lets the first in line pass, if it can.
    pub(super) fn next(&mut self, now: Duration) -> Option<u64> {
        let ticket = self.is_open(now).then(|| self.line.pop_first()).flatten()?;
        self.begin();
        Some(ticket)
    }

    /// One that passed is not sent after all.
    pub(super) fn give_back(&mut self) {
        self.windows.iter_mut().for_each(Window::give_back);
    }

    /// One that passed was sent, and has its answer or failed.
    pub(super) fn end(&mut self, now: Duration) {
        self.windows.iter_mut().for_each(|window| window.end(now));
    }

    /// Nobody passes before that moment.
    pub(super) fn stop(&mut self, until: Duration) {
        self.stopped_until = self.stopped_until.max(until);
    }

    /// For how long nobody passes, though there may be room.
    pub(super) fn stopped_for(&self, now: Duration) -> Duration {
        self.stopped_until.saturating_sub(now)
    }

    pub(super) fn stand(&mut self, ticket: u64) {
        self.line.insert(ticket);
    }

    pub(super) fn leave(&mut self, ticket: u64) {
        self.line.remove(&ticket);
    }

    pub(super) fn first(&self) -> Option<u64> {
        self.line.first().copied()
    }

    /// When that one can pass at the earliest, whether it is in line or not, and what keeps it until then; nothing if it can
    /// pass now. What lies too long back is forgotten already.
    pub(super) fn earliest(&self, ticket: u64, now: Duration) -> Option<(Duration, Reason)> {
        let ahead = match self.line.last() {
            Some(last) if *last >= ticket => self.line.range(..ticket).count(),
            _ => self.line.len(),
        };
        let windows = self.windows.iter().map(|window| {
            let reason = Reason::Limit(window.limit());
            (window.earliest(now, ahead), reason)
        });
        let stopped = [(self.stopped_until, Reason::Stopped)].into_iter();
        let all = stopped.chain(windows).filter(|(until, _)| *until > now);
        all.max_by_key(|(until, _)| *until)
    }
}

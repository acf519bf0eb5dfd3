//! What calls pass one by one: windows that have a place for each, and a line before them.

use std::time::Duration;

use odata_core::descriptor::RateLimit;

use super::line::{Line, Ticket};
use super::window::Window;
use super::words::Subject;

/// What calls pass one by one, first come, first served: when each of its windows has a place, and the service wants no pause.
#[derive(Debug)]
pub(super) struct Gate {
    /// What passes here.
    pub(super) subject: Subject,
    windows: Vec<Window>,
    /// The service asked to be left alone until then.
    stopped_until: Duration,
    pub(super) line: Line,
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
            line: Line::default(),
        }
    }

    /// How many places the smallest of its windows has; none where it has no window.
    pub(super) fn places(&self) -> Option<usize> {
        let all = self.windows.iter().map(|window| window.limit().calls);
        all.min().map(|calls| calls as usize)
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

    /// One passes, and has a place from now on.
    pub(super) fn take_place(&mut self) {
        self.windows.iter_mut().for_each(Window::take_place);
    }

    /// Lets those in line pass for whom there is a place, one after the other.
    pub(super) fn let_through(&mut self, now: Duration) -> Vec<Ticket> {
        let mut passed = Vec::new();
        if self.line.is_empty() {
            return passed;
        }
        self.forget(now);
        while self.is_open(now)
            && let Some(ticket) = self.line.take_first()
        {
            self.take_place();
            passed.push(ticket);
        }
        passed
    }

    /// One that has a place is not sent after all.
    pub(super) fn give_back(&mut self) {
        self.windows.iter_mut().for_each(Window::give_back);
    }

    /// One that has a place was sent, and has its answer or failed: it keeps the place for a window's length.
    pub(super) fn answered(&mut self, now: Duration) {
        let windows = self.windows.iter_mut();
        windows.for_each(|window| window.answered(now));
    }

    /// Nobody passes before that moment.
    pub(super) fn stop(&mut self, until: Duration) {
        self.stopped_until = self.stopped_until.max(until);
    }

    /// For how long nobody passes, though there may be room.
    pub(super) fn stopped_for(&self, now: Duration) -> Duration {
        self.stopped_until.saturating_sub(now)
    }

    /// When that one can pass at the earliest, whether it is in line or not, and what keeps it until then; nothing if it can
    /// pass now. What lies too long back is forgotten already.
    pub(super) fn earliest(&self, ticket: Ticket, now: Duration) -> Option<(Duration, Reason)> {
        let ahead = self.line.before(ticket);
        let windows = self.windows.iter().map(|window| {
            let reason = Reason::Limit(window.limit());
            (window.earliest(now, ahead), reason)
        });
        let stopped = [(self.stopped_until, Reason::Stopped)].into_iter();
        let all = stopped.chain(windows).filter(|(until, _)| *until > now);
        all.max_by_key(|(until, _)| *until)
    }
}

//! One that waits, and how far it has come.

use std::task::Waker;
use std::time::Duration;

use super::comer::Comer;
use super::route::{GateId, Route};

/// For how long one that was woken is waited for where nobody else can pass before it comes. Who is polled comes at once; the next page of
/// rows that nobody takes does not.
const COMES_WITHIN: Duration = Duration::from_secs(1);

/// One that could not pass all gates of its route at once.
#[derive(Debug)]
pub(super) struct Waiter {
    route: Route,
    /// How many gates of its route it has passed; it has a place of each, and stands before the next one.
    passed: usize,
    /// When it was let through the last one, and woken. It has not come yet.
    let_through: Option<Duration>,
    deadline: Option<Duration>,
    pub(super) waker: Waker,
    /// When it looks again by itself.
    pub(super) alarm: Duration,
}

impl Waiter {
    pub(super) fn new(comer: &Comer<'_>) -> Self {
        Waiter {
            route: comer.route,
            passed: 0,
            let_through: None,
            deadline: comer.deadline,
            waker: comer.waker.clone(),
            alarm: Duration::MAX,
        }
    }

    pub(super) fn route(&self) -> &[GateId] {
        self.route.gates()
    }

    /// The gates that it has a place of.
    pub(super) fn passed(&self) -> &[GateId] {
        self.route().get(..self.passed).unwrap_or_default()
    }

    /// The gates that it still has to pass.
    pub(super) fn ahead(&self) -> &[GateId] {
        self.route().get(self.passed..).unwrap_or_default()
    }

    /// The gate that it stands before; none when it has passed all.
    pub(super) fn stands_before(&self) -> Option<GateId> {
        self.ahead().first().copied()
    }

    /// It has got a place of the gate that it stood before; the one that it stands before now.
    pub(super) fn pass(&mut self, now: Duration) -> Option<GateId> {
        self.passed += 1;
        let next = self.stands_before();
        if next.is_none() {
            self.let_through = Some(now);
        }
        next
    }

    /// Until when it is waited for, if it has a place of that gate and has not come for it.
    pub(super) fn absent_until(&self, gate: GateId) -> Option<Duration> {
        let let_through = self.let_through.filter(|_| self.route().contains(&gate))?;
        Some(let_through.saturating_add(COMES_WITHIN))
    }

    /// It has no place any more, and stands before the first gate again.
    pub(super) fn start_over(&mut self) {
        self.passed = 0;
        self.let_through = None;
    }

    /// Until when it waits, if it waits for the service until `last` at most.
    pub(super) fn waits_until(&self, last: Duration) -> Duration {
        self.deadline.unwrap_or(last).min(last)
    }
}

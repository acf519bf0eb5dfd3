//! How many calls a time may have, and how many it has.

use std::collections::VecDeque;
use std::time::Duration;

use odata_core::descriptor::RateLimit;

/// So many moments are remembered one by one: each call of a limit of 1,500 an hour, and of a larger one calls that lie
/// close together as one.
const MOMENTS: u32 = 2_048;

/// A sliding window: at no moment do more calls count than are allowed.
///
/// A call counts from when it leaves until a window's length after its answer came. The service sees it at some moment in
/// between, so that in whichever window it counts, it counts no more calls than are counted here.
#[derive(Debug)]
pub(super) struct Window {
    limit: RateLimit,
    length: Duration,
    /// Calls that were answered within this time of each other are forgotten together, when the last one is.
    grain: Duration,
    under_way: u32,
    answered: u32,
    /// Those that were answered, the first first.
    runs: VecDeque<Run>,
}

/// Calls that are forgotten together.
#[derive(Debug)]
struct Run {
    /// When the first of them could be forgotten.
    first: Duration,
    /// When they are.
    last: Duration,
    calls: u32,
}

impl Window {
    pub(super) fn new(limit: RateLimit) -> Self {
        let length = Duration::from_secs(limit.seconds.into());
        Window {
            limit,
            length,
            grain: match limit.calls > MOMENTS {
                true => length / MOMENTS,
                false => Duration::ZERO,
            },
            under_way: 0,
            answered: 0,
            runs: VecDeque::new(),
        }
    }

    pub(super) fn limit(&self) -> RateLimit {
        self.limit
    }

    /// Calls that lie too long back count no more.
    pub(super) fn forget(&mut self, now: Duration) {
        while let Some(run) = self.runs.front()
            && run.last <= now
        {
            self.answered -= run.calls;
            self.runs.pop_front();
        }
    }

    fn room(&self) -> u32 {
        self.limit
            .calls
            .saturating_sub(self.under_way)
            .saturating_sub(self.answered)
    }

    pub(super) fn has_room(&self) -> bool {
        self.room() > 0
    }

    /// A call leaves.
    pub(super) fn begin(&mut self) {
        self.under_way += 1;
    }

    /// A call that was to leave does not.
    pub(super) fn give_back(&mut self) {
        self.under_way -= 1;
    }

    /// A call was answered, or failed.
    pub(super) fn end(&mut self, now: Duration) {
        self.under_way -= 1;
        self.answered += 1;
        let end = now.saturating_add(self.length);
        if let Some(run) = self.runs.back_mut() {
            // Whoever looked at the clock first need not come first.
            let end = end.max(run.last);
            if end - run.first <= self.grain {
                run.last = end;
                run.calls += 1;
                return;
            }
        }
        let end = end.max(self.runs.back().map_or(end, |run| run.last));
        self.runs.push_back(Run {
            first: end,
            last: end,
            calls: 1,
        });
    }

    /// When a call may leave that waits behind so many others, if all that are under way are answered now and each of
    /// the others as soon as it leaves: no earlier than that. What lies too long back is forgotten already.
    pub(super) fn earliest(&self, now: Duration, ahead: usize) -> Duration {
        let calls = self.limit.calls as usize;
        let (rounds, place) = (ahead / calls, ahead % calls);
        let later = self
            .length
            .saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
        self.freed(now, place).saturating_add(later)
    }

    /// When the place with that number is free, the first one first.
    fn freed(&self, now: Duration, place: usize) -> Duration {
        let Some(mut place) = place.checked_sub(self.room() as usize) else {
            return now;
        };
        for run in &self.runs {
            match place.checked_sub(run.calls as usize) {
                Some(left) => place = left,
                None => return run.last,
            }
        }
        now.saturating_add(self.length)
    }

    #[cfg(test)]
    pub(super) fn moments(&self) -> usize {
        self.runs.len()
    }
}

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

    /// A call takes a place.
    pub(super) fn take_place(&mut self) {
        self.under_way += 1;
    }

    /// A call that has a place does not leave after all.
    pub(super) fn give_back(&mut self) {
        self.under_way -= 1;
    }

    /// A call was answered, or failed.
    pub(super) fn answered(&mut self, now: Duration) {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_call_counts_until_a_windows_length_after_its_answer() {
        let mut window = Window::new(RateLimit::per_minute(2));
        window.take_place();
        window.take_place();
        assert!(!window.has_room());
        assert_eq!(window.earliest(seconds(5), 0), seconds(65));
        window.answered(seconds(10));
        window.forget(seconds(69));
        assert!(!window.has_room());
        assert_eq!(window.earliest(seconds(69), 0), seconds(70));
        // The other one may be answered now, and the third in line comes after the first.
        assert_eq!(window.earliest(seconds(69), 1), seconds(129));
        assert_eq!(window.earliest(seconds(69), 2), seconds(130));
        window.forget(seconds(70));
        assert!(window.has_room());
        window.give_back();
        assert_eq!(window.earliest(seconds(70), 1), seconds(70));
        assert_eq!(window.earliest(seconds(70), 2), seconds(130));
    }

    #[test]
    fn a_window_of_many_calls_takes_little_memory_and_forgets_nothing_too_early() {
        let limit = RateLimit::per_day(100_000);
        let mut window = Window::new(limit);
        let mut ends = VecDeque::new();
        let (mut most, mut held) = (0, 0);
        // Twice as many as may be sent, for two days, of which now and then one looked at the clock before another.
        for call in 0..400_000_u64 {
            let now = Duration::from_millis(call * 432 + call % 3 * 500);
            window.forget(now);
            while ends.front().is_some_and(|end| *end <= now) {
                ends.pop_front();
            }
            let counted = window.limit.calls - window.room();
            assert!(
                counted as usize >= ends.len(),
                "{call}: {counted} of {}",
                ends.len()
            );
            held = held.max(counted as usize - ends.len());
            if window.has_room() {
                window.take_place();
                window.answered(now);
                ends.push_back(now + seconds(86_400));
            }
            most = most.max(window.runs.len());
        }
        assert!(most <= MOMENTS as usize + 2, "{most} moments");
        // What is forgotten too late is what comes in a two-thousandth of a day.
        assert!((1..=200).contains(&held), "{held}");
    }

    #[test]
    fn a_window_of_few_calls_remembers_each() {
        let mut window = Window::new(RateLimit::per_hour(1_500));
        for call in 0..1_500 {
            window.take_place();
            window.answered(Duration::from_millis(call));
        }
        assert_eq!(window.runs.len(), 1_500);
        window.forget(seconds(3_600) + Duration::from_millis(700));
        assert_eq!(window.room(), 701);
    }
}

//! The token of one scope: when it is used, when it is replaced, and what a 401 means.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use http::HeaderValue;

use super::{AccessToken, Fetch, Outcome, Time};
use crate::client::CredentialError;
use crate::flight::{Flight, Passenger, lock};

/// A token that ends sooner than this is used no more: it would end on its way.
const MARGIN: Duration = Duration::from_secs(10);

/// For so long nothing is tried again after an early refresh that failed.
const PAUSE: Duration = Duration::from_secs(30);

/// A token that replaced a rejected one, and is rejected as soon as this, is not replaced again: another one would fare no better, and
/// a service that rejects everything must not lead to a token request for each request.
const IN_VAIN: Duration = Duration::from_secs(5);

#[derive(Default)]
pub(super) struct Slot {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The refresh that goes on, while anybody waits for it.
    flight: Weak<Flight<Outcome>>,
    /// No early refresh before this.
    paused_until: Duration,
}

/// The newest token.
struct Held {
    value: HeaderValue,
    /// When it is replaced, and when it is used no more.
    times: Option<(Duration, Duration)>,
    is_rejected: bool,
    /// When it came, if it came since the one before was rejected.
    instead: Option<Duration>,
}

/// How things stand.
pub(super) enum Standing {
    /// It is used as it is.
    Fresh(HeaderValue),
    /// It can still be used, and this is the one that replaces it.
    Aging(HeaderValue, Passenger<Outcome>),
    /// There is none that can be used.
    Awaited(Passenger<Outcome>),
}

/// Whether that moment has come; where nothing tells the time, it never does.
fn is_past(moment: Duration, now: Option<Duration>) -> bool {
    now.is_some_and(|now| now >= moment)
}

impl Slot {
    /// How things stand now; where a refresh is needed and none goes on, one is made out of `fetch`.
    pub(super) fn standing(
        self: &Arc<Self>,
        time: &Time,
        early: Duration,
        fetch: impl FnOnce() -> Fetch,
    ) -> Standing {
        let now = time.now();
        let mut state = lock(&self.state);
        let usable = match &state.held {
            Some(held) if !held.is_rejected => match held.times {
                Some((_, end)) if is_past(end, now) => None,
                Some((refresh, _)) if is_past(refresh, now) => {
                    // One refreshes; to all others nothing has changed.
                    let waits = !is_past(state.paused_until, now);
                    if waits || state.flight.strong_count() > 0 {
                        return Standing::Fresh(held.value.clone());
                    }
                    Some(held.value.clone())
                }
                _ => return Standing::Fresh(held.value.clone()),
            },
            _ => None,
        };
        let flight = state.flight.upgrade().unwrap_or_else(|| {
            let work = refreshed(self.clone(), time.clone(), early, fetch());
            let flight = Flight::new(Box::pin(work), || {
                Err(CredentialError::new("the source of tokens panicked"))
            });
            state.flight = Arc::downgrade(&flight);
            flight
        });
        let passenger = flight.board();
        match usable {
            Some(value) => Standing::Aging(value, passenger),
            None => Standing::Awaited(passenger),
        }
    }

    /// Keeps what came, and ends the refresh in the same moment.
    fn arrived(
        &self,
        came: Result<AccessToken, CredentialError>,
        asked: Option<Duration>,
        early: Duration,
        now: Option<Duration>,
    ) -> Outcome {
        let mut state = lock(&self.state);
        state.flight = Weak::new();
        let token = match came {
            Ok(token) => token,
            Err(error) => {
                state.pause(now);
                return Err(error);
            }
        };
        let was_rejected = state.held.as_ref().is_some_and(|held| held.is_rejected);
        let value = token.value().clone();
        state.held = Some(Held {
            value: value.clone(),
            times: asked
                .zip(token.lifetime())
                .map(|(asked, lifetime)| times(asked, lifetime, early)),
            is_rejected: false,
            instead: now.filter(|_| was_rejected),
        });
        Ok(value)
    }

    /// An early refresh came to nothing.
    pub(super) fn pause(&self, now: Option<Duration>) {
        lock(&self.state).pause(now);
    }

    /// Holds that token no more.
    pub(super) fn forget(&self, value: &HeaderValue) {
        lock(&self.state).held.take_if(|held| held.value == value);
    }

    /// Whether another token may be had after a 401 for this one; nothing if it is not the newest.
    pub(super) fn rejected(&self, value: &HeaderValue, now: Option<Duration>) -> Option<bool> {
        let mut state = lock(&self.state);
        let held = state.held.as_mut().filter(|held| held.value == value)?;
        let in_vain = held
            .instead
            .is_some_and(|came| !is_past(came.saturating_add(IN_VAIN), now));
        // Whoever got the first 401 has asked for another one; the others get the same.
        held.is_rejected |= !in_vain;
        Some(held.is_rejected)
    }
}

impl State {
    fn pause(&mut self, now: Option<Duration>) {
        self.paused_until = now.unwrap_or_default().saturating_add(PAUSE);
    }
}

/// Gets a token and keeps it, whoever drives it to its end.
async fn refreshed(slot: Arc<Slot>, time: Time, early: Duration, fetch: Fetch) -> Outcome {
    // Its life counts from here, since the answer takes its time.
    let asked = time.now();
    let came = fetch.await;
    slot.arrived(came, asked, early, time.now())
}

/// When a token is replaced, and when it is used no more. Of a short life both are parts.
fn times(asked: Duration, lifetime: Duration, early: Duration) -> (Duration, Duration) {
    let before = |time: Duration| asked.saturating_add(lifetime.saturating_sub(time));
    (
        before(early.min(lifetime / 5)),
        before(MARGIN.min(lifetime / 10)),
    )
}

#[cfg(test)]
mod tests {
    use super::times;
    use std::time::Duration;

    #[test]
    fn a_short_life_is_used_for_its_most_part() {
        let seconds = Duration::from_secs;
        let early = seconds(300);
        assert_eq!(
            times(seconds(7), seconds(3600), early),
            (seconds(3307), seconds(3597))
        );
        let (refresh, end) = times(Duration::ZERO, seconds(3), early);
        assert_eq!(
            (refresh, end),
            (Duration::from_millis(2400), Duration::from_millis(2700))
        );
        assert_eq!(
            times(Duration::ZERO, Duration::ZERO, early),
            (Duration::ZERO, Duration::ZERO)
        );
        let (refresh, end) = times(seconds(1), Duration::MAX, early);
        assert!(end > refresh && refresh > Duration::MAX / 2);
    }
}

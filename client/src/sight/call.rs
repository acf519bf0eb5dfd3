//! One call, as far as somebody looks at it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, Response, StatusCode};
use odata_core::transport::ResponseBody;
use url::Url;

use super::counted::Counted;
use super::observer::{Failure, Observed, Observer};
use super::spans::{Ids, Spanned, redirected, waited, waits};
use crate::client::{Client, Outgoing};
use crate::error::{Error, Result};

/// A call that somebody looks at; nothing where nobody does.
#[derive(Clone, Default)]
pub(crate) struct Sight(Option<Arc<Watched>>);

pub(super) struct Watched {
    client: Client,
    method: Method,
    /// When it began, by the client's clock.
    start: Option<Duration>,
    span: Spanned,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    phase: Phase,
    /// How many tries were made, and when the last one began.
    tries: u32,
    began: Option<Duration>,
    status: Option<StatusCode>,
    ids: Ids,
    /// How many bytes of the last answer came, and how many were announced.
    bytes: u64,
    announced: Option<u64>,
    waited: Duration,
    /// What was waited for limits, in all and since the last try ended.
    limits: Duration,
    limits_of_try: Duration,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    #[default]
    Between,
    Trying,
    /// The answer is being read by who asked.
    Reading,
    Over,
}

/// What is no wait, but the time that work takes.
const LEAST_WAIT: Duration = Duration::from_millis(1);

impl Sight {
    pub(crate) fn of(client: &Client, outgoing: &Outgoing) -> Self {
        let (set, page) = (client.set_name(), client.page());
        let span = Spanned::of_call(&outgoing.method, &outgoing.url, set, page);
        if !span.is_seen() && client.observer().is_none() {
            return Sight(None);
        }
        Sight(Some(Arc::new(Watched {
            client: client.clone(),
            method: outgoing.method.clone(),
            start: client.now(),
            span,
            state: Mutex::default(),
        })))
    }

    /// Whether anybody looks.
    pub(crate) fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// Its span.
    pub(crate) fn span(&self) -> Spanned {
        match &self.0 {
            Some(call) => call.span.clone(),
            None => Spanned::none(),
        }
    }

    /// Looks at one try.
    pub(crate) async fn of_try<T>(&self, once: impl Future<Output = Result<T>>) -> Result<T> {
        let Some(call) = &self.0 else {
            return once.await;
        };
        let span = call.begins();
        let tried = span.clone().within(once).await;
        let error = tried.as_ref().err();
        call.tried(&span, error.map(Failure::of), error.and_then(Error::code));
        tried
    }

    /// A request leaves.
    pub(crate) fn sends(&self, headers: &HeaderMap) {
        if let Some(call) = &self.0 {
            call.state().ids.sent(headers);
        }
    }

    /// The head of an answer came.
    pub(crate) fn received(&self, response: Response<ResponseBody>) -> Response<ResponseBody> {
        let Some(call) = &self.0 else {
            return response;
        };
        let mut state = call.state();
        state.status = Some(response.status());
        state.ids.received(response.headers());
        state.bytes = 0;
        let length = response.headers().get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        let has_none = matches!(response.status().as_u16(), 204 | 304);
        state.announced = if has_none { Some(0) } else { length };
        drop(state);
        let call = call.clone();
        response.map(|body| ResponseBody::streamed(Box::pin(Counted { body, call })))
    }

    /// The answer says to ask elsewhere, and that is done.
    pub(crate) fn redirected(&self, status: StatusCode, to: &Url) {
        if self.0.is_some() {
            redirected(status, to);
        }
    }

    /// Looks at how long is waited because of limits on calls.
    pub(crate) async fn of_turn<T>(&self, turn: impl Future<Output = T>) -> T {
        let Some(call) = &self.0 else {
            return turn.await;
        };
        let start = call.client.now();
        let place = turn.await;
        let time = call.since(start).unwrap_or_default();
        // A turn that is there takes some time, too.
        if time >= LEAST_WAIT {
            let mut state = call.state();
            state.limits += time;
            state.limits_of_try += time;
            drop(state);
            waited(time);
        }
        place
    }

    /// So long is waited before another try.
    pub(crate) fn waits(&self, wait: Duration, error: &Error) {
        waits(wait, error);
        if let Some(call) = &self.0 {
            call.state().waited += wait;
        }
    }

    /// The answer failed while it was read.
    pub(crate) fn broke_off(&self, error: &Error) {
        if let Some(call) = &self.0 {
            call.read(Some(Failure::of(error)));
        }
    }

    /// It is over: the answer is there, or is not to be had.
    pub(crate) fn over(&self, error: Option<&Error>) {
        if let Some(call) = &self.0 {
            call.over(error.map(Failure::of));
        }
    }

    /// The answer is read while it arrives, and then it is over.
    pub(crate) fn opened(&self) {
        if let Some(call) = &self.0 {
            call.state().phase = Phase::Reading;
        }
    }
}

impl Watched {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn span(&self) -> &Spanned {
        &self.span
    }

    fn begins(&self) -> Spanned {
        let mut state = self.state();
        state.phase = Phase::Trying;
        state.tries += 1;
        state.began = self.client.now();
        (state.status, state.bytes, state.announced) = (None, 0, None);
        state.ids = Ids::default();
        self.span.of_try(state.tries)
    }

    fn tried(&self, span: &Spanned, failure: Option<Failure>, code: Option<&str>) {
        let mut state = self.state();
        state.phase = Phase::Between;
        if failure == Some(Failure::Limit) {
            state.tries = state.tries.saturating_sub(1);
            return;
        }
        let limits = std::mem::take(&mut state.limits_of_try);
        let ids = std::mem::take(&mut state.ids);
        let seen = Observed {
            duration: self.since(state.began),
            waited: Duration::ZERO,
            waited_for_limits: limits,
            ..self.seen(&state, failure)
        };
        drop(state);
        span.tried(&seen, &ids, code);
        self.tell(|observer| observer.tried(&seen));
    }

    fn over(&self, failure: Option<Failure>) {
        let mut state = self.state();
        if std::mem::replace(&mut state.phase, Phase::Over) == Phase::Over {
            return;
        }
        let seen = self.seen(&state, failure);
        drop(state);
        self.span.called(&seen);
        self.tell(|observer| observer.called(&seen));
    }

    /// Tells who observes. One that panics while something is dropped because of a panic, perhaps its own, would end the program.
    fn tell(&self, told: impl FnOnce(&dyn Observer)) {
        let Some(observer) = self.client.observer() else {
            return;
        };
        match std::thread::panicking() {
            true => drop(catch_unwind(AssertUnwindSafe(|| told(observer)))),
            false => told(observer),
        }
    }

    fn seen(&self, state: &State, failure: Option<Failure>) -> Observed<'_> {
        Observed {
            set: self.client.set_name(),
            method: &self.method,
            page: self.client.page(),
            attempt: state.tries,
            status: state.status,
            failure,
            duration: self.since(self.start),
            bytes: state.bytes,
            waited: state.waited,
            waited_for_limits: state.limits,
        }
    }

    fn since(&self, moment: Option<Duration>) -> Option<Duration> {
        Some(self.client.now()?.saturating_sub(moment?))
    }

    /// So many bytes of the body came.
    pub(super) fn came(&self, bytes: usize) {
        self.state().bytes += bytes as u64;
    }

    /// The body is read to its end, or to where it broke off.
    pub(super) fn read(&self, failure: Option<Failure>) {
        if self.state().phase == Phase::Reading {
            self.over(failure);
        }
    }

    /// Nobody reads on.
    pub(super) fn left(&self) {
        let state = self.state();
        let is_whole = state.announced == Some(state.bytes);
        drop(state);
        self.read((!is_whole).then_some(Failure::Dropped));
    }
}

/// A call that nobody waits for any more.
impl Drop for Watched {
    fn drop(&mut self) {
        if self.state().phase == Phase::Trying {
            self.tried(&self.span, Some(Failure::Dropped), None);
        }
        self.over(Some(Failure::Dropped));
    }
}

impl fmt::Debug for Sight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sight")
    }
}

//! The tries of one call: which failure is worth another one, when, and until when.

use std::future::poll_fn;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, StatusCode};
use odata_core::transport::{BoxFuture, TransportError};

use super::limits::Place;
use super::{Client, Outgoing};
use crate::error::{Done, Error, GivingUp, Result, Tried};
use crate::sight::{Sight, Spanned};

/// The tries of one call.
#[derive(Debug)]
pub(crate) struct Tries {
    pub(super) client: Client,
    /// Asking twice does no more than asking once.
    repeatable: bool,
    failed: Vec<Tried>,
    /// A failed try may have done what was asked.
    unsure: bool,
    /// What a try has done of which the answer could not be read.
    done: Option<Done>,
    /// When the whole call has to be over, by the client's clock.
    until: Option<Duration>,
    /// Where it stands in line, each time that its turn is waited for.
    ticket: u64,
    /// What proved who is asking, last time, and whether another one was asked for already.
    pub(super) proof: Option<HeaderValue>,
    renewed: bool,
    /// Who looks at the call.
    pub(super) sight: Sight,
}

/// When one try is over.
pub(crate) struct Limit(Option<Time>);

struct Time {
    sleep: BoxFuture<'static, ()>,
    /// What the try has, or the whole call.
    limit: Duration,
    /// Which try it is, where it is the whole call that is over then.
    of_call: Option<NonZeroU32>,
}

impl Limit {
    /// Ready when the time is over, with what is said then. Not generic, so that it is compiled once.
    pub(crate) fn passed(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let Some(time) = &mut self.0 else {
            return Poll::Pending;
        };
        time.sleep.as_mut().poll(cx).map(|()| {
            let limit = time.limit;
            let what = match time.of_call {
                Some(tries) => format!(
                    "the whole call had {limit:?} (`within`, `call_timeout`), and its try {tries} was not over then"
                ),
                None => format!("nothing was there after {limit:?} (`try_timeout`)"),
            };
            TransportError::timeout(what).into()
        })
    }
}

/// What is done about a failure.
enum Remedy {
    None,
    /// Another try might help, and might do twice what was done.
    MayBeDone,
    /// Another try at once.
    Now,
    /// Another try when so much time has passed, or when the policy says.
    After(Option<Duration>),
}

impl Tries {
    pub(crate) fn of(client: Client, outgoing: &Outgoing) -> Self {
        let repeatable =
            outgoing.method.is_idempotent() || outgoing.is_query() || outgoing.is_done_once();
        Tries {
            repeatable,
            ..Tries::of_reading(client)
        }
    }

    /// The same of a call that may be made again, whatever its method says.
    pub(super) fn or_repeatable(self, repeatable: bool) -> Self {
        Tries {
            repeatable: self.repeatable || repeatable,
            ..self
        }
    }

    /// Those of a call that only reads.
    pub(crate) fn of_reading(client: Client) -> Self {
        let (clock, limit) = (&client.shared.clock, client.within);
        Tries {
            repeatable: true,
            failed: Vec::new(),
            unsure: false,
            done: None,
            until: clock
                .as_ref()
                .zip(limit)
                .map(|(clock, limit)| clock.now().saturating_add(limit)),
            ticket: client.shared.limits.ticket(),
            client,
            proof: None,
            renewed: false,
            sight: Sight::default(),
        }
    }

    /// A request is about to be sent, as often as it takes.
    pub(super) fn begin(&mut self, outgoing: &Outgoing) -> Spanned {
        self.sight = Sight::of(&self.client, outgoing);
        self.sight.span()
    }

    /// Something was got: what fails from here on is another failure.
    pub(crate) fn progressed(&mut self) {
        self.failed.clear();
        self.renewed = false;
    }

    /// Whether what is asked may have been done by a try that failed.
    pub(super) fn may_be_done(&self) -> bool {
        self.unsure
    }

    /// Waits for the turn of a try, which is no part of its time.
    ///
    /// # Errors
    /// At once when it would come too late for the whole call.
    pub(super) async fn turn(&self) -> Result<Place<'_>> {
        let (limits, operation) = (&self.client.shared.limits, self.client.operation());
        match limits.at_once(operation) {
            Some(place) => Ok(place),
            None => {
                let turn = limits.turn(operation, self.ticket, self.until);
                // In a box, since most calls need not wait.
                Box::pin(self.sight.of_turn(turn)).await
            }
        }
    }

    /// The time that one try has, from now on.
    pub(crate) fn limit(&self) -> Limit {
        let shared = &self.client.shared;
        if shared.try_timeout.is_none() && self.until.is_none() {
            return Limit(None);
        }
        let Some(clock) = shared.waiting_clock() else {
            return Limit(None);
        };
        let now = clock.now();
        let limit = shared.try_timeout;
        // Who says how long an answer is waited for does not mean a part of that.
        let limit = limit.map(|limit| self.client.patience.map_or(limit, |time| time.max(limit)));
        let of_try = limit.map(|limit| now.saturating_add(limit));
        let is_whole = self
            .until
            .is_some_and(|until| of_try.is_none_or(|of_try| until < of_try));
        let until = if is_whole { self.until } else { of_try };
        Limit(until.map(|until| {
            let left = until.saturating_sub(now);
            let tries = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
            Time {
                sleep: clock.sleep(left),
                limit: self.client.within.filter(|_| is_whole).unwrap_or(left),
                of_call: NonZeroU32::new(tries.saturating_add(1)).filter(|_| is_whole),
            }
        }))
    }

    /// The result of one try, if it comes in time.
    pub(crate) fn in_time<T>(
        &self,
        mut once: impl Future<Output = Result<T>> + Unpin,
    ) -> impl Future<Output = Result<T>> {
        let mut limit = self.limit();
        poll_fn(move |cx| match Pin::new(&mut once).poll(cx) {
            Poll::Pending => limit.passed(cx).map(Err),
            ready => ready,
        })
    }

    /// The same of a request and its answer, as one try of the call.
    pub(super) async fn once<T>(&self, once: impl Future<Output = Result<T>> + Unpin) -> Result<T> {
        let once = self.in_time(once);
        match self.sight.is_some() {
            false => once.await,
            // In a box, since most calls are not looked at.
            true => Box::pin(self.sight.of_try(once)).await,
        }
    }

    /// Waits until it is time for another try.
    ///
    /// # Errors
    /// The error itself, where another try is not worth while, must not be, or would come too late; it then says what was tried.
    ///
    /// In a box, since rustc compiles the body of an `async fn` into each program that waits for it.
    pub(crate) fn again(&mut self, error: Error) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.wait(error))
    }

    async fn wait(&mut self, error: Error) -> Result<()> {
        self.sight.broke_off(&error);
        let wait = match self.remedy(&error) {
            Remedy::None => return Err(self.told(error)),
            Remedy::MayBeDone => return Err(self.told(error.given_up(GivingUp::MayBeDone))),
            Remedy::Now => Duration::ZERO,
            Remedy::After(wait) => {
                let (retry, budget) = (&self.client.shared.retry, &self.client.shared.budget);
                let tries = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
                let wait = wait.unwrap_or_else(|| retry.wait(tries.saturating_add(1)));
                let is_last = tries.saturating_add(1) >= retry.tries;
                let why = if retry.tries == 1 {
                    Some(GivingUp::OneTry)
                } else if is_last {
                    // The tries that are told say it.
                    return Err(self.told(error));
                } else if wait > retry.longest_retry_after {
                    Some(GivingUp::WaitsTooLong(retry.longest_retry_after))
                } else {
                    (!budget.take()).then_some(GivingUp::Budget)
                };
                if let Some(why) = why {
                    return Err(self.told(error.given_up(why)));
                }
                wait
            }
        };
        let Some(clock) = self.client.shared.waiting_clock().cloned() else {
            return Err(self.told(error.given_up(GivingUp::NoClock)));
        };
        let now = clock.now();
        if let Some(until) = self
            .until
            .filter(|until| now.saturating_add(wait) >= *until)
        {
            // An error that says that the time is over needs no reason.
            let left = self.client.within.filter(|_| now < until);
            return Err(self.told(match left {
                Some(whole) => error.given_up(GivingUp::CallEnds(whole)),
                None => error,
            }));
        }
        self.unsure |= !error.is_unasked() && !error.is_throttled() && !error.is_unauthorized();
        self.failed.push(Tried::of(&error, wait));
        self.done = self.done.take().or_else(|| error.done());
        self.sight.waits(wait, &error);
        if !wait.is_zero() {
            clock.sleep(wait).await;
        }
        Ok(())
    }

    fn remedy(&mut self, error: &Error) -> Remedy {
        let Some(status) = error.status() else {
            return match error.is_unasked() || self.repeatable && error.is_transport() {
                true => Remedy::After(None),
                false if error.is_transport() => Remedy::MayBeDone,
                false => Remedy::None,
            };
        };
        match status {
            StatusCode::UNAUTHORIZED => match self.renew() {
                true => Remedy::Now,
                false => Remedy::None,
            },
            StatusCode::TOO_MANY_REQUESTS => Remedy::After(error.retry_after()),
            // The service has not done it, and means to be asked later by who may be asked again.
            StatusCode::TOO_EARLY if !self.repeatable => Remedy::None,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::TOO_EARLY
            | StatusCode::INTERNAL_SERVER_ERROR
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => match self.repeatable {
                true => Remedy::After(error.retry_after()),
                false => Remedy::MayBeDone,
            },
            _ => Remedy::None,
        }
    }

    /// Asks for another proof than the one that was not accepted; says whether one may be had.
    fn renew(&mut self) -> bool {
        let (Some(proof), Some(credential)) = (&self.proof, &self.client.shared.credential) else {
            return false;
        };
        let renewed = !self.renewed && credential.rejected(proof);
        self.renewed |= renewed;
        renewed
    }

    fn told(&mut self, error: Error) -> Error {
        self.sight.over(Some(&error));
        let error = error.after(std::mem::take(&mut self.failed));
        error.or_done(self.done.take())
    }
}

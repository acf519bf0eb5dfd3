//! A clock that stands still, and a source that answers when it is told to.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use odata_core::transport::BoxFuture;

use crate::client::{AccessToken, Clock, CredentialError, TokenSource};

/// It goes on when the test says so.
#[derive(Clone, Default)]
pub(crate) struct FakeClock(Arc<Mutex<Duration>>);

impl FakeClock {
    pub(crate) fn advance(&self, time: Duration) {
        *self.0.lock().expect("the clock") += time;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        *self.0.lock().expect("the clock")
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.now()
    }

    /// Whoever waits is polled by the test.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        let (clock, until) = (self.clone(), self.now() + time);
        Box::pin(poll_fn(move |_| match clock.now() >= until {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }))
    }
}

type Answer = Result<(&'static str, Option<Duration>), &'static str>;

/// Gives the answers that the test gives it, each once.
#[derive(Clone, Default)]
pub(crate) struct Desk(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    answers: VecDeque<Answer>,
    wakers: Vec<Waker>,
    scopes: Vec<String>,
    given_up: usize,
}

/// Counts a request that was dropped without its answer.
struct Request {
    desk: Desk,
    is_answered: bool,
}

impl Drop for Request {
    fn drop(&mut self) {
        if !self.is_answered {
            self.desk.0.lock().expect("the desk").given_up += 1;
        }
    }
}

impl Desk {
    pub(crate) fn answer(&self, answer: Answer) {
        let wakers = {
            let mut inner = self.0.lock().expect("the desk");
            inner.answers.push_back(answer);
            std::mem::take(&mut inner.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    /// How often a token was asked for.
    pub(crate) fn asked(&self) -> usize {
        self.0.lock().expect("the desk").scopes.len()
    }

    /// For what.
    pub(crate) fn scopes(&self) -> Vec<String> {
        self.0.lock().expect("the desk").scopes.clone()
    }

    /// How many requests were dropped without an answer.
    pub(crate) fn given_up(&self) -> usize {
        self.0.lock().expect("the desk").given_up
    }
}

impl TokenSource for Desk {
    fn token<'a>(
        &'a self,
        scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        let scope = scope.unwrap_or_default().to_owned();
        self.0.lock().expect("the desk").scopes.push(scope);
        let mut request = Request {
            desk: self.clone(),
            is_answered: false,
        };
        Box::pin(poll_fn(move |cx| {
            // All of it moves in here, and is dropped with this.
            let request = &mut request;
            let mut inner = self.0.lock().expect("the desk");
            let Some(answer) = inner.answers.pop_front() else {
                inner.wakers.push(cx.waker().clone());
                return Poll::Pending;
            };
            request.is_answered = true;
            Poll::Ready(match answer {
                Ok((token, lifetime)) => AccessToken::new(token).map(|token| match lifetime {
                    Some(lifetime) => token.expires_in(lifetime),
                    None => token,
                }),
                Err(reason) => Err(CredentialError::new(reason)),
            })
        }))
    }
}

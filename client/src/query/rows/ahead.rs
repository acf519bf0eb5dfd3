//! The page behind the one that is read.

use std::task::{Context, Poll};

use odata_core::transport::BoxFuture;
use url::Url;

use crate::error::{Error, Result};
use crate::read::Arriving;

/// A page that was asked for before the one in front of it is read.
pub(crate) struct Ahead {
    url: Url,
    state: State,
}

enum State {
    Asked(BoxFuture<'static, Result<Box<Arriving>>>),
    Arriving(Box<Arriving>),
    Failed(Error),
}

/// What has become of it when its turn comes.
pub(crate) enum Turned {
    Asked(BoxFuture<'static, Result<Box<Arriving>>>),
    Arriving(Box<Arriving>),
    /// It failed.
    Failed(Error),
    /// It is another page than the one that is next, or the way to the service failed, which was nobody's loss yet.
    Other,
}

impl Ahead {
    pub(crate) fn new(url: Url, asked: BoxFuture<'static, Result<Box<Arriving>>>) -> Self {
        Ahead {
            url,
            state: State::Asked(asked),
        }
    }

    /// Goes on with it, until so many bytes of it wait.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>, bytes: usize) {
        if let State::Asked(asked) = &mut self.state {
            match asked.as_mut().poll(cx) {
                Poll::Pending => {}
                Poll::Ready(Ok(page)) => self.state = State::Arriving(page),
                Poll::Ready(Err(error)) => self.state = State::Failed(error),
            }
        }
        if let State::Arriving(page) = &mut self.state {
            page.body().poll_fill(cx, bytes);
        }
    }

    /// What has become of it, if it is that page.
    pub(crate) fn turn(self, next: &Url) -> Turned {
        if self.url != *next {
            return Turned::Other;
        }
        match self.state {
            State::Asked(asked) => Turned::Asked(asked),
            // A connection that nobody reads from is given up by many services, and by what stands between.
            State::Arriving(page) if page.is_cut() => Turned::Other,
            State::Failed(error) if error.is_transport() => Turned::Other,
            State::Arriving(page) => Turned::Arriving(page),
            State::Failed(error) => Turned::Failed(error),
        }
    }
}

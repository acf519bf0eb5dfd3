//! A request that is about to be sent.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use odata_core::transport::{BoxFuture, MaybeSend};

use crate::client::{Answer, Client, Outgoing};
use crate::error::{Error, Result};
use crate::sight::Curl;

/// A request, and how its answer is read.
pub struct Prepared<T> {
    pub(crate) client: Client,
    pub(crate) outgoing: Box<Outgoing>,
    read: Box<dyn Read<T>>,
}

/// Reads what came: an answer, or why there is none.
trait Read<T>: MaybeSend {
    fn read(self: Box<Self>, client: &Client, answer: Result<Answer>) -> Result<T>;
}

impl<T, F: FnOnce(&Client, Result<Answer>) -> Result<T> + MaybeSend> Read<T> for F {
    fn read(self: Box<Self>, client: &Client, answer: Result<Answer>) -> Result<T> {
        self(client, answer)
    }
}

impl<T> Prepared<T> {
    /// What is wrong with an answer is told of the request.
    pub(crate) fn new(
        client: &Client,
        outgoing: Outgoing,
        read: impl FnOnce(&Client, &Answer) -> Result<T> + MaybeSend + 'static,
    ) -> Self {
        let (method, is_change) = (outgoing.method.clone(), outgoing.is_change());
        Prepared::of_any(client, outgoing, move |client, answer| {
            let answer = answer?;
            let mut read = read(client, &answer);
            // What was read may be large, and is not moved for that.
            if let Err(error) = &mut read {
                error.name_answer(&method, &answer.head);
                if is_change {
                    error.note_done(answer.head.status, &answer.head.headers);
                }
            }
            read
        })
    }

    /// The same, where some of what are errors otherwise is an answer, too.
    pub(crate) fn of_any(
        client: &Client,
        outgoing: Outgoing,
        read: impl FnOnce(&Client, Result<Answer>) -> Result<T> + MaybeSend + 'static,
    ) -> Self {
        Prepared {
            client: client.clone(),
            outgoing: Box::new(outgoing),
            read: Box::new(read),
        }
    }

    /// Reads what came.
    pub(crate) fn read(self, answer: Result<Answer>) -> Result<T> {
        self.read.read(&self.client, answer)
    }

    /// The request, and how its answer is read.
    pub(crate) fn split(self) -> (Client, Outgoing, Reading<T>) {
        let (client, read) = (self.client.clone(), self.read);
        let reading = Reading {
            client: self.client,
            read,
        };
        (client, *self.outgoing, reading)
    }

    /// Sends it by itself.
    pub(crate) fn send(self) -> Sending<T> {
        let answer = self.client.send(self.outgoing);
        let (client, read) = (self.client, self.read);
        Sending::Sent {
            answer,
            reading: Some(Reading { client, read }),
        }
    }

    pub(crate) fn as_curl(&self) -> Result<Curl> {
        Curl::of(&self.client, (*self.outgoing).clone())
    }
}

/// How the answer to a request is read that was sent already.
pub(crate) struct Reading<T> {
    client: Client,
    read: Box<dyn Read<T>>,
}

impl<T> Reading<T> {
    /// Reads what came.
    pub(crate) fn read(self, answer: Result<Answer>) -> Result<T> {
        self.read.read(&self.client, answer)
    }
}

/// A request on its way, and how its answer is read. It is written out, since it is compiled for each type that is asked for.
pub(crate) enum Sending<T> {
    Refused(Option<Error>),
    Sent {
        answer: BoxFuture<'static, Result<Answer>>,
        reading: Option<Reading<T>>,
    },
}

impl<T> From<Result<Prepared<T>>> for Sending<T> {
    fn from(prepared: Result<Prepared<T>>) -> Self {
        match prepared {
            Ok(prepared) => prepared.send(),
            Err(error) => Sending::Refused(Some(error)),
        }
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<T>> {
        match &mut *self {
            Sending::Sent { answer, reading } => {
                let answer = ready!(answer.as_mut().poll(cx));
                match reading.take() {
                    Some(reading) => Poll::Ready(reading.read(answer)),
                    None => Poll::Pending,
                }
            }
            Sending::Refused(error) => match error.take() {
                Some(error) => Poll::Ready(Err(error)),
                None => Poll::Pending,
            },
        }
    }
}

impl<T> fmt::Debug for Prepared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outgoing { method, url, .. } = &*self.outgoing;
        write!(f, "Prepared({method} {})", url.path())
    }
}

/// Nothing where there is none (404), or where the service says that there is nothing (204).
pub(crate) fn optional(answer: Result<Answer>) -> Result<Option<Answer>> {
    match answer {
        Ok(answer) => Ok(Some(answer).filter(|answer| !answer.is_nothing())),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

//! A transport that answers what it is told to, and a clock that nobody waits for.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use crate::client::Clock;

/// An answer, or why there is none.
pub(in crate::client) type Answer = Result<Response<Bytes>, &'static str>;

pub(in crate::client) fn token(token: &str, seconds: &str) -> Answer {
    let body =
        format!(r#"{{"token_type":"bearer","expires_in":{seconds},"access_token":"{token}"}}"#);
    error(200, &[], &body)
}

pub(in crate::client) fn error(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut answer = Response::builder().status(status);
    for (name, value) in headers {
        answer = answer.header(*name, *value);
    }
    Ok(answer
        .body(Bytes::from(body.to_owned()))
        .expect("an answer"))
}

/// What was sent.
#[derive(Clone, Debug)]
pub(in crate::client) struct Sent {
    pub(in crate::client) method: Method,
    pub(in crate::client) url: String,
    pub(in crate::client) headers: HeaderMap,
    pub(in crate::client) body: String,
}

/// Gives its answers in turn; without one it says nothing.
#[derive(Clone, Default)]
pub(in crate::client) struct Wire(Arc<Mutex<(VecDeque<Answer>, Vec<Sent>)>>);

impl Wire {
    pub(in crate::client) fn answers(&self, answers: impl IntoIterator<Item = Answer>) {
        self.0.lock().expect("the wire").0.extend(answers);
    }

    pub(in crate::client) fn sent(&self) -> Vec<Sent> {
        self.0.lock().expect("the wire").1.clone()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let (head, body) = request.into_parts();
        let body = body.as_bytes().expect("a body in memory").to_vec();
        self.0.lock().expect("the wire").1.push(Sent {
            method: head.method,
            url: head.uri.to_string(),
            headers: head.headers,
            body: String::from_utf8(body).expect("UTF-8"),
        });
        Box::pin(poll_fn(move |_| {
            let answer = self.0.lock().expect("the wire").0.pop_front();
            match answer {
                None => Poll::Pending,
                Some(Ok(answer)) => Poll::Ready(Ok(answer.map(ResponseBody::from))),
                Some(Err(reason)) => Poll::Ready(Err(TransportError::connect(reason))),
            }
        }))
    }
}

/// Whoever waits has waited at once, and it is written down how long.
#[derive(Clone, Default)]
pub(in crate::client) struct Hasty(Arc<Mutex<Vec<Duration>>>);

impl Hasty {
    pub(in crate::client) fn slept(&self) -> Vec<Duration> {
        self.0.lock().expect("the clock").clone()
    }
}

impl Clock for Hasty {
    fn now(&self) -> Duration {
        self.slept().iter().sum()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + self.now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.0.lock().expect("the clock").push(time);
        Box::pin(std::future::ready(()))
    }
}

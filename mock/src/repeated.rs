//! Changes that are done once, however often they come (OASIS Repeatable Requests 1.0).

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde_json::json;

use crate::{Canned, SeenRequest};

const REQUEST_ID: &str = "repeatability-request-id";
const CLIENT_ID: &str = "repeatability-client-id";
const FIRST_SENT: &str = "repeatability-first-sent";
const RESULT: HeaderName = HeaderName::from_static("repeatability-result");

/// What came with an id.
#[derive(Debug)]
pub(crate) struct Repeated {
    remembered: Duration,
    done: Mutex<HashMap<(String, String), Done>>,
}

#[derive(Debug)]
struct Done {
    when: Instant,
    request: (Method, String, Bytes),
    /// Nothing while it is worked on.
    answer: Option<Canned>,
}

impl Repeated {
    pub(crate) fn new(remembered: Duration) -> Self {
        Repeated {
            remembered,
            done: Mutex::default(),
        }
    }

    fn done(&self) -> MutexGuard<'_, HashMap<(String, String), Done>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer of the first time, or one that is made now.
    pub(crate) fn once(&self, seen: &SeenRequest, answer: impl FnOnce() -> Canned) -> Canned {
        let (id, first) = (seen.header(REQUEST_ID), seen.header(FIRST_SENT));
        if seen.method.is_safe() || id.is_none() && first.is_none() {
            return answer();
        }
        let first = first.and_then(|date| httpdate::parse_http_date(date).ok());
        let (Some(id), Some(first)) = (id.filter(|id| !id.is_empty()), first) else {
            return rejected(400, "BadRequest", "an id and a date are both needed");
        };
        let age = SystemTime::now().duration_since(first).unwrap_or_default();
        if age > self.remembered {
            return rejected(412, "PreconditionFailed", "this may have been there before");
        }
        let client = seen.header(CLIENT_ID).unwrap_or_default();
        let key = (client.to_owned(), id.to_owned());
        let request = (seen.method.clone(), seen.target.clone(), seen.body.clone());
        let mut done = self.done();
        // The date has whole seconds.
        let kept = self.remembered.saturating_add(Duration::from_secs(2));
        done.retain(|_, done| done.when.elapsed() <= kept);
        match done.get(&key) {
            Some(known) if known.request != request => {
                return rejected(400, "BadRequest", "another request had this id");
            }
            Some(Done { answer: None, .. }) => {
                return rejected(425, "TooEarly", "the request is being worked on");
            }
            Some(Done {
                answer: Some(answer),
                ..
            }) => return accepted(answer.clone()),
            None => {}
        }
        let (when, answer_of) = (Instant::now(), answer);
        let answer = None;
        done.insert(
            key.clone(),
            Done {
                when,
                request,
                answer,
            },
        );
        drop(done);
        let answer = answer_of();
        let mut done = self.done();
        if answer.status.is_server_error() {
            done.remove(&key);
        } else if let Some(done) = done.get_mut(&key) {
            done.answer = Some(answer.clone());
        }
        accepted(answer)
    }
}

fn accepted(mut answer: Canned) -> Canned {
    let accepted = HeaderValue::from_static("accepted");
    answer.headers.insert(RESULT, accepted);
    answer
}

fn rejected(status: u16, code: &str, message: &str) -> Canned {
    let mut canned = Canned::json(&json!({"error": {"code": code, "message": message}}));
    canned.status = StatusCode::from_u16(status).unwrap_or_default();
    let rejected = HeaderValue::from_static("rejected");
    canned.headers.insert(RESULT, rejected);
    canned
}

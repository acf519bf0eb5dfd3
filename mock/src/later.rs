//! Status monitors: requests that are answered later (Protocol 4.01, 11.6).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use http::{Method, StatusCode};
use odata_core::header::Preference;

use crate::{Canned, SeenRequest};

/// Where they are, below the root.
const PLACE: &str = "$async/";
const HTTP: &str = "application/http";
const APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const RESULT: HeaderName = HeaderName::from_static("asyncresult");
const ENCODING: HeaderName = HeaderName::from_static("content-transfer-encoding");

/// Until when the service is at work on a request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Until {
    /// Until it was asked so often.
    Polls(usize),
    Time(Duration),
}

/// All monitors of a service.
#[derive(Debug)]
pub(crate) struct Monitors {
    until: Until,
    all: Mutex<All>,
}

#[derive(Debug, Default)]
struct All {
    last: u64,
    monitors: BTreeMap<u64, Monitor>,
}

#[derive(Debug)]
enum Monitor {
    Working {
        request: Box<SeenRequest>,
        since: Instant,
        polls: usize,
    },
    Done(Box<Canned>),
}

impl Monitors {
    pub(crate) fn new(until: Until) -> Self {
        Monitors {
            until,
            all: Mutex::default(),
        }
    }

    fn all(&self) -> MutexGuard<'_, All> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer, if it is one of a monitor or leads to one.
    pub(crate) fn answer(
        &self,
        seen: &SeenRequest,
        root: &str,
        answer: impl FnOnce(&SeenRequest) -> Canned,
    ) -> Option<Canned> {
        if let Some((_, id)) = seen.path().split_once(&format!("/{PLACE}")) {
            return Some(self.asked(seen, root, id, answer));
        }
        if !wants_it_later(seen) {
            return None;
        }
        let mut all = self.all();
        all.last += 1;
        let id = all.last;
        let monitor = Monitor::Working {
            request: Box::new(seen.clone()),
            since: Instant::now(),
            polls: 0,
        };
        all.monitors.insert(id, monitor);
        let mut canned = self.at_work(root, id, Instant::now());
        let applied = HeaderValue::from_static("respond-async");
        canned.headers.insert(APPLIED, applied);
        Some(canned)
    }

    fn asked(
        &self,
        seen: &SeenRequest,
        root: &str,
        id: &str,
        answer: impl FnOnce(&SeenRequest) -> Canned,
    ) -> Canned {
        let known = id.parse().ok();
        let mut all = self.all();
        let Some((id, monitor)) = known.and_then(|id| Some((id, all.monitors.get_mut(&id)?)))
        else {
            return Canned::of_status(StatusCode::NOT_FOUND);
        };
        if seen.method == Method::DELETE {
            all.monitors.remove(&id);
            return Canned::of_status(StatusCode::NO_CONTENT);
        }
        if seen.method != Method::GET {
            return Canned::of_status(StatusCode::METHOD_NOT_ALLOWED);
        }
        let request = match monitor {
            Monitor::Done(canned) => return given(seen, canned),
            Monitor::Working {
                request,
                since,
                polls,
            } => {
                *polls += 1;
                let is_done = match self.until {
                    Until::Polls(most) => *polls > most,
                    Until::Time(time) => since.elapsed() >= time,
                };
                if !is_done {
                    return self.at_work(root, id, *since);
                }
                request.clone()
            }
        };
        // Who asks meanwhile, or from within what is asked, finds it at work.
        drop(all);
        let canned = answer(&request);
        let given = given(seen, &canned);
        let done = Monitor::Done(Box::new(canned));
        self.all().monitors.insert(id, done);
        given
    }

    fn at_work(&self, root: &str, id: u64, since: Instant) -> Canned {
        let mut canned = Canned::of_status(StatusCode::ACCEPTED);
        if let Ok(location) = HeaderValue::from_str(&format!("{root}{PLACE}{id}")) {
            canned.headers.insert(LOCATION, location);
        }
        if let Until::Time(time) = self.until {
            let left = time.saturating_sub(since.elapsed());
            let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
            canned.headers.insert(RETRY_AFTER, seconds.into());
        }
        canned
    }
}

fn wants_it_later(seen: &SeenRequest) -> bool {
    let values = seen.headers.get_all("prefer").iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']))
        .any(|one| Preference::parse(one.trim()) == Ok(Preference::RespondAsync))
}

/// The answer to a request, as its monitor gives it.
fn given(seen: &SeenRequest, canned: &Canned) -> Canned {
    let accepts_http = seen
        .header(ACCEPT.as_str())
        .is_some_and(|accept| accept.contains(HTTP));
    if !accepts_http && seen.header("odata-maxversion") != Some("4.0") {
        let mut given = canned.clone();
        let status = HeaderValue::from(canned.status.as_u16());
        given.headers.insert(RESULT, status);
        given.status = StatusCode::OK;
        return given;
    }
    let mut given = Canned::of_status(StatusCode::OK);
    let (content_type, encoding) = (HTTP, "binary");
    for (name, value) in [(CONTENT_TYPE, content_type), (ENCODING, encoding)] {
        given.headers.insert(name, HeaderValue::from_static(value));
    }
    given.body = message(canned);
    given
}

/// An answer as HTTP/1.1 writes it.
fn message(canned: &Canned) -> Bytes {
    let status = canned.status;
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_str());
    for (name, value) in &canned.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head.push_str("\r\n");
    let mut whole = head.into_bytes();
    whole.extend_from_slice(&canned.body);
    whole.into()
}

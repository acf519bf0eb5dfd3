//! A service that takes as long as it is told to, and remembers when it was asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use odata::doc_example::{Defender, LibraryFile};
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{ClientBuilder, Clock, EntitySet, EntitySetInfo, Result, Retry, Service as _};

use crate::hands::Hands;

/// A call as the service could have seen it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) id: usize,
    /// `GET`, `DELETE` and the like, and the set.
    pub(crate) operation: String,
    pub(crate) sent: Duration,
    /// When its answer came, or nobody wanted it any more.
    pub(crate) over: Option<Duration>,
}

/// What a call is answered with, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) id: usize,
    pub(crate) takes: Duration,
    /// 429, with this much to wait in seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Asked {
    pub(crate) fn new(id: usize) -> Self {
        Asked {
            id,
            takes: Duration::ZERO,
            retry_after: None,
        }
    }

    pub(crate) fn takes(self, takes: Duration) -> Self {
        Asked { takes, ..self }
    }

    pub(crate) fn stops(self, retry_after: Option<u64>) -> Self {
        Asked {
            retry_after,
            ..self
        }
    }

    /// As a key that the service understands.
    pub(crate) fn key(self) -> String {
        let stops = self.retry_after.map(|seconds| format!("-{seconds}"));
        let (id, takes) = (self.id, self.takes.as_millis());
        format!("{id}-{takes}{}", stops.unwrap_or_default())
    }

    fn of(key: &str) -> Option<Self> {
        let mut parts = key.trim_matches(['(', ')', '\'']).split('-');
        Some(Asked {
            id: parts.next()?.parse().ok()?,
            takes: Duration::from_millis(parts.next()?.parse().ok()?),
            retry_after: parts.next().and_then(|seconds| seconds.parse().ok()),
        })
    }

    /// Reads a set.
    pub(crate) async fn read(self, set: EntitySet<LibraryFile>) -> Result<()> {
        set.query()
            .option("call", self.key())
            .send()
            .await
            .map(drop)
    }

    /// Reads an entity.
    pub(crate) async fn read_by_key(self, set: EntitySet<LibraryFile>) -> Result<()> {
        set.by_key(self.key()).send().await.map(drop)
    }

    /// Deletes an entity.
    pub(crate) async fn delete(self, set: EntitySet<LibraryFile>) -> Result<()> {
        set.by_key(self.key()).delete().send().await
    }
}

#[derive(Clone)]
pub(crate) struct Log {
    pub(crate) clock: Arc<dyn Clock>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Log {
    pub(crate) fn of(clock: impl Clock) -> Self {
        Log {
            clock: Arc::new(clock),
            calls: Arc::default(),
        }
    }

    /// A client that asks it and goes by that clock; what fails is not tried again.
    pub(crate) fn builder(&self, hands: &Hands) -> ClientBuilder<Defender> {
        Defender::builder()
            .transport(self.clone())
            .clock(hands.clone())
            .retry(Retry::never())
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// When the calls were sent, in seconds.
    pub(crate) fn sent(&self) -> Vec<f64> {
        let calls = self.calls.lock().unwrap();
        calls.iter().map(|call| call.sent.as_secs_f64()).collect()
    }

    /// Their ids, in the order in which they were sent.
    pub(crate) fn ids(&self) -> Vec<usize> {
        let calls = self.calls.lock().unwrap();
        calls.iter().map(|call| call.id).collect()
    }
}

/// Notes when a call is over, whatever comes of it.
struct Noting(Log, usize);

impl Drop for Noting {
    fn drop(&mut self) {
        let now = self.0.clock.now();
        self.0.calls.lock().unwrap()[self.1].over = Some(now);
    }
}

impl Transport for Log {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let path = request.uri().path().trim_start_matches("/api/");
        let (set, key) = path.split_once('/').unwrap_or((path, ""));
        let option = request.uri().query().unwrap_or_default();
        let key = option.strip_prefix("call=").unwrap_or(key);
        let asked = Asked::of(key).unwrap_or(Asked::new(usize::MAX));
        let mut calls = self.calls.lock().unwrap();
        let noting = Noting(self.clone(), calls.len());
        calls.push(Call {
            id: asked.id,
            operation: format!("{} {set}", request.method()),
            sent: self.clock.now(),
            over: None,
        });
        drop(calls);
        Box::pin(async move {
            noting.0.clock.sleep(asked.takes).await;
            let answer = http::Response::builder().header("content-type", "application/json");
            let answer = match asked.retry_after {
                Some(seconds) => answer.status(429).header("retry-after", seconds),
                None => answer.status(200),
            };
            let body = Bytes::from_static(b"{\"value\":[],\"fileName\":\"a\"}");
            drop(noting);
            answer
                .body(ResponseBody::from(body))
                .map_err(TransportError::other)
        })
    }
}

/// A set of its own, with limits of its own.
pub(crate) fn set(client: &Defender, info: EntitySetInfo) -> EntitySet<LibraryFile> {
    EntitySet::new(client.client(), Box::leak(Box::new(info)))
}

/// What [`set`] is given, but for its limits.
pub(crate) fn info(name: &'static str) -> EntitySetInfo {
    EntitySetInfo {
        name,
        key_as_segment: true,
        ..EntitySetInfo::plain(odata::type_info::<LibraryFile>)
    }
}

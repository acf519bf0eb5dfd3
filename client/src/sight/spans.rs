//! Spans and events, with the crate `tracing`. What stands in their fields is what errors may show.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use tracing::field::Empty;
use tracing::{Instrument, Span, debug, debug_span, info, info_span};
use url::Url;

use super::observer::{Failure, Observed};
use super::request_id;
use crate::error::{Error, shown};

/// The span of a call, or of one of its tries.
#[derive(Clone, Debug)]
pub(crate) struct Spanned(Span);

/// The ids by which both sides find a request again.
#[derive(Debug, Default)]
pub(super) struct Ids {
    of_service: Option<String>,
    of_client: Option<String>,
}

impl Ids {
    pub(super) fn sent(&mut self, headers: &HeaderMap) {
        let own = ["client-request-id", "x-ms-client-request-id"];
        let own = own
            .into_iter()
            .find_map(|name| headers.get(name)?.to_str().ok());
        self.of_client = own.map(str::to_owned);
    }

    pub(super) fn received(&mut self, headers: &HeaderMap) {
        self.of_service = request_id(headers).map(str::to_owned);
    }
}

impl Spanned {
    pub(super) fn of_call(
        method: &Method,
        url: &Url,
        set: Option<&'static str>,
        page: Option<u64>,
    ) -> Self {
        Spanned(info_span!(
            target: "odata",
            "odata.call",
            %method,
            url = %shown(url),
            set,
            page,
            tries = Empty,
            status = Empty,
            failure = Empty,
            bytes = Empty,
        ))
    }

    pub(super) fn none() -> Self {
        Spanned(Span::none())
    }

    pub(super) fn of_try(&self, attempt: u32) -> Self {
        Spanned(debug_span!(target: "odata", parent: &self.0, "odata.try", attempt))
    }

    /// Whether anybody looks.
    pub(super) fn is_seen(&self) -> bool {
        !self.0.is_disabled()
    }

    /// Each time the future goes on, it does so within the span.
    pub(crate) fn within<F: Future>(self, future: F) -> impl Future<Output = F::Output> {
        future.instrument(self.0)
    }

    pub(super) fn at_once<T>(&self, work: impl FnOnce() -> T) -> T {
        self.0.in_scope(work)
    }

    pub(super) fn tried(&self, seen: &Observed<'_>, ids: &Ids, code: Option<&str>) {
        let status = seen.status.as_ref().map(StatusCode::as_u16);
        let ms = seen.duration.map(milliseconds);
        let limits = Some(seen.waited_for_limits).filter(|time| !time.is_zero());
        let limits = limits.map(milliseconds);
        let (of_service, of_client) = (ids.of_service.as_deref(), ids.of_client.as_deref());
        self.at_once(|| match seen.failure.map(Failure::as_str) {
            None => debug!(
                target: "odata",
                attempt = seen.attempt,
                status,
                request_id = of_service,
                client_request_id = of_client,
                bytes = seen.bytes,
                duration_ms = ms,
                waited_for_limits_ms = limits,
                "answered"
            ),
            Some(failure) => info!(
                target: "odata",
                attempt = seen.attempt,
                failure,
                status,
                code,
                request_id = of_service,
                client_request_id = of_client,
                bytes = seen.bytes,
                duration_ms = ms,
                waited_for_limits_ms = limits,
                "a try failed"
            ),
        });
    }

    pub(super) fn called(&self, seen: &Observed<'_>) {
        let span = &self.0;
        span.record("tries", seen.attempt);
        span.record("bytes", seen.bytes);
        if let Some(status) = seen.status {
            span.record("status", status.as_u16());
        }
        if let Some(failure) = seen.failure {
            span.record("failure", failure.as_str());
        }
        let failure = seen.failure.map(Failure::as_str);
        let ms = seen.duration.map(milliseconds);
        self.at_once(
            || debug!(target: "odata", failure, bytes = seen.bytes, duration_ms = ms, "the call is over"),
        );
    }
}

/// An answer says to ask elsewhere, and that is done.
pub(super) fn redirected(status: StatusCode, to: &Url) {
    info!(target: "odata", status = status.as_u16(), to = %shown(to), "redirected");
}

/// The client asked for what proves who is asking, or for a token that goes with changes, which is no call of its own; or ended a session.
pub(crate) fn asked_for(what: &'static str, at: &str, status: Option<StatusCode>) {
    let status = status.map(|status| status.as_u16());
    debug!(target: "odata", what, url = at, status, "asked for what goes along with requests");
}

/// So long was waited because of limits on calls.
pub(super) fn waited(time: Duration) {
    info!(target: "odata", wait_ms = milliseconds(time), "waited for a limit on calls");
}

/// Another try follows when so much time has passed.
pub(crate) fn waits(wait: Duration, error: &Error) {
    let status = error.status().map(|status| status.as_u16());
    info!(
        target: "odata",
        wait_ms = milliseconds(wait),
        failure = Failure::of(error).as_str(),
        status,
        asked_by_service = error.retry_after().is_some(),
        "waits for another try"
    );
}

/// A page broke off when so many of its rows had been given, and is asked for again.
pub(crate) fn broke_off(page: Option<u64>, url: &Url, given: u64, failure: Failure) {
    let failure = failure.as_str();
    info!(target: "odata", page, url = %shown(url), given, failure, "a page broke off, and is asked for again");
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

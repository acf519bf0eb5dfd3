//! Requests that the client makes to prove who is asking: for a token, for a session.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use odata_core::transport::{BoxFuture, RequestBody, Transport};

use super::CredentialError;
use super::answer::Collected;
use super::exchange::MAX_REFUSED;
use super::retry_after::retry_after;
use super::tokens::Time;
use crate::error::{Error, Result};
use crate::sight::asked_for;

/// The longest answer that is read: a token is some kilobytes.
const LIMIT: usize = 256 * 1024;

/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long is waited before the second and the third try.
const WAITS: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(3)];

/// The longest `Retry-After` that is waited for.
const LONGEST: Duration = Duration::from_secs(30);

/// Marks a login: it has secrets in its body, and its answer has one, wherever that is. What writes down requests writes down neither.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Confidential;

/// An answer, whatever its status.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Why it came to nothing.
pub(super) struct Failure {
    pub(super) error: CredentialError,
    /// Where it may pass by itself: how long the other side asks to wait.
    pub(super) passes: Option<Duration>,
}

impl From<CredentialError> for Failure {
    fn from(error: CredentialError) -> Self {
        Failure {
            error,
            passes: None,
        }
    }
}

impl Failure {
    /// What an answer of failure says, which passes where its status or the other side's own words say so.
    pub(super) fn of(reply: &Reply, error: CredentialError, says_so: bool, time: &Time) -> Self {
        let status = reply.status;
        let passes = matches!(status.as_u16(), 408 | 429) || status.is_server_error() || says_so;
        Failure {
            passes: passes.then(|| retry_after(&reply.headers, time.date()).unwrap_or_default()),
            error,
        }
    }
}

/// Asks once; what the server says that it did nothing with is sent again at once. What is asked for, and where, is as it may be shown.
pub(super) async fn once(
    transport: &dyn Transport,
    time: &Time,
    (what, at): (&'static str, &str),
    request: Request<RequestBody>,
) -> Result<Reply, Failure> {
    let answer = async {
        let mut refused = 0;
        let answer = loop {
            match transport.send(request.clone()).await {
                Err(error) if error.is_unprocessed() && refused < MAX_REFUSED => refused += 1,
                answer => break answer?,
            }
        };
        let (head, body) = answer.into_parts();
        Ok::<_, Error>(Reply {
            status: head.status,
            headers: head.headers,
            body: Collected::new(body, LIMIT).await?,
        })
    };
    let passing = |reason: &dyn std::fmt::Display| Failure {
        error: CredentialError::new(format!("`{at}`: {reason}")),
        passes: Some(Duration::ZERO),
    };
    let reply = match time.at_most(PATIENCE, answer).await {
        Some(Ok(reply)) => Ok(reply),
        Some(Err(error)) if error.is_transport() => Err(passing(&error)),
        Some(Err(error)) => Err(CredentialError::new(format!("`{at}`: {error}")).into()),
        None => Err(passing(&"no answer came in time")),
    };
    asked_for(what, at, reply.as_ref().ok().map(|reply| reply.status));
    reply
}

/// Does it as often as it takes: three times at the most, where what it failed of may pass.
pub(super) async fn tried<'a, T>(
    time: &Time,
    once: impl Fn() -> BoxFuture<'a, Result<T, Failure>>,
) -> Result<T, CredentialError> {
    for wait in WAITS {
        let failure = match once().await {
            Ok(done) => return Ok(done),
            Err(failure) => failure,
        };
        let asleep = failure
            .passes
            .filter(|asked| *asked <= LONGEST)
            .and_then(|asked| time.sleep(wait.max(asked)));
        match asleep {
            Some(asleep) => asleep.await,
            None => return Err(failure.error),
        }
    }
    let tries = WAITS.len() + 1;
    once()
        .await
        .map_err(|failure| CredentialError::new(format!("{} (tried {tries} times)", failure.error)))
}

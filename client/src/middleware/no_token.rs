//! What comes of a change for which there is no token, told to all that wait for one.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use odata_core::transport::{ResponseBody, TransportError};

use crate::client::Collected;

/// How much of a refusal is kept: it says why.
const LIMIT: usize = 64 * 1024;

/// What the service answers in place of a token.
pub(super) struct Refusal {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Refusal {
    pub(super) async fn of(answer: Response<ResponseBody>) -> Self {
        let (head, body) = answer.into_parts();
        Refusal {
            status: head.status,
            headers: head.headers,
            // What the status says counts, also where the body is too long or broken off.
            body: Collected::new(body, LIMIT).await.unwrap_or_default(),
        }
    }

    /// The answer once more.
    pub(super) fn answer(&self) -> Response<ResponseBody> {
        let mut answer = Response::new(ResponseBody::from(self.body.clone()));
        *answer.status_mut() = self.status;
        *answer.headers_mut() = self.headers.clone();
        answer
    }
}

/// Why no answer came, or one by which nothing can be told. The change was not sent, so that it may be tried again, whatever it is.
pub(super) enum Failed {
    Connect(Arc<TransportError>),
    Without(Arc<dyn Error + Send + Sync>),
}

impl Failed {
    pub(super) fn of(error: TransportError) -> Self {
        match error.is_connect() {
            true => Failed::Connect(Arc::new(error)),
            false => Failed::Without(Arc::new(error)),
        }
    }

    pub(super) fn without(why: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Failed::Without(Arc::from(why.into()))
    }

    pub(super) fn error(&self) -> TransportError {
        match self {
            Failed::Connect(error) => TransportError::connect(Cause(error.clone())),
            Failed::Without(why) => TransportError::unsent(NoToken(why.clone())),
        }
    }
}

/// What an error says of its cause, which all who wait have in common.
#[derive(Debug)]
struct Cause(Arc<TransportError>);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.source() {
            Some(cause) => fmt::Display::fmt(cause, f),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl Error for Cause {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()?.source()
    }
}

#[derive(Debug)]
struct NoToken(Arc<dyn Error + Send + Sync>);

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service gave no X-CSRF-Token: {}", self.0)
    }
}

impl Error for NoToken {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

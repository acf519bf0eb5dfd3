//! The one error of the runtime.

mod display;
mod done;
mod from;
mod giving_up;
mod naming;
mod predicates;
mod shown;

use std::time::Duration;

use http::StatusCode;
use odata_core::transport::TransportError;

use crate::client::Access;
use crate::json::Fault;
use crate::service_error::ServiceError;
pub(crate) use done::Done;
pub(crate) use giving_up::GivingUp;
pub(crate) use shown::{shown, shown_text};

/// What went wrong, wherever it did. It is opaque: predicates tell what a program may want to act on, and its text
/// what a person wants to read. No credential ever stands in it.
///
/// # Example: act on the kind, show the rest
/// ```
/// fn worth_another_try(error: &odata::Error) -> bool {
///     error.is_throttled() || error.is_timeout()
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    /// What was asked, as `GET URL`; without the query where that is not needed.
    request: Option<String>,
    /// Where the answer came from, if that is another place.
    answered_by: Option<String>,
    /// Why it was not tried again.
    given_up: Option<GivingUp>,
    /// The tries that failed before.
    tried: Vec<Tried>,
    /// What was asked was done all the same.
    done: Option<Done>,
}

/// A try that failed, and was not the last one.
#[derive(Debug)]
pub(crate) struct Tried {
    what: String,
    waited: Duration,
}

impl Tried {
    /// One that failed so, after which so much time was waited.
    pub(crate) fn of(error: &Error, waited: Duration) -> Self {
        let what = match &error.0.kind {
            Kind::Service { status, .. } => status.to_string(),
            Kind::Transport(error) => error.to_string(),
            _ => error.to_string(),
        };
        Tried { what, waited }
    }
}

pub(crate) enum Kind {
    /// The service answered with an error.
    Service {
        status: StatusCode,
        error: ServiceError,
        request_id: Option<String>,
        retry_after: Option<Duration>,
        /// Of an answer that lets nobody in.
        access: Option<Box<Access>>,
    },
    Transport(TransportError),
    /// The answer is not what was asked for.
    Payload {
        reason: String,
    },
    Decode(Fault),
    /// A link leads where the credential must not go, or back to where it came from.
    Link {
        reason: String,
    },
    /// The request was sent with others, and the answer has nothing about it.
    Unanswered {
        reason: String,
    },
    /// The request was not sent, since the service says that it does not support it.
    Refused {
        reason: String,
    },
    /// The service did not do a request, since it would not know whether it had been done before.
    Forgotten {
        said: ServiceError,
    },
    /// The client is not set up as it must be.
    Setup {
        reason: String,
    },
    Credential {
        reason: String,
    },
    /// The request was not sent, since a limit on calls would have made it wait too long.
    RateLimited {
        reason: String,
        wait: Duration,
    },
}

/// What a function of this crate gives back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Error(Box::new(Inner {
            kind,
            request: None,
            answered_by: None,
            given_up: None,
            tried: Vec::new(),
            done: None,
        }))
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    pub(crate) fn setup(reason: impl Into<String>) -> Self {
        Error::new(Kind::Setup {
            reason: reason.into(),
        })
    }

    pub(crate) fn payload(reason: impl Into<String>) -> Self {
        Error::new(Kind::Payload {
            reason: reason.into(),
        })
    }

    /// The answer has more bytes than are read.
    pub(crate) fn too_long(limit: usize) -> Self {
        Error::payload(format!("the answer is longer than {limit} bytes"))
    }

    /// An item of the answer has more bytes than items may have.
    pub(crate) fn item_too_long(limit: usize) -> Self {
        Error::payload(format!(
            "an item of the answer is longer than {limit} bytes; `max_item_bytes` sets how long one may be"
        ))
    }

    pub(crate) fn link(reason: impl Into<String>) -> Self {
        Error::new(Kind::Link {
            reason: reason.into(),
        })
    }

    pub(crate) fn refused(reason: impl Into<String>) -> Self {
        Error::new(Kind::Refused {
            reason: reason.into(),
        })
    }

    /// The service knows no more whether it has done what came once more (Repeatable Requests 1.0).
    pub(crate) fn forgotten(said: ServiceError) -> Self {
        Error::new(Kind::Forgotten { said })
    }

    pub(crate) fn unanswered(reason: impl Into<String>) -> Self {
        Error::new(Kind::Unanswered {
            reason: reason.into(),
        })
    }

    pub(crate) fn rate_limited(reason: String, wait: Duration) -> Self {
        Error::new(Kind::RateLimited { reason, wait })
    }

    /// The same of a request that is in a batch.
    pub(crate) fn in_batch(mut self, request: &str) -> Self {
        if let Kind::Refused { reason } = &mut self.0.kind {
            *reason = format!("request {request} of the batch: {reason}");
        }
        self
    }

    /// The last of several tries.
    pub(crate) fn after(mut self, tried: Vec<Tried>) -> Self {
        if self.0.tried.is_empty() {
            self.0.tried = tried;
        }
        self
    }

    /// The same once more, of a request that is not sent.
    pub(crate) fn again(&self) -> Self {
        let why = self
            .refusal()
            .map_or_else(|| self.to_string(), str::to_owned);
        Error::refused(why)
    }
}

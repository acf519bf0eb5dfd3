//! The one error of the runtime.

mod display;
mod from;
mod giving_up;
mod naming;
mod shown;

use std::time::Duration;

use http::StatusCode;
use odata_core::transport::TransportError;

use crate::client::Access;
use crate::json::Fault;
use crate::service_error::ServiceError;
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

/// A change that was made, and where what was changed is.
struct Done {
    at: Option<String>,
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

    /// Of a change that was made all the same, and where what was changed is.
    pub(crate) fn of_done(mut self, at: Option<String>) -> Self {
        self.0.done = Some(Done { at });
        self
    }

    /// Whether the change was made all the same, and only what came of it cannot be read: sending it again would make it twice.
    /// [`done_at`](Self::done_at) says where what was changed is. An error of the service behind a status of success is not one of these.
    pub fn is_done(&self) -> bool {
        self.0.done.is_some()
    }

    /// Where an entity is whose change was made though there is an error, where the service says it.
    pub fn done_at(&self) -> Option<&str> {
        self.0.done.as_ref()?.at.as_deref()
    }

    /// The last of several tries.
    pub(crate) fn after(mut self, tried: Vec<Tried>) -> Self {
        if self.0.tried.is_empty() {
            self.0.tried = tried;
        }
        self
    }

    /// How many times the request was sent before this error was given up on; 1 where it was not tried again.
    pub fn tries(&self) -> usize {
        self.0.tried.len() + 1
    }

    /// The status with which the service answered, if it answered with an error.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.kind {
            Kind::Service { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The error that the service sent, if it sent one.
    pub fn service_error(&self) -> Option<&ServiceError> {
        match &self.0.kind {
            Kind::Service { error, .. } => Some(error),
            Kind::Decode(fault) => fault.service_error(),
            _ => None,
        }
    }

    /// The service's own code for the error, such as `ResourceNotFound`.
    pub fn code(&self) -> Option<&str> {
        self.service_error()
            .map(ServiceError::code)
            .filter(|code| !code.is_empty())
    }

    /// The id under which the service knows the request; its support will ask for it.
    pub fn request_id(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// How long the service asks to wait before another try (`Retry-After`), or how long a limit on calls would have made the
    /// request wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            Kind::Service { retry_after, .. } => *retry_after,
            Kind::RateLimited { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    fn has_status(&self, wanted: StatusCode) -> bool {
        self.status() == Some(wanted)
    }

    /// Whether the service was asked too often (429).
    pub fn is_throttled(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the request was not sent because a limit on calls that the client keeps would have made it wait longer than it
    /// may: [`rate_limit`](crate::ClientBuilder::rate_limit). [`retry_after`](Self::retry_after) says for how long.
    pub fn is_rate_limited(&self) -> bool {
        matches!(self.0.kind, Kind::RateLimited { .. })
    }

    /// Whether there is no such thing (404).
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// Whether the credential is missing, wrong or expired (401).
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// Whether the request was not sent because the credential gave nothing to send: no token came, or a certificate cannot be used. What the
    /// service does not accept [is unauthorized](Self::is_unauthorized).
    ///
    /// # Example: a credential whose secret has ended
    /// ```
    /// # use odata::{Error, doc_example::Defender};
    /// # async fn example(defender: &Defender) {
    /// match defender.library_files().top(5).send().await {
    ///     Err(error) if error.is_credential() => println!("look at the secret: {error}"),
    ///     other => println!("{other:?}"),
    /// }
    /// # }
    /// ```
    pub fn is_credential(&self) -> bool {
        matches!(self.0.kind, Kind::Credential { .. })
    }

    /// Whether the credential does not allow it (403).
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// Whether somebody else changed the entity first (412).
    pub fn is_concurrency_conflict(&self) -> bool {
        self.has_status(StatusCode::PRECONDITION_FAILED)
    }

    /// Whether the service did not do a request because it would not know whether it had been done before
    /// ([`ClientBuilder::repeatable`](crate::ClientBuilder::repeatable)): an earlier try may have done it.
    pub fn is_repetition_rejected(&self) -> bool {
        matches!(self.0.kind, Kind::Forgotten { .. })
    }

    /// Whether what was asked does not go with the state that the entity is in, such as a key that is taken (409).
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// Whether the service takes the change only on a condition, such as an ETag (428).
    pub fn needs_etag(&self) -> bool {
        self.has_status(StatusCode::PRECONDITION_REQUIRED)
    }

    /// Whether the way to the service failed, and not what it said.
    pub(crate) fn is_transport(&self) -> bool {
        matches!(self.0.kind, Kind::Transport(_))
    }

    /// What the transport said, where the way to the service failed. Its [`source`](std::error::Error::source) leads to what the HTTP client said,
    /// down to the operating system; that is no part of this error's own chain, since its text has it.
    ///
    /// # Example: was it the certificate?
    /// ```
    /// use std::error::Error as _;
    /// fn causes(error: &odata::Error) -> Vec<String> {
    ///     let first = error.transport_error().and_then(|error| error.source());
    ///     std::iter::successors(first, |cause| (*cause).source()).map(ToString::to_string).collect()
    /// }
    /// ```
    pub fn transport_error(&self) -> Option<&TransportError> {
        match &self.0.kind {
            Kind::Transport(error) => Some(error),
            _ => None,
        }
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(error) if error.is_timeout())
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(error) if error.is_connect())
    }

    /// Whether the service has certainly not begun with what was asked.
    pub(crate) fn is_unasked(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(error) if error.is_connect() || error.is_unprocessed())
    }

    /// Whether the answer could not be read: not JSON, not what the schema says, or broken off.
    pub fn is_decode(&self) -> bool {
        match &self.0.kind {
            Kind::Decode(_) | Kind::Payload { .. } => true,
            Kind::Transport(error) => error.is_body(),
            _ => false,
        }
    }

    /// Whether a link was not followed: it leads to a host that is not the service's, or in a circle.
    pub fn is_link(&self) -> bool {
        matches!(self.0.kind, Kind::Link { .. })
    }

    /// Whether the request was sent in a [batch](crate::Batch) and not answered: without
    /// [`continue_on_error`](crate::Batch::continue_on_error) a service stops at the first request that fails.
    pub fn is_unanswered(&self) -> bool {
        matches!(self.0.kind, Kind::Unanswered { .. })
    }

    /// The same once more, of a request that is not sent.
    pub(crate) fn again(&self) -> Self {
        let why = self
            .refusal()
            .map_or_else(|| self.to_string(), str::to_owned);
        Error::refused(why)
    }

    /// Whether the request was not sent because the service says that it does not support it.
    pub fn is_refused(&self) -> bool {
        matches!(self.0.kind, Kind::Refused { .. })
    }

    /// Why the request was not sent, if it was refused.
    pub(crate) fn refusal(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Refused { reason } => Some(reason),
            _ => None,
        }
    }

    /// Where in the payload the fault is, such as `value[3].creationTime`.
    pub fn payload_path(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Decode(fault) => Some(fault.path()),
            _ => None,
        }
    }
}

//! What an error is: for programs that act on it.

use std::time::Duration;

use http::StatusCode;
use odata_core::transport::TransportError;

use super::{Error, GivingUp, Kind};
use crate::service_error::ServiceError;

impl Error {
    /// Whether the change was made all the same, and only what came of it cannot be read: sending it again would make it twice.
    /// [`done_at`](Self::done_at) says where what was changed is. An error of the service behind a status of success is not one of these.
    pub fn is_done(&self) -> bool {
        self.0.done.is_some()
    }

    /// Where an entity is whose change was made though there is an error, where the service says it.
    pub fn done_at(&self) -> Option<&str> {
        self.0.done.as_ref()?.at.as_deref()
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
    ///
    /// It is not known where an earlier try of the same request may have made the change: then the error says so, and this is false.
    pub fn is_concurrency_conflict(&self) -> bool {
        let is_unsure = self.0.given_up == Some(GivingUp::MayBeDone);
        self.has_status(StatusCode::PRECONDITION_FAILED) && !is_unsure
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
        match &self.0.kind {
            Kind::Transport(error) => {
                error.is_connect() || error.is_unprocessed() || error.is_unsent()
            }
            _ => false,
        }
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

//! What an error says.

use std::fmt;

use odata_core::transport::TransportError;

use super::{Done, Error, GivingUp, Kind, Tried};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Service {
                status,
                error,
                request_id,
                retry_after,
                access,
            } => {
                write!(f, "the service answered {status}: {error}")?;
                if let Some(id) = request_id {
                    write!(f, " (request id {id})")?;
                }
                if let Some(access) = access {
                    write!(f, "{access}")?;
                }
                if let Some(wait) = retry_after.filter(|wait| !wait.is_zero()) {
                    write!(f, "; it asks to wait {wait:?}")?;
                }
            }
            Kind::Transport(error) => {
                write!(f, "{error}")?;
                if let Some(cause) = root_cause(error) {
                    let cause = cause.to_string();
                    write!(f, ": {cause}{}", if_no_tls(&cause))?;
                }
            }
            Kind::Payload { reason } => f.write_str(reason)?,
            Kind::Decode(fault) if fault.is_of_service() => write!(f, "{fault}")?,
            Kind::Decode(fault) => write!(f, "the answer does not fit the schema: {fault}")?,
            Kind::Link { reason } | Kind::Unanswered { reason } => f.write_str(reason)?,
            Kind::Refused { reason } | Kind::RateLimited { reason, .. } => {
                write!(f, "not sent: {reason}")?;
            }
            Kind::Forgotten { said } => write!(
                f,
                "the service did not do it, since it does not know any more whether it did before (Repeatability-Result: rejected): {said}"
            )?,
            Kind::Setup { reason } => write!(f, "the client is not set up: {reason}")?,
            Kind::Credential { reason } => write!(f, "no credential: {reason}")?,
        }
        // What was done need not be said to be possible.
        let is_sure = self.0.done.is_some();
        let why = self.0.given_up.as_ref();
        if let Some(why) = why.filter(|why| !(is_sure && **why == GivingUp::MayBeDone)) {
            write!(f, "; {why}")?;
        }
        match &self.0.done {
            Some(Done { at: Some(at) }) => write!(f, "; the change was made: {at}")?,
            Some(Done { at: None }) => f.write_str("; the change was made")?,
            None => {}
        }
        if let Some(request) = &self.0.request {
            match &self.0.answered_by {
                Some(url) => write!(f, " [{request}, answered by {url}]")?,
                None => write!(f, " [{request}]")?,
            }
        }
        if let Some((first, others)) = self.0.tried.split_first() {
            write!(f, " (try {}; before: ", self.tries())?;
            for (mark, tried) in
                std::iter::once(("", first)).chain(others.iter().map(|it| ("; ", it)))
            {
                let Tried { what, waited } = tried;
                write!(f, "{mark}{what}, {:.1} s later again", waited.as_secs_f64())?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}

/// What rustls and OpenSSL say of a server that answers in plain text, in plain words.
fn if_no_tls(cause: &str) -> &'static str {
    match cause.contains("InvalidContentType") || cause.contains("wrong version number") {
        true => "; it speaks no TLS there: is it `http://`?",
        false => "",
    }
}

/// The last error of the chain: a refused connection, an unknown host, a certificate.
fn root_cause(error: &TransportError) -> Option<&(dyn std::error::Error + 'static)> {
    let mut cause = std::error::Error::source(error)?;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    Some(cause)
}

/// The same text: `main` shows the error that it returns by this, and so does `unwrap`.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Its text says what the whole chain does, so that it has no source: who prints one cause after the other would say it twice.
/// [`transport_error`](Error::transport_error) has the causes.
impl std::error::Error for Error {}

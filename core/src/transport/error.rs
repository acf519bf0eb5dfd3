//! Why no answer came.

use std::error::Error;
use std::fmt;

/// What went wrong between here and the server.
#[derive(Debug)]
pub struct TransportError {
    kind: Kind,
    source: Box<dyn Error + Send + Sync>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Connect,
    Timeout,
    Body,
    Unprocessed,
    Unsent,
    Other,
}

impl TransportError {
    /// No connection could be made.
    pub fn connect(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        TransportError {
            kind: Kind::Connect,
            source: source.into(),
        }
    }

    /// Time ran out.
    pub fn timeout(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        TransportError {
            kind: Kind::Timeout,
            source: source.into(),
        }
    }

    /// The body broke off or could not be decoded.
    pub fn body(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        TransportError {
            kind: Kind::Body,
            source: source.into(),
        }
    }

    /// The server said that it has done nothing with the request, so that it may be sent again at once, whatever it is: HTTP/2 says so
    /// of what comes while a connection is closed (RFC 9113, 8.7).
    pub fn unprocessed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        TransportError {
            kind: Kind::Unprocessed,
            source: source.into(),
        }
    }

    /// The request was not sent, for want of what had to be had before: it may be tried again later, whatever it is.
    pub fn unsent(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        TransportError {
            kind: Kind::Unsent,
            source: source.into(),
        }
    }

    /// Anything else.
    pub fn other(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        TransportError {
            kind: Kind::Other,
            source: source.into(),
        }
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.kind == Kind::Connect
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.kind == Kind::Timeout
    }

    /// Whether the server said that it has done nothing with the request.
    pub fn is_unprocessed(&self) -> bool {
        self.kind == Kind::Unprocessed
    }

    /// Whether the request was not sent, for want of what had to be had before.
    pub fn is_unsent(&self) -> bool {
        self.kind == Kind::Unsent
    }

    /// Whether the answer broke off.
    pub fn is_body(&self) -> bool {
        self.kind == Kind::Body
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            Kind::Connect => "no connection could be made",
            Kind::Timeout => "time ran out",
            Kind::Body => "the answer broke off",
            Kind::Unsent => "the request was not sent",
            Kind::Unprocessed | Kind::Other => "the request could not be sent",
        })
    }
}

impl Error for TransportError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source: &(dyn Error + 'static) = &*self.source;
        Some(source)
    }
}

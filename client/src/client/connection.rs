//! The way to the service, for credentials that have to ask the service itself.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;
use odata_core::transport::Transport;
use url::Url;

use super::added::Added;
use super::tokens::Time;
use super::{Clock, Hosts};

/// How a client reaches its service: what a [`Credential`](super::Credential) is told that has to ask the service itself, as
/// [`Session`](super::Session) does.
///
/// # Example: a credential that knows where it is used
/// ```
/// use std::sync::OnceLock;
/// use http::HeaderValue;
/// use odata::transport::BoxFuture;
/// use odata::{Connection, Credential, CredentialError};
///
/// #[derive(Default)]
/// struct Ticket(OnceLock<Connection>);
///
/// impl Credential for Ticket {
///     fn connect(&self, connection: &Connection) -> Result<(), CredentialError> {
///         let _ = self.0.set(connection.clone());
///         Ok(())
///     }
///
///     fn authorization<'a>(&'a self, _: Option<&'a str>) -> BoxFuture<'a, Result<HeaderValue, CredentialError>> {
///         // Here a ticket is asked for: `connection.transport().send(..)`.
///         Box::pin(async move {
///             let connection = self.0.get().ok_or_else(|| CredentialError::new("it is of no client yet"))?;
///             assert!(connection.trusts(connection.root()));
///             Ok(HeaderValue::from_static("Ticket 7"))
///         })
///     }
/// }
/// # use odata::doc_example::Defender;
/// # #[cfg(feature = "reqwest")] {
/// let defender = Defender::builder().credential(Ticket::default()).build()?;
/// # }
/// # Ok::<(), odata::Error>(())
/// ```
#[derive(Clone)]
pub struct Connection {
    hosts: Hosts,
    transport: Arc<dyn Transport>,
    clock: Option<Arc<dyn Clock>>,
    added: Added,
}

impl Connection {
    pub(super) fn new(
        hosts: Hosts,
        transport: Arc<dyn Transport>,
        clock: Option<Arc<dyn Clock>>,
        added: Added,
    ) -> Self {
        Connection {
            hosts,
            transport,
            clock,
            added,
        }
    }

    /// The root of the service; it ends with a slash.
    pub fn root(&self) -> &Url {
        self.hosts.root()
    }

    /// Whether a URL is the service's, so that secrets may go there.
    pub fn trusts(&self, url: &Url) -> bool {
        self.hosts.check(url).is_ok()
    }

    /// The client's transport, without what [`csrf_tokens`](crate::ClientBuilder::csrf_tokens) puts around it. It follows no redirect and adds no
    /// header.
    pub fn transport(&self) -> Arc<dyn Transport> {
        self.transport.clone()
    }

    /// Says why secrets do not go there, if they do not.
    pub(super) fn check(&self, url: &Url) -> Result<(), String> {
        self.hosts.check(url)
    }

    /// The time that the client goes by.
    pub(super) fn time(&self) -> Time {
        Time::of(self.clock.clone())
    }

    /// Adds what the builder added to all requests.
    pub(super) fn add_headers(&self, headers: &mut HeaderMap) {
        self.added.put_into(headers);
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connection({})", self.root())
    }
}

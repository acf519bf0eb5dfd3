//! How a request leaves the client.

#[cfg(feature = "reqwest")]
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, Request, Response, Uri};
use odata_core::transport::{BoxFuture, Patience, ResponseBody, Transport, TransportError};

use super::Outgoing;
#[cfg(feature = "reqwest")]
use super::ReqwestTransport;
use crate::error::{Error, Result};

/// A request that left, and its answer when it comes.
pub(super) type Sent<'w> = BoxFuture<'w, Result<Response<ResponseBody>, TransportError>>;

/// A transport, and reqwest's apart from all others: it takes URLs as the client has them, and to take one apart again costs as much as
/// to send it.
pub(super) enum Way {
    #[cfg(feature = "reqwest")]
    Reqwest(ReqwestTransport),
    Other(Arc<dyn Transport>),
}

impl Way {
    pub(super) fn by(transport: impl Transport) -> Self {
        #[cfg(feature = "reqwest")]
        if let Some(reqwest) = (&transport as &dyn Any).downcast_ref::<ReqwestTransport>() {
            return Way::Reqwest(reqwest.clone());
        }
        Way::Other(Arc::new(transport))
    }

    /// The transport alone.
    pub(super) fn transport(&self) -> Arc<dyn Transport> {
        match self {
            #[cfg(feature = "reqwest")]
            Way::Reqwest(reqwest) => Arc::new(reqwest.clone()),
            Way::Other(transport) => transport.clone(),
        }
    }

    /// Sends what goes out, with all its headers. Its answer is waited for so long, or as long as the transport does by itself.
    ///
    /// # Errors
    /// When nobody can be asked at that URL.
    pub(super) fn send(
        &self,
        outgoing: &Outgoing,
        headers: HeaderMap,
        patience: Option<Duration>,
    ) -> Result<Sent<'_>> {
        let method = outgoing.method.clone();
        match self {
            #[cfg(feature = "reqwest")]
            Way::Reqwest(reqwest) => {
                let (url, body) = (outgoing.url.clone(), &outgoing.body);
                Ok(reqwest.exchange(method, url, headers, body, patience))
            }
            Way::Other(transport) => {
                let mut request = Request::new(outgoing.body.clone());
                *request.method_mut() = method;
                *request.uri_mut() = uri(outgoing)?;
                *request.headers_mut() = headers;
                if let Some(time) = patience {
                    request.extensions_mut().insert(Patience(time));
                }
                Ok(transport.send(request))
            }
        }
    }
}

/// What is said when no answer came: whether it was the URL is looked at only now.
#[cold]
pub(super) fn unanswered(outgoing: &Outgoing, error: TransportError) -> Error {
    uri(outgoing).err().unwrap_or_else(|| error.into())
}

#[cold]
fn uri(outgoing: &Outgoing) -> Result<Uri> {
    let uri = outgoing.url.as_str().parse();
    uri.map_err(|error| Error::link(format!("it is no URL that can be asked: {error}")))
}

//! The transport over reqwest.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use std::error::Error as StdError;
use std::fmt;
use std::future::ready;
use std::time::Duration;

use http::{HeaderMap, Method, Request, Response};
use odata_core::transport::{
    BoxFuture, ByteStream, Patience, RequestBody, ResponseBody, Transport, TransportError,
};
use url::Url;

#[cfg(target_arch = "wasm32")]
use browser as platform;
#[cfg(not(target_arch = "wasm32"))]
use native as platform;

use crate::error::{Error, Result};

/// Sends requests with reqwest: HTTP/1.1 and HTTP/2, rustls, gzip, the proxy that the environment names.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// How long is waited for a head, and for each piece of a body. The client's own timeout would count the time in which the program
    /// works on what came before.
    patience: Option<Duration>,
}

const PATIENCE: Duration = Duration::from_secs(120);

impl ReqwestTransport {
    /// A transport of its own, with a pool of its own.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self> {
        ReqwestTransport::configured(|builder| builder)
    }

    /// The same, with whatever else reqwest can do: a proxy, certificates, how long is waited for a connection (30 seconds unless set).
    ///
    /// What is set here of redirects is not used: the client follows them, since it knows which hosts may see the credential.
    ///
    /// # Errors
    /// When TLS cannot be set up, and when what was set is wrong.
    ///
    /// # Example: through a proxy
    /// ```
    /// use std::time::Duration;
    /// use odata::ReqwestTransport;
    /// # use odata::doc_example::Defender;
    /// let proxy = reqwest::Proxy::https("http://proxy.contoso.com:3128").expect("a URL");
    /// let transport = ReqwestTransport::configured(|builder| {
    ///     builder.proxy(proxy).connect_timeout(Duration::from_secs(5))
    /// })?;
    /// let defender = Defender::builder().transport(transport).build()?;
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn configured(
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self> {
        let builder = platform::prepared(reqwest::Client::builder());
        let builder = platform::fixed(configure(builder));
        match builder.build() {
            Ok(client) => Ok(ReqwestTransport {
                client,
                patience: Some(PATIENCE),
            }),
            Err(error) => Err(Error::setup(format!("reqwest: {}", chain(&error)))),
        }
    }

    /// How long is waited for the head of an answer, and for each piece of its body, before time has run out. It is two minutes unless set;
    /// time in which nobody reads does not count. Calls that say by themselves how long they wait
    /// ([`patience`](crate::Service::patience)) wait as long as that.
    #[must_use]
    pub fn read_timeout(self, time: Duration) -> Self {
        ReqwestTransport {
            patience: Some(time),
            ..self
        }
    }

    /// A transport over a client that is already set up; it must not follow redirects. How long it waits is its own business: what was set there
    /// of timeouts ends a call, however patient that is.
    pub fn from_client(client: reqwest::Client) -> Self {
        ReqwestTransport {
            client,
            patience: None,
        }
    }
}

/// Without the client of reqwest, which shows the headers that it adds by itself: a key may be among them.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("read_timeout", &self.patience)
            .finish_non_exhaustive()
    }
}

/// Whether https can be spoken.
pub(super) const HAS_TLS: bool = cfg!(any(
    feature = "rustls",
    feature = "ring",
    feature = "native-tls",
    target_arch = "wasm32"
));

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let (head, body) = request.into_parts();
        match Url::parse(&head.uri.to_string()) {
            // What reqwest begins may need a runtime, which is there when the future is polled.
            Ok(url) => Box::pin(async move {
                let (method, headers) = (head.method, head.headers);
                let patience = head.extensions.get::<Patience>().map(|patience| patience.0);
                let answer = self.exchange(method, url, headers, &body, patience);
                answer.await
            }),
            Err(error) => Box::pin(ready(Err(TransportError::other(error)))),
        }
    }
}

impl ReqwestTransport {
    /// Sends a request of which the URL is known as such, and waits so long for its answer, if that is said. It is called where the future
    /// is polled.
    pub(super) fn exchange(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: &RequestBody,
        patience: Option<Duration>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        let patience = patience.or(self.patience);
        platform::exchange(&self.client, patience, method, url, headers, body)
    }
}

/// An answer of reqwest, whose body comes in these pieces.
fn answer(
    mut response: reqwest::Response,
    pieces: impl FnOnce(reqwest::Response) -> ByteStream,
) -> Response<ResponseBody> {
    let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
    let mut answer = Response::new(ResponseBody::streamed(pieces(response)));
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    answer
}

/// An error and what caused it, in one line.
fn chain(error: &dyn StdError) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

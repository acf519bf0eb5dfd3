//! Setting up a client.

mod limited;
mod settings;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use odata_core::descriptor::ProtocolVersion;
use odata_core::transport::Transport;

use super::retry::Retry;
use super::{BasicAuth, BearerToken, Clock, Credential, Service, Way};
use crate::error::Result;
use crate::sight::Observer;
use settings::Settings;
pub(super) use settings::default_transport;

/// Sets up the client of a service; generated code gives it out as `Service::builder()`.
///
/// # Example: another root, a token
/// ```
/// # use odata::doc_example::Defender;
/// # #[cfg(feature = "reqwest")] {
/// let defender = Defender::builder()
///     .base_url("https://eu.api.security.microsoft.com/api/")
///     .bearer_token("eyJ0eXAi...")
///     .build()?;
/// # }
/// # Ok::<(), odata::Error>(())
/// ```
#[must_use = "nothing is built before `build`"]
pub struct ClientBuilder<S> {
    settings: Settings,
    service: PhantomData<fn() -> S>,
}

impl<S: Service> ClientBuilder<S> {
    pub(crate) fn new() -> Self {
        ClientBuilder {
            settings: Settings::default(),
            service: PhantomData,
        }
    }

    /// Another root than the one that the service description gives: a region, a proxy, a mock.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// A bearer token for every request.
    pub fn bearer_token(mut self, token: &str) -> Self {
        let token = BearerToken::new(token).map_err(|error| error.to_string());
        self.settings.credential = Some(token.map(|token| Box::new(token) as Box<dyn Credential>));
        self
    }

    /// A user name and a password for every request (RFC 7617).
    pub fn basic_auth(mut self, user: &str, password: &str) -> Self {
        let basic = BasicAuth::new(user, password).map_err(|error| error.to_string());
        self.settings.credential = Some(basic.map(|basic| Box::new(basic) as Box<dyn Credential>));
        self
    }

    /// A credential of any kind.
    pub fn credential(mut self, credential: impl Credential) -> Self {
        self.settings.credential = Some(Ok(Box::new(credential)));
        self
    }

    /// What a token is asked for, in place of the `scope` of `service.toml`. It is not made from the host: a service may have many hosts and one
    /// audience, as Defender has.
    ///
    /// # Example: the older name, which some tenants need
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// let defender = Defender::builder()
    ///     .base_url("https://eu.api.security.microsoft.com/api/")
    ///     .scope("https://securitycenter.onmicrosoft.com/windowsatpservice/.default")
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.settings.scope = Some(scope.into());
        self
    }

    /// The version of the protocol by which what is sent is written, in place of the one that the metadata says: what 4.01 alone has, such as
    /// batches in JSON, is for services that speak it.
    ///
    /// # Example: a service that speaks 4.01, whose metadata says 4.0
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::ProtocolVersion;
    /// let service = Defender::builder().protocol_version(ProtocolVersion::V4_01).build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn protocol_version(mut self, version: ProtocolVersion) -> Self {
        self.settings.version = Some(version);
        self
    }

    /// Another transport than reqwest's: a mock, a recorder, one's own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Way::by(transport));
        self
    }

    /// One more header in each request to a host of the service: as [`Service::with_header`] adds it.
    ///
    /// # Example: what SAP is to answer in, and what Dataverse is to say beside each value
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// let service = Defender::builder()
    ///     .header("Accept-Language", "de")
    ///     .header("Prefer", r#"odata.include-annotations="*""#)
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn header(
        mut self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        self.settings.added = self.settings.added.with(name, value);
        self
    }

    /// One more option of the service's own in the URL of each request: as [`Service::with_option`] adds it.
    ///
    /// # Example: the version of an interface, without which a service answers nothing
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// let service = Defender::builder().option("api-version", "2024-05-01").build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.added = self.settings.added.with_option(name.into(), value.into());
        self
    }

    /// Sends a token against forged requests (`X-CSRF-Token`) with each change, as services of SAP want it. It is got from the root of the
    /// service before the first change, kept with its cookies, and got again when the service asks for another one: [`CsrfTransport`](crate::CsrfTransport).
    pub fn csrf_tokens(mut self) -> Self {
        self.settings.csrf_tokens = true;
        self
    }

    /// How a request that failed is tried again. Unless it is set, it is as [`Retry::default`] has it.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.settings.retry = retry;
        self
    }

    /// Whether the service does a request once, however often it comes with the same id ([OASIS Repeatable Requests
    /// 1.0](https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html)), whatever its metadata says of that
    /// (`Org.OData.Repeatability.V1.Supported` of the container, a set or an operation).
    ///
    /// Where it does, each `POST` and `PATCH` is sent with `Repeatability-Request-ID` and `Repeatability-First-Sent`, the same ones in each
    /// try, and is tried again after whatever reading is tried again after ([`Retry`]). A batch has no id. It is for services that are known
    /// to heed these headers: one that ignores them does twice what comes twice.
    ///
    /// # Example: a service that does, and does not say so
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// let service = Defender::builder().repeatable(true).build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn repeatable(mut self, supported: bool) -> Self {
        self.settings.repeatable = Some(supported);
        self
    }

    /// How long one try may take: until the whole answer is there, and where rows are streamed until its head is. Without it, a try
    /// goes on as long as something comes; the transport says for how long nothing may.
    pub fn try_timeout(mut self, time: Duration) -> Self {
        self.settings.try_timeout = Some(time);
        self
    }

    /// How long a call may take, with all its tries and what is waited between them;
    /// [`Service::within`] sets it for some calls.
    ///
    /// # Example: ten seconds for a try, a minute for a call
    /// ```
    /// use std::time::Duration;
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// let defender = Defender::builder()
    ///     .try_timeout(Duration::from_secs(10))
    ///     .call_timeout(Duration::from_secs(60))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn call_timeout(mut self, time: Duration) -> Self {
        self.settings.call_timeout = Some(time);
        self
    }

    /// Another clock than tokio's: another runtime's, a test's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.settings.clock = Some(Arc::new(clock));
        self
    }

    /// Is told of each try and each call when it is over: for metrics. The second one that is set replaces the first.
    pub fn observe(mut self, observer: impl Observer) -> Self {
        self.settings.observer = Some(Box::new(observer));
        self
    }

    /// One more host that may see the credential, at https and its usual port. Next links to others are not followed.
    pub fn trust_host(mut self, host: impl Into<String>) -> Self {
        self.settings.trusted.push(host.into());
        self
    }

    /// The largest answer that is read, in bytes, after decompression. It is 512 MiB unless set.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_response_bytes = bytes;
        self
    }

    /// The largest item of a collection that is read, in bytes. Collections are read while they arrive, so that what is in
    /// memory of an answer is one item and what the network is ahead of it; this bounds the item. It is 64 MiB unless set.
    ///
    /// # Example: no more than a megabyte for an entity
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// let defender = Defender::builder().max_item_bytes(1024 * 1024).build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn max_item_bytes(mut self, bytes: usize) -> Self {
        self.settings.max_item_bytes = bytes;
        self
    }

    /// Lets requests, and the credential with them, go over plain http to a host that is not this machine. Anyone in between can read and
    /// change them.
    pub fn allow_http(mut self) -> Self {
        self.settings.allow_http = true;
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// When the root is no http or https URL, when the token or the password is none that can be sent, when a credential would go over plain http, when
    /// a rate limit lets nothing pass, and when there is no transport.
    pub fn build(self) -> Result<S> {
        self.settings.client(S::INFO, S::BATCH).map(S::from_client)
    }
}

impl<S> fmt::Debug for ClientBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("has_base_url", &self.settings.base_url.is_some())
            .finish_non_exhaustive()
    }
}

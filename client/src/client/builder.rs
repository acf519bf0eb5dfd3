//! Setting up a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use odata_core::descriptor::{ProtocolVersion, RateLimit, ServiceInfo, Usage};
use odata_core::transport::Transport;
use url::Url;

use super::added::Added;
use super::clock;
use super::headers::usual;
use super::hosts::is_loopback;
use super::learned::Learned;
use super::limits::{Limits, Wanted};
use super::retry::{Budget, Retry};
use super::{BasicAuth, BearerToken, Client, Clock, Credential, Hosts, Service, Shared, Way};
use crate::error::{Error, Result, shown_text};
use crate::middleware::CsrfTransport;
use crate::sight::Observer;

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

/// What was set. It is no part of the builder's type, so that the client is made by code that is compiled once.
struct Settings {
    base_url: Option<String>,
    trusted: Vec<String>,
    scope: Option<String>,
    version: Option<ProtocolVersion>,
    credential: Option<Result<Box<dyn Credential>, String>>,
    transport: Option<Way>,
    csrf_tokens: bool,
    added: Added,
    clock: Option<Arc<dyn Clock>>,
    retry: Retry,
    repeatable: Option<bool>,
    try_timeout: Option<Duration>,
    call_timeout: Option<Duration>,
    limits: Wanted,
    observer: Option<Box<dyn Observer>>,
    max_response_bytes: usize,
    max_item_bytes: usize,
    allow_http: bool,
}

impl<S: Service> ClientBuilder<S> {
    pub(crate) fn new() -> Self {
        ClientBuilder {
            settings: Settings {
                base_url: None,
                trusted: Vec::new(),
                scope: None,
                version: None,
                credential: None,
                transport: None,
                csrf_tokens: false,
                added: Added::default(),
                clock: None,
                retry: Retry::default(),
                repeatable: None,
                try_timeout: None,
                call_timeout: None,
                limits: Wanted::default(),
                observer: None,
                max_response_bytes: 512 * 1024 * 1024,
                max_item_bytes: 64 * 1024 * 1024,
                allow_http: false,
            },
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

    /// Sends a token against forged requests (`X-CSRF-Token`) with each change, as services of SAP want it. It is got from the root of the
    /// service before the first change, kept with its cookies, and got again when the service asks for another one: [`CsrfTransport`].
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

    /// No more calls than that, whatever they ask, and beside what is documented: a call that would be one too many waits
    /// for its turn, first come, first served. More than one limit may be set; all of them hold. Clones of a client share
    /// them, and count together.
    ///
    /// A call counts from when it leaves until as long after its answer began to come, so that the service never sees more in
    /// any time of that length. Each try counts, and so does each redirect that is followed.
    ///
    /// # Example: a tenth of what the service allows, and no bursts
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .rate_limit(RateLimit::per_minute(10))
    ///     .rate_limit(RateLimit::per_second(1))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.settings.limits.of_all.push(limit);
        self
    }

    /// No more calls than that, reading and changes together, of what is called by that name in the URL: an entity set, a
    /// singleton, a function or a navigation property. As [`rate_limit`](Self::rate_limit) for the rest.
    ///
    /// # Example: leave something to other programs of the tenant
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .rate_limit_of("libraryfiles", RateLimit::per_minute(50))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn rate_limit_of(mut self, name: impl Into<String>, limit: RateLimit) -> Self {
        self.settings.limits.of.push((name.into(), limit));
        self
    }

    /// Whether the limits that the service documents are kept, each operation's by itself
    /// ([`EntitySetInfo::rate_limits`](crate::EntitySetInfo::rate_limits)). They are unless set.
    ///
    /// Whatever is set, no call of an operation is sent before the time is up that the service asked for with 429 or 503 and
    /// `Retry-After` (RFC 9110, 10.2.3).
    ///
    /// # Example: a service that allows more than it documents
    /// ```
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// use odata::RateLimit;
    /// let defender = Defender::builder()
    ///     .documented_limits(false)
    ///     .rate_limit(RateLimit::per_minute(500))
    ///     .build()?;
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    pub fn documented_limits(mut self, keep: bool) -> Self {
        self.settings.limits.documented = keep;
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
        self.settings.client(S::INFO).map(S::from_client)
    }
}

impl Settings {
    fn client(self, service: &ServiceInfo) -> Result<Client> {
        let text = self.base_url.as_deref().unwrap_or(service.base_url);
        let root = root_url(text)?;
        let credential = self.credential.transpose().map_err(Error::setup)?;
        // Another transport may lead nowhere, or have its own way to be safe; that a credential needs one is certain.
        let is_at_risk = credential.is_some() || self.transport.is_none();
        if is_at_risk && root.scheme() == "http" && !is_loopback(&root) && !self.allow_http {
            let what = match credential {
                Some(_) => "the credential",
                None => "all that is asked",
            };
            return Err(Error::setup(format!(
                "{what} would go over plain http to {root}; `allow_http` lets it"
            )));
        }
        let way = match self.transport {
            Some(way) => way,
            None => Way::by(default_transport(&root)?),
        };
        let way = match self.csrf_tokens {
            true => Way::by(CsrfTransport::new(root.clone(), way.into_transport())),
            false => way,
        };
        if let Some(wrong) = self.added.wrong() {
            return Err(Error::setup(wrong));
        }
        let trusted = self
            .trusted
            .iter()
            .map(|host| {
                url::Host::parse(host).map(|host| host.to_string()).map_err(|_| {
                    Error::setup(format!(
                        "`trust_host` takes the name of a host alone, as in `eu.contoso.com`, not `{}`",
                        shown_text(host)
                    ))
                })
            })
            .collect::<Result<Vec<String>>>()?;
        let listed = service
            .hosts
            .iter()
            .map(|host| (*host).to_owned())
            .chain(trusted)
            .collect();
        let clock = self.clock.or_else(clock::usual);
        let limits = Wanted {
            longest_stop: self.retry.longest_retry_after,
            ..self.limits
        };
        Ok(Client {
            of: None,
            within: self.call_timeout,
            usage: Usage::Read,
            page: 0,
            added: self.added,
            shared: Arc::new(Shared {
                hosts: Hosts::new(root.clone(), listed),
                root,
                scope: self.scope.or_else(|| service.scope.map(str::to_owned)),
                version: self.version.unwrap_or(service.version),
                credential,
                way,
                budget: Budget::of(&self.retry),
                retry: self.retry,
                repeatable: self.repeatable,
                try_timeout: self.try_timeout,
                limits: Limits::new(limits, clock.clone())?,
                learned: Learned::default(),
                usual: usual(),
                clock,
                observer: self.observer,
                max_response_bytes: self.max_response_bytes,
                max_item_bytes: self.max_item_bytes,
            }),
        })
    }
}

fn root_url(text: &str) -> Result<Url> {
    let mut root = Url::parse(text).map_err(|error| {
        Error::setup(format!(
            "the base URL `{}` is no URL: {error}",
            shown_text(text)
        ))
    })?;
    if !matches!(root.scheme(), "http" | "https") || root.host_str().is_none() {
        return Err(Error::setup(format!(
            "the base URL `{}` is neither http nor https",
            shown_text(text)
        )));
    }
    if !root.username().is_empty() || root.password().is_some() {
        return Err(Error::setup(
            "the base URL must hold no user name and no password: a `credential` does",
        ));
    }
    if root.query().is_some() || root.fragment().is_some() {
        return Err(Error::setup(
            "the base URL must have no query and no fragment: `Query::option` adds options",
        ));
    }
    if !root.path().ends_with('/') {
        let path = format!("{}/", root.path());
        root.set_path(&path);
    }
    Ok(root)
}

#[cfg(feature = "reqwest")]
pub(super) fn default_transport(root: &Url) -> Result<super::ReqwestTransport> {
    if root.scheme() == "https" && !super::reqwest_transport::HAS_TLS {
        return Err(Error::setup(
            "https needs one of the features `rustls`, `ring` and `native-tls`",
        ));
    }
    super::ReqwestTransport::new()
}

#[cfg(not(feature = "reqwest"))]
pub(super) fn default_transport(_: &Url) -> Result<Arc<dyn Transport>> {
    Err(Error::setup(
        "there is no transport: enable the feature `reqwest`, or give one with `transport`",
    ))
}

impl<S> fmt::Debug for ClientBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("has_base_url", &self.settings.base_url.is_some())
            .finish_non_exhaustive()
    }
}

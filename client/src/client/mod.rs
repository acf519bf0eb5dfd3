//! The client: what every request of a service shares.

mod added;
mod answer;
mod api_key;
#[cfg(feature = "azure_core")]
mod azure;
mod basic_auth;
mod builder;
mod challenge;
mod clock;
mod connection;
mod credential;
pub mod entra;
mod errand;
mod exchange;
mod headers;
mod hosts;
mod learned;
mod limits;
mod oauth;
mod packed;
mod partly;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
mod patience;
mod redirect;
mod refusal;
mod repeatability;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod retry;
mod retry_after;
mod session;
mod tokens;
mod tries;
mod urls;
mod waiting;
mod way;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use odata_core::descriptor::{BatchInfo, EntitySetInfo, ProtocolVersion, ServiceInfo, Usage};
use url::Url;

use added::Added;
pub(crate) use answer::{
    Answer, Collected, Head, Opened, OpenedJson, Outgoing, starts_a_page, utf8,
};
pub use api_key::ApiKey;
#[cfg(feature = "azure_core")]
pub use azure::AzureCredential;
pub use basic_auth::BasicAuth;
pub use builder::ClientBuilder;
pub(crate) use challenge::{Access, hide_proof};
pub use clock::Clock;
pub use connection::Connection;
pub use credential::{BearerToken, Credential, CredentialError};
#[cfg(feature = "record")]
pub(crate) use errand::Confidential;
pub(crate) use hosts::Hosts;
use learned::Learned;
use limits::{Limits, Operation};
pub use oauth::ClientCredentials;
pub(crate) use packed::check_packed;
pub(crate) use redirect::QUERY;
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
use retry::Budget;
pub use retry::Retry;
pub use session::Session;
pub use tokens::{AccessToken, TokenCache, TokenSource};
pub(crate) use tries::{Limit, Tries};
use way::Way;

use crate::batch::Batch;
use crate::error::Result;
use crate::sight::Observer;

/// A connection to a service: its root, its credential and its transport. Clones share all of it.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    /// The entity set that is asked, where it is known: what is documented of it holds for each of its requests.
    of: Option<&'static EntitySetInfo>,
    /// How long a call may take, with all its tries.
    within: Option<Duration>,
    /// How long an answer is waited for, where that is not the transport's to say.
    patience: Option<Duration>,
    /// What kind of request is sent to it.
    usage: Usage,
    /// Which page of a stream is asked for, from 1 on; 0 where none is.
    page: u64,
    /// What its requests say besides.
    added: Added,
}

struct Shared {
    root: Url,
    hosts: Hosts,
    scope: Option<String>,
    version: ProtocolVersion,
    batch: BatchInfo,
    credential: Option<Box<dyn Credential>>,
    way: Way,
    clock: Option<Arc<dyn Clock>>,
    retry: Retry,
    budget: Budget,
    try_timeout: Option<Duration>,
    /// Whether the service does once what comes twice, where its metadata is not to be asked.
    repeatable: Option<bool>,
    limits: Limits,
    learned: Learned,
    /// The headers of a request that has none of its own.
    usual: HeaderMap,
    observer: Option<Box<dyn Observer>>,
    max_response_bytes: usize,
    max_item_bytes: usize,
}

impl Shared {
    /// The clock, where one can wait by it.
    fn waiting_clock(&self) -> Option<&Arc<dyn Clock>> {
        self.clock.as_ref().filter(|clock| clock.can_wait())
    }
}

/// A service that a client was generated for.
pub trait Service: Sized {
    /// What is known of it.
    const INFO: &'static ServiceInfo;

    /// What is known of its batches.
    const BATCH: BatchInfo = BatchInfo::REST;

    /// The service over a client.
    fn from_client(client: Client) -> Self;

    /// Its client.
    fn client(&self) -> &Client;

    /// The same, for calls that take no longer than that, with all their tries and what is waited between them. One that would fails
    /// with an error that [is a timeout](crate::Error::is_timeout); one that would have to wait longer for a limit on calls
    /// fails at once, with an error that [is that](crate::Error::is_rate_limited).
    ///
    /// A call is one request and its answer. Where rows are streamed, each page is a call of its own, until its head is there.
    ///
    /// # Example: someone waits for it
    /// ```
    /// use std::time::Duration;
    /// use odata::Service as _;
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let page = defender.within(Duration::from_secs(5)).library_files().top(20).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    fn within(&self, time: Duration) -> Self {
        Self::from_client(self.client().within(time))
    }

    /// The same, for calls whose answers are waited for so long: for the head of one, and for each piece of its body. It counts in place of what the
    /// transport waits by itself ([`ReqwestTransport::read_timeout`](crate::ReqwestTransport::read_timeout), two minutes unless set), and a
    /// [`try_timeout`](ClientBuilder::try_timeout) that is shorter is as long as this. [`within`](Self::within) and
    /// [`call_timeout`](ClientBuilder::call_timeout) hold all the same: a call takes no longer than they say.
    ///
    /// Calls have a `patience` of their own, too. A transport of one's own is told it by an extension of the request
    /// ([`Patience`](crate::transport::Patience)); a browser waits as long as it thinks right.
    ///
    /// # Example: a report on which the service works for minutes
    /// ```
    /// use std::time::Duration;
    /// use odata::Service as _;
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let slow = defender.patience(Duration::from_secs(600));
    /// let all = slow.library_files().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    fn patience(&self, time: Duration) -> Self {
        Self::from_client(self.client().patience(time))
    }

    /// The same, with one more header in each request to a host of the service, such as one that a service knows and OData does not. It takes the
    /// place of one of that name; preferences (`Prefer`) are added to each other and to those of the request. One that cannot be sent, or is the client's own to
    /// say, such as `Content-Type`, is an error of each call.
    ///
    /// A value is shown by [`as_curl`](crate::Query::as_curl) unless it is marked as sensitive; keys are for [`ApiKey`].
    ///
    /// # Example: what Microsoft Graph wants to be told before it counts or searches users
    /// ```
    /// use odata::Service as _;
    /// # use odata::doc_example::Defender;
    /// # async fn example(graph: &Defender) -> odata::Result<()> {
    /// let eventual = graph.with_header("ConsistencyLevel", "eventual");
    /// let page = eventual.library_files().top(20).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    fn with_header(
        &self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        Self::from_client(self.client().with_header(name, value))
    }

    /// The same, with one more option of the service's own (`name=value`; URL conventions 5.2) in the URL of each request that it makes: questions, changes,
    /// calls, batches and what is in them. It takes the place of one of that name, and gives way to one of that name that a query has itself. Links of the
    /// service, such as those to next pages, are followed as they are. A name that begins with `$` or `@` is an error of each call.
    ///
    /// # Example: which client of SAP is asked
    /// ```
    /// use odata::Service as _;
    /// # use odata::doc_example::Defender;
    /// # #[cfg(feature = "reqwest")] {
    /// # let service = Defender::builder().build()?;
    /// let service = service.with_option("sap-client", "100");
    /// let url = service.library_files().by_key("a.ps1").url()?;
    /// assert!(url.as_str().ends_with("/libraryfiles/a.ps1?sap-client=100"));
    /// # }
    /// # Ok::<(), odata::Error>(())
    /// ```
    #[must_use]
    fn with_option(&self, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::from_client(self.client().with_option(name, value))
    }

    /// A batch without requests: [`Batch`].
    fn batch(&self) -> Batch {
        self.client().batch()
    }

    /// Sets up a client of it.
    fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }
}

impl Client {
    /// The root below which the entity sets are found; it ends with a slash.
    pub fn root(&self) -> &Url {
        &self.shared.root
    }

    /// The version of the protocol by which what is sent is written.
    pub(crate) fn version(&self) -> ProtocolVersion {
        self.shared.version
    }

    /// What the service says of batches.
    pub(crate) fn batches(&self) -> &BatchInfo {
        &self.shared.batch
    }

    /// The same, to ask an entity set.
    pub(crate) fn of(&self, set: &'static EntitySetInfo) -> Self {
        Client {
            of: Some(set),
            usage: Usage::Read,
            ..self.clone()
        }
    }

    /// The same, for requests of another kind than reading.
    pub(crate) fn to(self, usage: Usage) -> Self {
        Client { usage, ..self }
    }

    /// The same, to ask what is no resource of the model.
    pub(crate) fn of_nothing(&self) -> Self {
        Client {
            of: None,
            usage: Usage::Read,
            ..self.clone()
        }
    }

    /// Says why the credential does not go there, if it does not.
    pub(crate) fn check_host(&self, url: &Url) -> Result<(), String> {
        self.shared.hosts.check(url)
    }

    /// The clock, where one can wait by it.
    pub(crate) fn waiting_clock(&self) -> Option<Arc<dyn Clock>> {
        self.shared.waiting_clock().cloned()
    }

    /// What its requests count as.
    fn operation(&self) -> Operation {
        Operation {
            of: self.of,
            usage: self.usage,
        }
    }

    /// The same, to ask for a page of a stream.
    pub(crate) fn of_page(&self, page: u64) -> Self {
        Client {
            page,
            ..self.clone()
        }
    }

    /// Which page of a stream is asked for, if one is.
    pub(crate) fn page(&self) -> Option<u64> {
        Some(self.page).filter(|page| *page > 0)
    }

    /// What is asked, where it is known.
    pub(crate) fn set_name(&self) -> Option<&'static str> {
        self.of.map(|set| set.name).filter(|name| !name.is_empty())
    }

    pub(crate) fn observer(&self) -> Option<&dyn Observer> {
        self.shared.observer.as_deref()
    }

    /// How a request to that URL proves who is asking, if it does.
    pub(crate) fn scheme_for(&self, url: &Url) -> Option<(HeaderName, &'static str)> {
        let credential = self.shared.credential.as_ref()?;
        self.trusts(url)
            .then(|| (credential.header(), credential.scheme()))
    }

    /// Whether that header goes along with all that it sends.
    pub(crate) fn adds(&self, name: &HeaderName, value: &HeaderValue) -> bool {
        self.added.has(name, value)
    }

    /// # Errors
    /// When a header was added that cannot be sent.
    pub(crate) fn check_added(&self) -> Result<()> {
        self.added.check()
    }

    /// Whether a URL is the service's, so that the credential may go there.
    pub(crate) fn trusts(&self, url: &Url) -> bool {
        self.shared.hosts.check(url).is_ok()
    }

    /// What the clock says, where there is one.
    pub(crate) fn now(&self) -> Option<Duration> {
        self.shared.clock.as_ref().map(|clock| clock.now())
    }

    /// The largest item of a collection that is read, in bytes.
    pub(crate) fn max_item_bytes(&self) -> usize {
        self.shared.max_item_bytes
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("root", &self.shared.root.as_str())
            .finish_non_exhaustive()
    }
}

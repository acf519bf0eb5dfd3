//! The service: a model, rows, and how it behaves.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use bytes::Bytes;
use odata_core::names::nearest;
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, Model};
use odata_csdl::source::Sources;
use odata_csdl::xml;
use serde_json::Value as Json;

use crate::store::Store;
use crate::{Canned, MockError, MockTransport, SeenRequest, answer};

/// The host that a transport's URLs name; it can never be resolved.
pub(crate) const HOST: &str = "mock.invalid";

type Interceptor = Arc<dyn Fn(&SeenRequest) -> Option<Canned> + Send + Sync>;

/// How the service behaves.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) root_path: String,
    /// Whether any path at whose end a set is named will do.
    pub(crate) any_root: bool,
    pub(crate) page_size: Option<usize>,
    pub(crate) relative_next_links: bool,
    pub(crate) token: Option<String>,
    pub(crate) max_top: BTreeMap<String, u64>,
    interceptors: Vec<Interceptor>,
}

/// An OData V4 service in this process.
///
/// A clone is the same service: it shares the rows and the log of requests.
///
/// # Example: no socket, only a transport
/// ```
/// # const CSDL: &str = include_str!("../tests/files.xml");
/// use odata_core::transport::{RequestBody, Transport};
/// use odata_mock::MockService;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let service = MockService::from_csdl(CSDL)?
///     .entity_set("files", serde_json::json!([{"name": "a.ps1", "size": 3}]))?;
/// let transport = service.transport();
///
/// let request = http::Request::get(format!("{}files('a.ps1')", service.url()))
///     .body(RequestBody::empty())?;
/// let response = transport.send(request).await?;
/// assert_eq!(response.status(), 200);
/// assert_eq!(service.requests()[0].target, "/api/files('a.ps1')");
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct MockService {
    pub(crate) model: Arc<Model>,
    pub(crate) metadata: Arc<str>,
    pub(crate) config: Config,
    pub(crate) store: Arc<RwLock<Store>>,
    seen: Arc<Mutex<Vec<SeenRequest>>>,
}

impl MockService {
    /// Reads the model from one CSDL XML document, which is also what `$metadata` answers.
    ///
    /// # Errors
    /// When the document has errors.
    pub fn from_csdl(text: impl AsRef<str>) -> Result<Self, MockError> {
        Self::from_documents(&[("metadata.xml", text.as_ref())])
    }

    /// Reads the model from several CSDL XML documents, each with the name that errors show.
    ///
    /// `$metadata` answers the first.
    ///
    /// # Errors
    /// When a document has errors.
    pub fn from_documents(documents: &[(&str, &str)]) -> Result<Self, MockError> {
        let mut sources = Sources::new();
        let mut diagnostics = Diagnostics::new();
        let mut read = Vec::new();
        for &(name, text) in documents {
            let source = sources.add(name, text);
            read.extend(xml::read(source, &sources, &mut diagnostics));
        }
        let model = model::resolve(&read, &sources, &mut diagnostics);
        if diagnostics.has_errors() {
            return Err(MockError::Model {
                diagnostics: diagnostics.render(&sources),
            });
        }
        let metadata = documents.first().map_or("", |(_, text)| text);
        Ok(Self::from_model(model, metadata))
    }

    /// Takes a model that is already there, and the text that `$metadata` answers.
    pub fn from_model(model: Model, metadata: impl Into<Arc<str>>) -> Self {
        MockService {
            model: Arc::new(model),
            metadata: metadata.into(),
            config: Config {
                root_path: "/api/".to_owned(),
                any_root: true,
                page_size: None,
                relative_next_links: false,
                token: None,
                max_top: BTreeMap::new(),
                interceptors: Vec::new(),
            },
            store: Arc::default(),
            seen: Arc::default(),
        }
    }

    /// Fills an entity set with rows, an array of JSON objects, in place of those it had.
    ///
    /// Rows stay in this order where nothing else is asked. An `Edm.Int64` or `Edm.Decimal` may be a string,
    /// which keeps every digit. A property may be absent. Sets that are never filled are empty.
    ///
    /// # Errors
    /// When there is no such set, or a row does not fit its type.
    pub fn entity_set(self, name: &str, rows: Json) -> Result<Self, MockError> {
        let Some(set) = self.model.entity_set(name) else {
            return Err(MockError::UnknownEntitySet {
                name: name.to_owned(),
                help: near_or_all(name, &self.set_names()),
            });
        };
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        store.fill(&self.model, set, rows)?;
        drop(store);
        Ok(self)
    }

    /// Sends at most that many rows at once; a next link leads on (Protocol 4.01, 11.2.6.7). Zero means no limit.
    #[must_use]
    pub fn page_size(mut self, rows: usize) -> Self {
        self.config.page_size = (rows > 0).then_some(rows);
        self
    }

    /// Writes next links relative to the service root; they are absolute otherwise.
    #[must_use]
    pub fn relative_next_links(mut self) -> Self {
        self.config.relative_next_links = true;
        self
    }

    /// Answers 401 to requests without `Authorization: Bearer` and this token.
    #[must_use]
    pub fn require_token(mut self, token: impl Into<String>) -> Self {
        self.config.token = Some(token.into());
        self
    }

    /// Answers 400 when more than that many rows of the set are asked for with `$top`.
    #[must_use]
    pub fn max_top(mut self, set: &str, rows: u64) -> Self {
        self.config.max_top.insert(set.to_owned(), rows);
        self
    }

    /// Puts the service root under that path, and answers below it only.
    ///
    /// Without this the root of [`serve`](Self::serve) is `/api/`, and a request below any other root is answered as well,
    /// so that a client can keep the root of the real service.
    #[must_use]
    pub fn root_path(mut self, path: &str) -> Self {
        self.config.any_root = false;
        self.config.root_path = match path.trim_matches('/') {
            "" => "/".to_owned(),
            inner => format!("/{inner}/"),
        };
        self
    }

    /// Lets a closure answer in the service's place, before anything is checked; `None` lets the service answer.
    ///
    /// Of several, the first one that answers counts.
    ///
    /// # Example: the first request fails
    /// ```
    /// # const CSDL: &str = include_str!("../tests/files.xml");
    /// use odata_mock::{Canned, MockService};
    /// use std::sync::atomic::{AtomicUsize, Ordering};
    ///
    /// let count = AtomicUsize::new(0);
    /// let service = MockService::from_csdl(CSDL)?.intercept(move |request| {
    ///     let is_first = count.fetch_add(1, Ordering::Relaxed) == 0;
    ///     (is_first && request.path().ends_with("/files"))
    ///         .then(|| Canned::status(503).header("retry-after", "1"))
    /// });
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn intercept(
        mut self,
        answer: impl Fn(&SeenRequest) -> Option<Canned> + Send + Sync + 'static,
    ) -> Self {
        self.config.interceptors.push(Arc::new(answer));
        self
    }

    /// Every request so far, the oldest first, intercepted ones too.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The service root of [`transport`](Self::transport): `http://mock.invalid/api/`.
    pub fn url(&self) -> String {
        format!("http://{HOST}{}", self.config.root_path)
    }

    /// A transport whose requests this service answers, whatever host they name, without a socket.
    pub fn transport(&self) -> MockTransport {
        MockTransport::new(self.clone())
    }

    /// Answers HTTP on a free port of the loopback interface, until the server is dropped.
    ///
    /// It runs on the tokio runtime that this is called on.
    ///
    /// # Errors
    /// When no port can be had.
    #[cfg(feature = "server")]
    pub async fn serve(&self) -> std::io::Result<crate::MockServer> {
        crate::MockServer::start(self.clone()).await
    }

    pub(crate) fn handle(&self, seen: SeenRequest) -> http::Response<Bytes> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(seen.clone());
        let canned = self
            .config
            .interceptors
            .iter()
            .find_map(|intercept| intercept(&seen));
        match canned {
            Some(canned) => canned.into_response(),
            None => answer::answer(self, &seen),
        }
    }

    /// The names of all entity sets.
    pub(crate) fn set_names(&self) -> Vec<&str> {
        let sets = self
            .model
            .containers()
            .iter()
            .flat_map(|container| &container.entity_sets);
        sets.map(|set| set.name.as_str()).collect()
    }
}

impl fmt::Debug for MockService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockService")
            .field("url", &self.url())
            .field("sets", &self.set_names())
            .finish_non_exhaustive()
    }
}

/// Help for a name that is not there.
pub(crate) fn near_or_all(name: &str, known: &[&str]) -> String {
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "it has none".to_owned(),
        None => format!("it has {}", known.join(", ")),
    }
}

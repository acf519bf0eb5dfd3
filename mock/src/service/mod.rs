//! The service: a model, rows, and how it behaves.

mod batches;
mod faults;
mod media;
mod twice;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use odata_core::names::nearest;
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, EntitySet, Model};
use odata_csdl::source::Sources;
use serde_json::Value as Json;

use crate::form::FormReader;
use crate::later::Monitors;
use crate::log::Log;
use crate::operation::Closure;
use crate::rate_limit::Limits;
use crate::repeated::Repeated;
use crate::store::Store;
use crate::token_endpoint::Tokens;
use crate::trouble::too_many_requests;
use crate::{
    BatchQuirk, Canned, FormPart, MockError, MockTransport, SeenRequest, Trouble, Uploaded,
};

/// The host that a transport's URLs name; it can never be resolved.
pub(crate) const HOST: &str = "mock.invalid";

pub(crate) type Condition = Arc<dyn Fn(&SeenRequest) -> bool + Send + Sync>;
/// What befalls a request, if anything does.
type Misfortune = Arc<dyn Fn(&SeenRequest) -> Option<Trouble> + Send + Sync>;
type Interceptor = Arc<dyn Fn(&SeenRequest) -> Option<Canned> + Send + Sync>;

/// How the service behaves.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) root_path: String,
    /// Whether any path at whose end a set is named will do.
    pub(crate) any_root: bool,
    pub(crate) page_size: Option<usize>,
    pub(crate) expand_page_size: Option<usize>,
    pub(crate) operations: BTreeMap<String, Closure>,
    pub(crate) relative_next_links: bool,
    pub(crate) token: Option<String>,
    pub(crate) tokens: Option<Arc<Tokens>>,
    gzip: bool,
    pub(crate) max_top: BTreeMap<String, u64>,
    interceptors: Vec<Interceptor>,
    troubles: Vec<Misfortune>,
    pub(crate) upsert: bool,
    pub(crate) discard_media: bool,
    pub(crate) require_if_match: bool,
    pub(crate) forms: BTreeMap<String, FormReader>,
    monitors: Option<Arc<Monitors>>,
    repeated: Option<Arc<Repeated>>,
    pub(crate) most_batch_parts: usize,
    pub(crate) batch_quirks: Vec<BatchQuirk>,
}

/// An OData V4 service in this process.
///
/// A clone is the same service: it shares the rows and the log of requests.
///
/// # Example: no socket, only a transport
/// ```
/// # const CSDL: &str = include_str!("../../tests/files.xml");
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
    limits: Arc<Limits>,
    log: Arc<Log>,
}

impl MockService {
    /// Reads the model from one document, CSDL XML or CSDL JSON, which is also what `$metadata` answers.
    ///
    /// # Errors
    /// When the document has errors.
    pub fn from_csdl(text: impl AsRef<str>) -> Result<Self, MockError> {
        Self::from_documents(&[("metadata.xml", text.as_ref())])
    }

    /// Reads the model from several documents, CSDL XML or CSDL JSON, each with the name that errors show.
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
            read.extend(odata_csdl::read(source, &sources, &mut diagnostics));
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
                expand_page_size: None,
                operations: BTreeMap::new(),
                relative_next_links: false,
                token: None,
                tokens: None,
                gzip: false,
                max_top: BTreeMap::new(),
                interceptors: Vec::new(),
                troubles: Vec::new(),
                upsert: false,
                discard_media: false,
                require_if_match: false,
                forms: BTreeMap::new(),
                monitors: None,
                repeated: None,
                most_batch_parts: batches::MOST_PARTS,
                batch_quirks: Vec::new(),
            },
            store: Arc::default(),
            limits: Arc::default(),
            log: Arc::default(),
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
        let set = self.known(name)?;
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

    /// Writes next links relative to the service root, and to the URL of the request where no context URL says which root
    /// that is (`metadata=none`); they are absolute otherwise.
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
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
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

    /// Gives every entity of a set, or a singleton, an ETag that changes with every change of the entity.
    ///
    /// It is weak, `W/"1"`, shown as `@odata.etag` and, for a single entity, in the `ETag` header. `If-Match` and
    /// `If-None-Match` are honoured: a change is refused with 412, a read with 304. The ETags of all clones are one.
    ///
    /// # Errors
    /// When there is no such set.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::MockService;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?
    ///     .entity_set("files", serde_json::json!([{"name": "a.ps1"}]))?
    ///     .etags("files")?;
    /// let delete = || http::Request::delete("http://mock.invalid/api/files('a.ps1')");
    /// let stale = delete().header("if-match", "W/\"0\"").body(RequestBody::empty())?;
    /// assert_eq!(service.transport().send(stale).await?.status(), 412);
    /// let fresh = delete().header("if-match", "W/\"1\"").body(RequestBody::empty())?;
    /// assert_eq!(service.transport().send(fresh).await?.status(), 204);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn etags(self, set: &str) -> Result<Self, MockError> {
        let name = match self.model.singleton(set) {
            Some(singleton) => &singleton.name,
            None => &self.known(set)?.name,
        };
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        store.give_etags(name);
        drop(store);
        Ok(self)
    }

    /// Answers 428 to a change without `If-Match` of an entity that has an ETag (RFC 6585, 3).
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?.etags("files")?.require_if_match();
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn require_if_match(mut self) -> Self {
        self.config.require_if_match = true;
        self
    }

    /// Lets `PATCH` insert an entity that is not there (Protocol 4.0, 11.4.4); it is answered with 404 otherwise.
    ///
    /// `If-Match` keeps a request from inserting.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// let service = MockService::from_csdl(CSDL)?.upsert();
    /// # let _ = service;
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    #[must_use]
    pub fn upsert(mut self) -> Self {
        self.config.upsert = true;
        self
    }

    /// Makes the keys of a set where a client inserts an entity without one; one that a client sends stands.
    ///
    /// An integer is one more than the greatest there is, a GUID counts up: tests can foresee both.
    ///
    /// # Errors
    /// When there is no such set, or its key is not a single integer or GUID.
    ///
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_mock::MockService;
    /// assert!(MockService::from_csdl(CSDL)?.generate_keys("machines").is_ok());
    /// let error = MockService::from_csdl(CSDL)?.generate_keys("files").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "keys of `files` cannot be made: `name` is neither an integer nor a GUID"
    /// );
    /// # Ok::<(), odata_mock::MockError>(())
    /// ```
    pub fn generate_keys(self, set: &str) -> Result<Self, MockError> {
        let set = self.known(set)?;
        let mut store = self.store.write().unwrap_or_else(PoisonError::into_inner);
        store.make_keys(&self.model, set)?;
        drop(store);
        Ok(self)
    }

    /// Lets a set take forms, `multipart/form-data`, in place of JSON: a closure makes the entity from the parts.
    ///
    /// What it makes is inserted as if it had been sent as JSON, and answered with 200 and the entity. An error of the
    /// closure is sent as it is. Other content types are answered with 415.
    ///
    /// # Errors
    /// When there is no such set.
    ///
    /// # Example: a library of files
    /// ```
    /// # const CSDL: &str = include_str!("../../tests/files.xml");
    /// use odata_core::transport::{RequestBody, Transport};
    /// use odata_mock::{Canned, MockService, Uploaded};
    /// use serde_json::json;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let service = MockService::from_csdl(CSDL)?.form_upload("files", |parts| {
    ///     let file = parts.iter().find(|part| part.name == "File");
    ///     let file = file.ok_or_else(|| Canned::status(400))?;
    ///     let replace = parts
    ///         .iter()
    ///         .any(|part| part.name == "OverrideIfExists" && part.text() == Some("true"));
    ///     let made = Uploaded::new(json!({"name": file.filename, "size": file.bytes.len()}));
    ///     Ok(if replace { made.replacing() } else { made })
    /// })?;
    ///
    /// let form = "--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.ps1\"\r\n\r\n\
    ///     four\r\n--b--\r\n";
    /// let request = http::Request::post("http://mock.invalid/api/files")
    ///     .header("content-type", "multipart/form-data; boundary=b")
    ///     .body(RequestBody::from(bytes::Bytes::from(form)))?;
    /// assert_eq!(service.transport().send(request).await?.status(), 200);
    /// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
    /// ```
    pub fn form_upload(
        mut self,
        set: &str,
        entity: impl Fn(&[FormPart]) -> Result<Uploaded, Box<Canned>> + Send + Sync + 'static,
    ) -> Result<Self, MockError> {
        let name = self.known(set)?.name.clone();
        self.config.forms.insert(name, Arc::new(entity));
        Ok(self)
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

    pub(crate) fn handle(&self, mut seen: SeenRequest) -> Canned {
        self.log.add(&mut seen);
        let mut canned = self.met(&seen);
        let accepted = seen.header("accept-encoding").unwrap_or_default();
        canned.gzip |= self.config.gzip && accepted.to_ascii_lowercase().contains("gzip");
        canned
    }

    fn met(&self, seen: &SeenRequest) -> Canned {
        let mut interceptors = self.config.interceptors.iter();
        if let Some(canned) = interceptors.find_map(|intercept| intercept(seen)) {
            return canned;
        }
        if let Some(wait) = self.limits.refuses(seen) {
            self.log.count(|counts| counts.over_limit += 1);
            return too_many_requests(wait);
        }
        let mut troubles = self.config.troubles.iter();
        match troubles.find_map(|befalls| befalls(seen)) {
            Some(trouble) => {
                self.log.count(|counts| counts.troubled += 1);
                trouble.apply(seen, || self.own(seen))
            }
            None => self.own(seen),
        }
    }

    /// What the service answers when nothing goes wrong.
    fn own(&self, seen: &SeenRequest) -> Canned {
        match &self.config.tokens {
            Some(tokens) if tokens.is_asked(seen) => {
                let (canned, is_token) = tokens.answer(seen);
                self.log
                    .count(|counts| counts.tokens += u64::from(is_token));
                canned
            }
            _ => self.once(seen),
        }
    }

    fn known(&self, set: &str) -> Result<&EntitySet, MockError> {
        self.model
            .entity_set(set)
            .ok_or_else(|| MockError::UnknownEntitySet {
                name: set.to_owned(),
                help: near_or_all(set, &self.set_names()),
            })
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

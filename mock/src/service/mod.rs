//! The service: a model and rows, and who answers a request.

mod batches;
mod behaviour;
mod faults;
mod media;
mod null_items;
mod twice;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use odata_core::names::nearest;
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, EntitySet, Model};
use odata_csdl::source::Sources;
use serde_json::Value as Json;

use crate::log::Log;
use crate::rate_limit::Limits;
use crate::store::Store;
use crate::trouble::too_many_requests;
use crate::{Canned, MockError, MockTransport, SeenRequest};

pub(crate) use behaviour::{Condition, Config};

/// The host that a transport's URLs name; it can never be resolved.
pub(crate) const HOST: &str = "mock.invalid";

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
    /// What the model was read from, each with its name.
    documents: Arc<[(String, String)]>,
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
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Ok(MockService {
            documents: documents.iter().map(owned).collect(),
            ..Self::from_model(model, metadata)
        })
    }

    /// Takes a model that is already there, and the text that `$metadata` answers.
    pub fn from_model(model: Model, metadata: impl Into<Arc<str>>) -> Self {
        MockService {
            model: Arc::new(model),
            metadata: metadata.into(),
            documents: Arc::default(),
            config: Config::default(),
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

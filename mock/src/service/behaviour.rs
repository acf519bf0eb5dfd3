//! How the service behaves, beside what goes wrong with it.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::{MockService, batches};
use crate::form::FormReader;
use crate::later::Monitors;
use crate::operation::Closure;
use crate::repeated::Repeated;
use crate::token_endpoint::Tokens;
use crate::{BatchQuirk, Canned, FormPart, MockError, SeenRequest, Trouble, Uploaded};

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
    pub(super) gzip: bool,
    pub(crate) max_top: BTreeMap<String, u64>,
    pub(super) interceptors: Vec<Interceptor>,
    pub(super) troubles: Vec<Misfortune>,
    pub(crate) upsert: bool,
    pub(crate) discard_media: bool,
    pub(crate) require_if_match: bool,
    pub(crate) forms: BTreeMap<String, FormReader>,
    pub(super) monitors: Option<Arc<Monitors>>,
    pub(super) repeated: Option<Arc<Repeated>>,
    pub(crate) most_batch_parts: usize,
    pub(crate) batch_quirks: Vec<BatchQuirk>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
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
        }
    }
}

impl MockService {
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
}

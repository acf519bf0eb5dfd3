//! Requests that are sent together (Protocol 4.01, 11.7; OData JSON 4.01, 19).

mod answered;
mod answers;
mod check;
mod group;
mod handle;
mod ids;
mod json;
mod layout;
mod multipart;
mod part;
mod read;
mod references;
mod refers;

use std::fmt;

use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use odata_core::descriptor::{ProtocolVersion, Usage};
use odata_core::transport::{BoxFuture, RequestBody};
use odata_core::url::QueryOptions;

pub use answers::BatchAnswers;
pub use group::Group;
pub use handle::Handle;
pub(crate) use ids::is_result;
use ids::{BatchId, GroupId, RequestId};
use layout::Layout;
use part::Part;
pub use part::PartUrls;
pub use refers::Refers;

use crate::change::{ODATA_VERSION, VERSION, VERSION_4_01};
use crate::client::{Client, Outgoing};
use crate::error::{Error, Result};
use crate::query::{EntityQuery, Reference, entity_at};
use crate::request::{Request, takes_terms};
use crate::sight::Curl;

const PREFER: HeaderName = HeaderName::from_static("prefer");
/// With the prefix, since 4.0 knows no other form and 4.01 takes both (Protocol 4.01, 8.2.8.3).
const CONTINUE: HeaderValue = HeaderValue::from_static("odata.continue-on-error");
const MULTIPART: HeaderValue = HeaderValue::from_static("multipart/mixed");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How a batch is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Multipart,
    Json,
}

/// Requests that are sent together, in one request of HTTP (Protocol 4.01, 11.7).
///
/// Whatever is a [`Request`] can be added: questions for an entity, a page, a value, a number, changes, calls. Each gives a [`Handle`], by
/// which its answer is taken. A request that fails is an error of its own; the others are not touched by it, save that a service stops at
/// the first failure unless it is asked to [go on](Self::continue_on_error). What it then does not answer
/// [says so](Error::is_unanswered).
///
/// It is written as `multipart/mixed`, which each version of the protocol has, and as JSON where the metadata of the service says that it
/// is OData 4.01; [`json`](Self::json) and [`multipart`](Self::multipart) say otherwise. URLs in it are relative to the root of the
/// service, unless [`urls`](Self::urls) says otherwise.
///
/// A batch in which all requests only ask is sent again where one of them would be; one with changes only where nothing was sent, or
/// the service turned it away as a whole (429). 429 and 503 of single requests are their errors. In the limits on calls that a client keeps, a
/// batch is one call.
///
/// # Example: an entity, a page and how many there are
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # use odata_mock::MockService;
/// # use serde_json::json;
/// use odata::Service as _;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let mock = MockService::from_csdl(include_str!("../../../specs/defender/metadata.xml"))?
/// #     .entity_set("libraryfiles", json!([{"fileName": "a.ps1"}, {"fileName": "b.sh"}, {"fileName": "c.ps1"}]))?;
/// # let defender = Defender::builder().transport(mock.transport()).bearer_token("t").build()?;
/// let files = defender.library_files();
/// let scripts = files.filter(LibraryFile::FILE_NAME.ends_with(".ps1"));
///
/// let mut batch = defender.client().batch();
/// let file = batch.add(&files.by_key("b.sh"));
/// let page = batch.add(&scripts.clone().top(1));
/// let total = batch.add(&scripts.total());
/// let mut answers = batch.send().await?;
///
/// let file: LibraryFile = answers.take(file)?;
/// assert_eq!(file.file_name, "b.sh");
/// assert_eq!(answers.take(page)?.items[0].file_name, "a.ps1");
/// assert_eq!(answers.take(total)?, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
///
/// # Example: two changes, or none
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # use odata_mock::MockService;
/// # use serde_json::json;
/// # use odata::Service as _;
/// use odata::Changes;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let mock = MockService::from_csdl(include_str!("../../../specs/defender/metadata.xml"))?
/// #     .entity_set("libraryfiles", json!([{"fileName": "a.ps1"}]))?;
/// # let defender = Defender::builder().transport(mock.transport()).bearer_token("t").build()?;
/// let files = defender.library_files();
/// let mut batch = defender.client().batch();
/// let (new, gone) = batch.atomic(|group| {
///     let new = group.add(&files.insert(&Changes::new().set(LibraryFile::FILE_NAME, "b.ps1")));
///     let gone = group.add(&files.by_key("no such file").delete());
///     (new, gone)
/// });
/// let mut answers = batch.send().await?;
/// // The second failed, so that neither was done.
/// assert!(answers.take(gone).unwrap_err().is_not_found());
/// assert!(answers.take(new).is_err());
/// assert_eq!(files.total().send().await?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Batch {
    client: Client,
    /// What its handles are known by.
    id: BatchId,
    parts: Vec<Part>,
    /// The change set that is filled next.
    group: GroupId,
    /// Why it is not sent, if so.
    wrong: Option<Error>,
    form: Option<Form>,
    urls: PartUrls,
    continue_on_error: bool,
    options: QueryOptions,
}

impl Client {
    /// A batch without requests: [`Batch`].
    pub fn batch(&self) -> Batch {
        Batch {
            client: self.clone(),
            id: BatchId::fresh(),
            parts: Vec::new(),
            group: GroupId::default(),
            wrong: None,
            form: None,
            urls: PartUrls::default(),
            continue_on_error: false,
            options: QueryOptions::default(),
        }
    }
}

impl Batch {
    /// Adds a request. One that would be refused if it were sent alone keeps the whole batch from being sent.
    pub fn add<R: Request>(&mut self, request: &R) -> Handle<R::Output> {
        self.put(request, None)
    }

    /// Adds changes that are made together or not at all: a change set (Protocol 4.01, 11.7.3), or an atomicity group as JSON calls it.
    /// Where one of them fails, each of them has failed, whatever else the service says of it. Questions cannot be among them, save in JSON.
    ///
    /// # Example: an entity, and another one below it
    /// ```
    /// # use odata::{Changes, EntitySet, Many, Navigation, Structured};
    /// # async fn example<Order: Structured>(client: &odata::Client, orders: EntitySet<Order>, new: &Changes<Order>, paid: &Changes<Order>)
    /// # -> odata::Result<()> {
    /// let mut batch = client.batch();
    /// let (order, paid) = batch.atomic(|group| {
    ///     let order = group.add(&orders.insert(new));
    ///     // Its key is not known yet: `$1` stands for it.
    ///     let paid = group.add(&group.below(&order).update(paid));
    ///     (order, paid)
    /// });
    /// let mut answers = batch.send().await?;
    /// let order = answers.take(order)?;
    /// answers.take(paid)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn atomic<T>(&mut self, fill: impl FnOnce(&mut Group<'_>) -> T) -> T {
        let group = self.group;
        let filled = fill(&mut Group { batch: self, group });
        // One without anything in it is not sent, and those that are sent have their names one after the other.
        let is_sent = self
            .parts
            .last()
            .is_some_and(|part| part.group == Some(group));
        if is_sent {
            self.group = group.next();
        }
        filled
    }

    fn put<R: Request>(&mut self, request: &R, group: Option<GroupId>) -> Handle<R::Output> {
        let id = RequestId::at(self.parts.len());
        let mut handle = Handle {
            batch: self.id,
            request: id,
            reading: None,
        };
        match request.prepare() {
            Ok(prepared) => {
                let (client, outgoing, reading) = prepared.split();
                self.client.as_patient_as(&client);
                self.parts.push(Part {
                    client,
                    outgoing,
                    group,
                });
                handle.reading = Some(reading);
            }
            Err(error) => {
                self.wrong.get_or_insert(error.in_batch(&id.to_string()));
            }
        }
        handle
    }

    /// The entity that a request before makes or asks for, in URLs: `$1`, and what lies below it, `$1/Items`. It is known only once the service
    /// has done the request. In OData 4.0 both have to be in the same change set.
    pub fn below<T: Refers>(&self, handle: &Handle<T>) -> EntityQuery<T::Entity> {
        let wrong =
            (handle.batch != self.id).then(|| "it refers to a request of another batch".to_owned());
        entity_at(&self.client, format!("${}", handle.request), wrong)
    }

    /// The same as the target of a link: in the body of an entity that is bound to it, and of a reference that is added.
    pub fn reference<T: Refers>(&self, handle: &Handle<T>) -> Reference<T::Entity> {
        Reference::new(format!("${}", handle.request))
    }

    /// Asks the service to go on behind a request that fails (`continue-on-error`, Protocol 4.01, 8.2.8.3). Otherwise it stops there.
    pub fn continue_on_error(mut self) -> Self {
        self.continue_on_error = true;
        self
    }

    /// Written as JSON (OData JSON 4.01, 19), whatever the metadata says: for a service that takes it, as Microsoft Graph does.
    pub fn json(mut self) -> Self {
        self.form = Some(Form::Json);
        self
    }

    /// Written as `multipart/mixed` (Protocol 4.01, 11.7.3), whatever the metadata says.
    pub fn multipart(mut self) -> Self {
        self.form = Some(Form::Multipart);
        self
    }

    /// How URLs are written in it. They are relative unless it is said, which CAP, SAP Gateway, ASP.NET, Olingo and Graph take.
    pub fn urls(mut self, urls: PartUrls) -> Self {
        self.urls = urls;
        self
    }

    takes_terms!(client);

    /// An option of the service's own in the URL of the batch itself, as `name=value`; both are percent-encoded.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.custom.push((name.into(), value.into()));
        self
    }

    /// How many requests are in it.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether no request is in it. Such a batch is not sent.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    fn form(&self) -> Form {
        self.form.unwrap_or(match self.client.version() {
            ProtocolVersion::V4_0 => Form::Multipart,
            _ => Form::Json,
        })
    }

    /// The batch as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// When a request in it is refused before anything is sent.
    pub fn as_curl(&self) -> Result<Curl> {
        match &self.wrong {
            Some(wrong) => Err(wrong.again()),
            None => Curl::of(&self.client, self.outgoing()?),
        }
    }

    /// Sends all requests, and gives their answers.
    ///
    /// # Errors
    /// When a request in it is refused before anything is sent, when the service answers the batch as a whole with an error or cannot be
    /// reached, and when what it answers is no answer to the batch. What goes wrong with one request is told when its answer is
    /// [taken](BatchAnswers::take).
    pub async fn send(self) -> Result<BatchAnswers> {
        self.sent().await
    }

    /// In a box, so that it is compiled here, and not again in every program.
    fn sent(self) -> BoxFuture<'static, Result<BatchAnswers>> {
        Box::pin(self.sent_once())
    }

    async fn sent_once(mut self) -> Result<BatchAnswers> {
        if let Some(wrong) = self.wrong.take() {
            return Err(wrong);
        }
        if self.parts.is_empty() {
            return Ok(BatchAnswers {
                batch: self.id,
                answers: Vec::new(),
            });
        }
        let outgoing = self.outgoing()?;
        let (method, url) = (outgoing.method.clone(), outgoing.url.clone());
        let repeatable = self.parts.iter().all(Part::only_reads);
        let client = self.client.to(Usage::Read);
        let (answer, end) = client.send_partly(outgoing, repeatable).await?;
        let answers = read::answers(&self.parts, answer, end);
        let answers = answers.map_err(|error| error.of_request(&method, &url))?;
        Ok(BatchAnswers {
            batch: self.id,
            answers,
        })
    }

    fn outgoing(&self) -> Result<Outgoing> {
        let form = self.form();
        check::check(&self.client, &self.parts, form)?;
        let mut headers = HeaderMap::new();
        let body: Bytes = match form {
            Form::Multipart => {
                let layout = Layout::of(self.parts.iter().map(|part| part.group));
                let written = multipart::write(&self.client, &self.parts, &layout, self.urls)?;
                let content_type = HeaderValue::from_str(&written.content_type).map_err(|_| {
                    Error::refused("the batch has no boundary that a header can hold")
                })?;
                headers.insert(CONTENT_TYPE, content_type);
                headers.insert(ACCEPT, MULTIPART);
                written.body
            }
            Form::Json => {
                headers.insert(CONTENT_TYPE, JSON);
                headers.insert(ACCEPT, JSON);
                json::write(&self.client, &self.parts, self.urls)?
            }
        };
        // JSON is 4.01's.
        let is_old = self.client.version() == ProtocolVersion::V4_0 && form == Form::Multipart;
        headers.insert(ODATA_VERSION, if is_old { VERSION } else { VERSION_4_01 });
        if self.continue_on_error {
            headers.insert(PREFER, CONTINUE);
        }
        Ok(Outgoing {
            method: Method::POST,
            url: self.client.url("$batch", &self.options.to_query())?,
            headers,
            body: RequestBody::from(body),
        })
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Batch({}, {} requests)", self.client.root(), self.len())
    }
}

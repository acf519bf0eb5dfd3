//! What a service answers to a change that was made.

use std::fmt;

use http::header::{ETAG, HeaderName, LOCATION};
use http::{Method, StatusCode};
use odata_core::descriptor::Usage;
use odata_core::transport::BoxFuture;
use url::Url;

use crate::client::{Answer, Client};
use crate::decode::{Structured, Value, keep_etag};
use crate::error::{Error, Result, shown_text};
use crate::json::Reader;
use crate::query::{EntityQuery, Reference, instead, is_entity, path_below};

const ENTITY_ID: HeaderName = HeaderName::from_static("odata-entityid");

/// What a service answers to a change that was made: which entity it is, where it is, which ETag it has now, and the entity
/// itself where it came.
///
/// # Example: the id of a new entity, without the entity
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// use odata::Changes;
/// let new = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
/// let saved = defender.library_files().insert(&new).minimal().send().await?;
/// println!("{:?} {:?} {:?}", saved.id(), saved.location(), saved.etag());
/// # Ok(())
/// # }
/// ```
pub struct Saved<E> {
    head: Head,
    id: Option<Reference<E>>,
    entity: Option<E>,
}

/// What the head of the answer says.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Where the answer came from.
    url: Url,
    /// Whether that is where the entity is.
    is_own: bool,
    status: StatusCode,
    etag: Option<String>,
    location: Option<String>,
    id: Option<String>,
}

impl Head {
    fn of(answer: &Answer, method: &Method) -> Self {
        let text = |name| answer.header(&name).map(str::to_owned);
        Head {
            url: answer.head.url.clone(),
            is_own: *method != Method::POST,
            status: answer.status(),
            etag: text(ETAG),
            location: text(LOCATION),
            id: text(ENTITY_ID),
        }
    }

    /// Where it is, for messages.
    fn at(&self) -> Option<String> {
        let at = self.location.as_deref().or(self.id.as_deref())?;
        Some(shown_text(at))
    }

    /// Where the entity can be read: where `Location` says if that is the service's, else by its id (Protocol 4.01, 8.3.2 and
    /// 8.3.4); what was changed is where it was changed. Nothing where neither is said.
    fn read_url(&self, client: &Client) -> Option<Url> {
        let location = self.location.as_deref();
        let location = location.and_then(|link| self.url.join(link).ok());
        if let Some(url) = location.filter(|url| client.trusts(url)) {
            return Some(url);
        }
        if self.is_own {
            return Some(self.url.clone());
        }
        let id = self.id.as_deref().filter(|id| !id.is_empty())?;
        if let Ok(path) = path_below(client.root(), id) {
            return client.url(&path, "").ok();
        }
        let by_id = client.entity::<crate::AnyEntity>(id);
        by_id.url().ok()
    }

    /// Reads the entity that did not come.
    fn read_back<'c>(&'c self, client: &'c Client) -> BoxFuture<'c, Result<Answer>> {
        Box::pin(async move {
            if self.status == StatusCode::ACCEPTED {
                let at = self.at();
                let at = at.map_or(String::new(), |at| {
                    format!("; how far it is it says at `{at}`")
                });
                return Err(Error::payload(format!(
                    "the service accepted the change (202), and does not say whether it was made{at}: `minimal()` gives that place, \
                     `respond_async()` waits"
                )));
            }
            let Some(url) = self.read_url(client) else {
                return Err(self.missing("it is not said where on this service it is"));
            };
            let got = client.clone().to(Usage::ReadByKey).get(url).await;
            got.map_err(|error| self.missing(&format!("reading it failed: {error}")))
        })
    }

    /// Why there is no entity though the change was made.
    fn missing(&self, why: &str) -> Error {
        let what = format!("the service did not send it back, and {why}");
        self.done(Error::payload(what))
    }

    /// The error of a change that was made all the same, unless it was but accepted.
    fn done(&self, error: Error) -> Error {
        match self.status {
            StatusCode::ACCEPTED => error,
            _ => error.of_done(self.at()),
        }
    }
}

/// Reads the answer to a change.
pub(super) fn saved<E: Structured>(answer: &Answer, method: &Method) -> Result<Saved<E>> {
    let head = Head::of(answer, method);
    Ok(Saved::new(head, entity(answer)?))
}

/// Reads the entity that an answer holds, with its ETag; nothing for an empty one.
pub(super) fn entity<E: Structured>(answer: &Answer) -> Result<Option<E>> {
    if answer.is_empty() {
        return Ok(None);
    }
    let mut reader = Reader::new(answer.json()?);
    let mut entity = E::default();
    let read = Value::read(&mut entity, &mut reader).and_then(|()| reader.end());
    read.map_err(|fault| instead(fault.into(), answer))?;
    is_entity(&entity, answer)?;
    if let Some(etag) = answer.header(&ETAG) {
        keep_etag(&mut entity, etag);
    }
    Ok(Some(entity))
}

impl<E> Saved<E> {
    fn new(head: Head, entity: Option<E>) -> Self
    where
        E: Structured,
    {
        let own = entity.as_ref().and_then(|entity| entity.extras().id());
        let id = head.id.as_deref().or(own).map(Reference::new);
        Saved { head, id, entity }
    }

    /// Which entity it is (`OData-EntityId`, or what the entity says of itself); nothing where the service does not say.
    pub fn id(&self) -> Option<&Reference<E>> {
        self.id.as_ref()
    }

    /// Where the entity is edited or read (`Location`), as the service wrote it.
    pub fn location(&self) -> Option<&str> {
        self.head.location.as_deref()
    }

    /// The ETag that it has after the change: that of the header, else that of the entity.
    pub fn etag(&self) -> Option<&str>
    where
        E: Structured,
    {
        let own = || self.entity.as_ref()?.extras().etag();
        self.head.etag.as_deref().or_else(own)
    }

    /// The entity after the change, where it came.
    pub fn entity(&self) -> Option<&E> {
        self.entity.as_ref()
    }

    /// The same for keeps.
    pub fn into_entity(self) -> Option<E> {
        self.entity
    }

    /// Whether the entity was there only since this request: 201, or 204 with a `Location` (Protocol 4.01, 11.4.2 and
    /// 11.4.4).
    pub fn is_created(&self) -> bool {
        match self.head.status {
            StatusCode::CREATED => true,
            StatusCode::NO_CONTENT => self.head.location.is_some(),
            _ => false,
        }
    }

    /// The entity where the service says that it is, with the ETag that it has now: to be read, changed again, or gone on
    /// from.
    ///
    /// # Errors
    /// When the service does not say where it is, or says a place that is not below its root.
    ///
    /// # Example: a second change without reading
    /// ```
    /// # use odata::Service as _;
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Changes;
    /// let new = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
    /// let saved = defender.library_files().insert(&new).minimal().send().await?;
    /// let more = Changes::new().set(LibraryFile::DESCRIPTION, "collects logs");
    /// saved.at(defender.client())?.update(&more).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn at(&self, client: &Client) -> Result<EntityQuery<E>>
    where
        E: Structured,
    {
        let location = self.location();
        let location = location.and_then(|link| self.head.url.join(link).ok());
        let location = location.map(|url| Reference::new(url.as_str()).at(client));
        let query = match (location, self.id()) {
            (Some(Ok(query)), _) => query,
            (_, Some(id)) => id.at(client)?,
            (Some(Err(error)), None) => return Err(error),
            (None, None) => {
                return Err(Error::link("the service did not say where the entity is"));
            }
        };
        Ok(query.with_etag(self.etag().map(str::to_owned)))
    }

    /// The entity, or all of it where there is none.
    pub(super) fn into_whole(mut self) -> Result<E, Box<Self>> {
        self.entity.take().ok_or_else(|| Box::new(self))
    }

    /// Why there is no entity.
    pub(super) fn missing(&self) -> Error {
        let why = "where it cannot be read by the same request";
        self.head.missing(why)
    }
}

/// The same with the entity, which is read.
pub(super) async fn with_entity<E: Structured>(
    client: &Client,
    saved: Saved<E>,
) -> Result<Saved<E>> {
    let mut head = saved.head;
    let answer = head.read_back(client).await?;
    let read = entity(&answer).map_err(|error| {
        let error = error.of_answer(&Method::GET, &answer.head);
        head.done(error)
    })?;
    let Some(read) = read else {
        return Err(head.missing("there is nothing where it says that it is"));
    };
    head.etag = None;
    Ok(Saved::new(head, Some(read)))
}

impl<E: Clone> Clone for Saved<E> {
    fn clone(&self) -> Self {
        Saved {
            head: self.head.clone(),
            id: self.id.clone(),
            entity: self.entity.clone(),
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Saved<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Saved")
            .field("id", &self.id)
            .field("location", &self.head.location)
            .field("etag", &self.head.etag)
            .field("entity", &self.entity)
            .finish_non_exhaustive()
    }
}

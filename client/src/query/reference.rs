//! Entities by their ids alone (Protocol 11.2.8; URL conventions 4.6 and 4.10).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use odata_core::url::{QueryOptions, decode};
use url::Url;

use super::entity::{EntityQuery, read};
use super::navigation::Navigation;
use super::options::Options;
use super::page::Page;
use super::resource::Resource;
use super::rows::{Rows, WholePage, page_request};
use super::shape::Shape;
use super::target::{One, Target};
use super::wishes::Wishes;
use crate::client::{Answer, Client};
use crate::decode::Structured;
use crate::error::{Error, Result, shown_text};
use crate::field::{DerivedFrom, Expandable, Select};
use crate::read::outgoing;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending, optional, takes_headers};
use crate::sight::Curl;

/// A reference to an entity of type `E`: its id, which most services make its URL.
///
/// # Example: which alerts a machine has, and then one of them
/// ```
/// # use odata::{Client, EntityQuery, Many, Navigation, Structured};
/// # async fn example<Machine: Structured, Alert: Structured>(client: &Client, machine: EntityQuery<Machine>, alerts: Navigation<Machine, Many<Alert>>)
/// # -> odata::Result<()> {
/// for reference in machine.navigate(alerts).references().send().await? {
///     println!("{} with the key {:?}", reference.id(), reference.key());
///     let alert: Alert = client.entity(&reference).send().await?;
/// }
/// # Ok(())
/// # }
/// ```
pub struct Reference<E> {
    id: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> Reference<E> {
    /// A reference to the entity with that id, absolute or relative to the root of the service.
    pub fn new(id: impl Into<String>) -> Self {
        Reference {
            id: id.into().into(),
            of: PhantomData,
        }
    }

    /// The id, as the service wrote it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What stands in the last parentheses of the id, such as `'a1'` or `source='edr',number=1`; nothing where the id has none,
    /// as where keys are segments.
    pub fn key(&self) -> Option<String> {
        let rest = self.id.trim_end_matches('/').strip_suffix(')')?;
        let segment = rest.rfind('/').map_or(0, |slash| slash + 1);
        let open = rest.get(segment..)?.find('(')? + segment;
        decode(rest.get(open + 1..)?).ok()
    }

    /// The entity at the URL that the id is: to be read, changed, or gone on from. The ids of some services are no URLs;
    /// [`Client::entity`] asks for those.
    ///
    /// # Errors
    /// When the id is no URL below the root of the service.
    pub fn at(&self, client: &Client) -> Result<EntityQuery<E>>
    where
        E: Structured,
    {
        let path = path(client.root(), &self.id)?;
        let info = One::<E>::PLAIN;
        let options = Options::none();
        Ok(EntityQuery::below(client, info, Arc::from(path), options))
    }
}

/// The path below the root that an id leads to.
pub(crate) fn path(root: &Url, id: &str) -> Result<String> {
    let url = root.join(id).map_err(|error| {
        Error::link(format!(
            "the entity-id `{}` is no URL: {error}",
            shown_text(id)
        ))
    })?;
    let is_plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let path = (is_plain && url.origin() == root.origin())
        .then(|| url.path().strip_prefix(root.path()))
        .flatten();
    match path {
        Some(path) if !path.is_empty() => Ok(path.to_owned()),
        _ => Err(Error::link(format!(
            "the entity-id `{}` is no URL below {root}; `Client::entity` asks the service for it",
            shown_text(id)
        ))),
    }
}

impl<E> From<&Reference<E>> for Reference<E> {
    fn from(reference: &Reference<E>) -> Self {
        reference.clone()
    }
}

macro_rules! ids {
    ($($text:ty),*) => {$(
        impl<E> From<$text> for Reference<E> {
            fn from(id: $text) -> Self {
                Reference::new(id)
            }
        }
    )*};
}

ids!(&str, &String, String);

impl<E> Clone for Reference<E> {
    fn clone(&self) -> Self {
        Reference {
            id: self.id.clone(),
            of: PhantomData,
        }
    }
}

impl<E> PartialEq for Reference<E> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<E> fmt::Debug for Reference<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({})", self.id)
    }
}

/// A question for references to many entities: `.../$ref` (Protocol 11.2.8).
#[must_use = "nothing is sent before `all`, `stream` or `send`"]
pub struct ReferenceQuery<E> {
    resource: Resource,
    of: PhantomData<fn() -> E>,
}

impl<E: 'static> ReferenceQuery<E> {
    pub(super) fn new(resource: Resource) -> Self {
        ReferenceQuery {
            resource,
            of: PhantomData,
        }
    }

    /// The URL that is asked first.
    ///
    /// # Errors
    /// As [`Query::url`](crate::Query::url).
    pub fn url(&self) -> Result<Url> {
        self.resource.url()
    }

    takes_headers!(resource.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(
            &self.resource.client,
            outgoing(self.url()?, Wishes::default()),
        )
    }

    /// One page, the first; [`all`](Self::all) and [`stream`](Self::stream) give every reference.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send).
    pub fn send(&self) -> impl Future<Output = Result<Page<Reference<E>>>> + use<E> {
        let (client, url) = (self.resource.client.clone(), self.url());
        WholePage::new(client, Shape::reference(), url, Wishes::default())
    }

    /// Every reference, of all pages together.
    ///
    /// # Errors
    /// As [`Query::all`](crate::Query::all).
    ///
    /// # Example
    /// ```
    /// # use odata::{Reference, doc_example::{Defender, LibraryFile}};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let ids: Vec<Reference<LibraryFile>> = defender.library_files().references().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    pub fn all(&self) -> impl Future<Output = Result<Vec<Reference<E>>>> + use<E> {
        let url = self.url();
        Rows::new(self.resource.client.clone(), url, Shape::reference()).all()
    }

    /// Every reference, page after page.
    pub fn stream(self) -> Rows<Reference<E>> {
        let url = self.url();
        Rows::new(self.resource.client, url, Shape::reference())
    }
}

impl<E> Sealed for ReferenceQuery<E> {}

/// The first page.
impl<E: 'static> Request for ReferenceQuery<E> {
    type Output = Page<Reference<E>>;

    fn prepare(&self) -> Result<Prepared<Page<Reference<E>>>> {
        let (client, url) = (&self.resource.client, self.url()?);
        Ok(page_request(
            client,
            Shape::reference(),
            url,
            Wishes::default(),
        ))
    }
}

impl<E> fmt::Debug for ReferenceQuery<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReferenceQuery({:?})", self.resource)
    }
}

/// A question for the reference to one entity: `.../$ref` (Protocol 11.2.8).
#[must_use = "nothing is sent before `send`"]
pub struct OneReferenceQuery<E> {
    resource: Resource,
    of: PhantomData<fn() -> E>,
}

impl<E: 'static> OneReferenceQuery<E> {
    pub(super) fn new(resource: Resource) -> Self {
        OneReferenceQuery {
            resource,
            of: PhantomData,
        }
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// As [`EntityQuery::url`].
    pub fn url(&self) -> Result<Url> {
        self.resource.url()
    }

    takes_headers!(resource.client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(
            &self.resource.client,
            outgoing(self.url()?, Wishes::default()),
        )
    }

    /// The reference; nothing where a navigation property leads to nothing.
    ///
    /// # Errors
    /// As [`EntityQuery::send`], except for a 404.
    pub fn send(&self) -> impl Future<Output = Result<Option<Reference<E>>>> + use<E> {
        Sending::from(self.prepare())
    }
}

impl<E> Sealed for OneReferenceQuery<E> {}

impl<E: 'static> Request for OneReferenceQuery<E> {
    type Output = Option<Reference<E>>;

    fn prepare(&self) -> Result<Prepared<Option<Reference<E>>>> {
        let read = |client: &Client, answer: Result<Answer>| {
            let Some(answer) = optional(answer)? else {
                return Ok(None);
            };
            read(client, &Shape::reference(), &answer)
                .map(Some)
                .map_err(|error| error.of_answer(&http::Method::GET, &answer.head))
        };
        let outgoing = outgoing(self.url()?, Wishes::default());
        Ok(Prepared::of_any(&self.resource.client, outgoing, read))
    }
}

impl<E> fmt::Debug for OneReferenceQuery<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OneReferenceQuery({:?})", self.resource)
    }
}

impl Client {
    /// The entity with that id, wherever it is kept: `$entity?$id=...` (URL conventions 4.10). Ids are what [`Reference`]
    /// and [`Extras::id`](crate::Extras::id) have.
    ///
    /// # Example
    /// ```
    /// # use odata::Service;
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let file = defender.client().entity::<LibraryFile>("libraryfiles('script1.ps1')").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn entity<E: Structured>(&self, id: impl Into<Reference<E>>) -> EntityById<E> {
        let Reference { id, .. } = id.into();
        let options = QueryOptions {
            custom: vec![("$id".to_owned(), id.to_string())],
            ..QueryOptions::default()
        };
        let info = One::<E>::PLAIN;
        let refused = id
            .as_ref()
            .is_empty()
            .then(|| "the entity-id is empty".to_owned());
        let query = EntityQuery::below(self, info, Arc::from("$entity"), options.into());
        EntityById(query.refused_if(refused))
    }
}

/// A question for the entity with a certain id, which is read as `T`.
#[derive(Debug)]
#[must_use = "nothing is asked before `send`"]
pub struct EntityById<E, T = E>(EntityQuery<E, T>);

impl<E: Structured> EntityById<E> {
    /// The entity as one of the derived type: `$entity/Ns.Derived?$id=...`.
    pub fn cast<D: DerivedFrom<E>>(self) -> EntityById<D> {
        EntityById(self.0.cast())
    }

    /// With what the navigation property leads to (`$expand`).
    pub fn expand<T: Target, R: Expandable<E>>(self, navigation: Navigation<E, T, R>) -> Self {
        EntityById(self.0.expand(navigation))
    }
}

impl<E, T: 'static> EntityById<E, T> {
    /// One more header: see [`Query::header`](crate::Query::header).
    pub fn header(self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        EntityById(self.0.header(name, value))
    }

    /// Only this property, or these (`$select`).
    pub fn select<S: Select<E, Output = U>, U>(self, selection: S) -> EntityById<E, U> {
        EntityById(self.0.select(selection))
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// As [`EntityQuery::url`].
    pub fn url(&self) -> Result<Url> {
        self.0.url()
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        self.0.as_curl()
    }

    /// The entity.
    ///
    /// # Errors
    /// As [`EntityQuery::send`].
    pub fn send(&self) -> impl Future<Output = Result<T>> + use<E, T> {
        self.0.send()
    }

    /// The entity, or nothing when there is none.
    ///
    /// # Errors
    /// As [`EntityQuery::send_optional`].
    pub fn send_optional(&self) -> impl Future<Output = Result<Option<T>>> + use<E, T> {
        self.0.send_optional()
    }
}

impl<E, T> Sealed for EntityById<E, T> {}

impl<E, T: 'static> Request for EntityById<E, T> {
    type Output = T;

    fn prepare(&self) -> Result<Prepared<T>> {
        self.0.prepare()
    }
}

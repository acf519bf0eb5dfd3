//! Asking for references in place of entities: `.../$ref` (Protocol 11.2.8).

use std::fmt;
use std::marker::PhantomData;

use url::Url;

use super::entity::read;
use super::page::Page;
use super::reference::Reference;
use super::resource::Resource;
use super::rows::{Rows, WholePage, page_request};
use super::shape::Shape;
use super::wishes::Wishes;
use crate::client::{Answer, Client};
use crate::error::Result;
use crate::read::outgoing;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending, optional, takes_terms};
use crate::sight::Curl;

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

    takes_terms!(resource.client);

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
    /// As [`EntityQuery::url`](crate::EntityQuery::url).
    pub fn url(&self) -> Result<Url> {
        self.resource.url()
    }

    takes_terms!(resource.client);

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
    /// As [`EntityQuery::send`](crate::EntityQuery::send), except for a 404.
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

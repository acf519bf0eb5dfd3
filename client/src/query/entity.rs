//! Asking for one entity.

mod changes;
mod edit;
mod property;
mod select;
mod typed;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::Method;
use http::header::ETAG;
use odata_core::descriptor::{EntitySetInfo, TypeInfo, Usage};
use odata_core::edm::Literal;
use odata_core::transport::RequestBody;
use odata_core::url::{encode_segment, key_predicate, key_segments};
use url::Url;

use super::call::{Call, OnEntity, Place};
use super::expand::{Coming, IntoExpand};
use super::instead::instead;
use super::links::Links;
use super::navigation::Navigation;
use super::options::Options;
use super::refusals::Refusals;
use super::restriction;
use super::shape::Shape;
use super::target::Target;
use super::wishes::Wishes;
use crate::client::{Answer, Client, Outgoing};
use crate::decode::{Extras, Structured};
use crate::error::Result;
use crate::json::{Manner, Reader};
use crate::read::outgoing;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, Sending, optional};
use crate::sight::Curl;
pub use edit::Edit;

/// A question for the entity with a certain key, which is read as `T`.
#[must_use = "nothing is sent before `send`"]
pub struct EntityQuery<E, T = E> {
    pub(super) client: Client,
    info: &'static EntitySetInfo,
    path: Arc<str>,
    options: Options,
    etag: Option<String>,
    /// Why it is not changed without one, if so.
    unknown: Option<String>,
    shape: Shape<T>,
    pub(super) wishes: Wishes,
    /// Said when the query is sent.
    refusals: Refusals,
    /// The type that the entity is cast to.
    cast: Option<&'static TypeInfo>,
    /// Whether a navigation property leads to it, or to the collection that it is one of.
    related: bool,
    /// What the service says of where it is.
    links: Option<Arc<Links>>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Structured> EntityQuery<E> {
    pub(super) fn new(
        client: &Client,
        info: &'static EntitySetInfo,
        set: &str,
        key: Vec<Literal>,
        cast: Option<&'static TypeInfo>,
        etag: Option<String>,
    ) -> Self {
        let path = keyed(set, info, E::INFO.key, key);
        EntityQuery::at(client, info, path, cast, etag)
    }

    /// The one at that path, cast to that type.
    pub(super) fn at(
        client: &Client,
        info: &'static EntitySetInfo,
        mut path: String,
        cast: Option<&'static TypeInfo>,
        etag: Option<String>,
    ) -> Self {
        if let Some(ty) = cast {
            path.push('/');
            path.push_str(&encode_segment(ty.name));
        }
        let one = EntityQuery::below(client, info, Arc::from(path), Options::none());
        EntityQuery {
            client: one.client.to(Usage::ReadByKey),
            etag,
            cast,
            ..one
        }
    }

    /// The one that was read before, where the service said that it is (OData JSON 4.0, 4.5.8).
    pub(super) fn linked(mut self, extras: &Extras) -> Self {
        if let Some(links) = Links::of(self.client.root(), extras) {
            if let Some(read) = &links.read {
                self.path = Arc::from(read.as_str());
            }
            self.links = Some(Arc::new(links));
        }
        self
    }

    /// The same below a path that has a cast in it.
    pub(super) fn of_type(self, cast: Option<&'static TypeInfo>) -> Self {
        EntityQuery { cast, ..self }
    }

    /// The same, as what a navigation property leads to, or not.
    pub(super) fn of_navigation(self, related: bool) -> Self {
        EntityQuery { related, ..self }
    }

    /// Whether a navigation property leads to it, or to the collection that it is one of.
    pub(super) fn is_related(&self) -> bool {
        self.related
    }

    /// The same, with options of the service's own, or arguments of a function.
    pub(super) fn with(mut self, custom: Vec<(String, String)>) -> Self {
        self.options.custom.extend(custom);
        self
    }

    /// The same, one of what is asked there.
    pub(super) fn inheriting(self, refusals: &Refusals) -> Self {
        let refusals = refusals.clone();
        EntityQuery { refusals, ..self }
    }

    /// The same, not sent if there is a reason.
    pub(super) fn refused_if(mut self, why: Option<String>) -> Self {
        self.refuse(why);
        self
    }

    pub(super) fn below(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Options,
    ) -> Self {
        EntityQuery {
            client: client.of(info),
            info,
            path,
            options,
            etag: None,
            unknown: None,
            shape: Shape::whole(),
            wishes: Wishes::default(),
            refusals: Refusals::default(),
            cast: None,
            related: false,
            links: None,
            entity: PhantomData,
        }
    }
}

impl<E: Structured> EntityQuery<E> {
    /// The singleton of that description (CSDL 13.3); generated code gives it out.
    pub fn singleton(client: &Client, info: &'static EntitySetInfo) -> Self {
        let path = encode_segment(info.name);
        EntityQuery::below(client, info, Arc::from(path), Options::none())
    }

    /// Follows a navigation property: to a [`Query`](crate::Query) where it leads to many, to one entity else.
    pub fn navigate<T: Target, R>(&self, navigation: Navigation<E, T, R>) -> T::Asked {
        let arguments = self.options.custom.clone();
        let links = self.links.as_ref();
        let asked = match links.and_then(|links| links.navigation(navigation.name())) {
            Some(path) => navigation.at(&self.client, path.to_owned(), arguments),
            None => navigation.below(&self.client, &self.path, arguments),
        };
        T::unless(asked, self.refusals.wrong())
    }

    /// With what the navigation property leads to (`$expand`): it is read into the entity's field of that name.
    ///
    /// # Example
    /// ```
    /// # use odata::{EntityQuery, Many, Navigation, Structured};
    /// # async fn example<Machine: Structured, Alert: Structured>(machine: EntityQuery<Machine>, alerts: Navigation<Machine, Many<Alert>>)
    /// # -> odata::Result<()> {
    /// let machine = machine.expand(alerts).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn expand(mut self, navigation: impl IntoExpand<E>) -> Self {
        let Coming { item, standing } = navigation.into_expand();
        self.is_wrong(standing.why());
        if !standing.unchecked {
            self.refuse(restriction::of_expand(self.info, self.cast, &item));
        }
        self.options.expand.retain(|known| known.path != item.path);
        self.options.expand.push(item);
        self
    }

    /// Calls a function or an action on it: of its type, or of the type that this extends. An ETag that is known from reading the entity goes along with an action.
    pub fn call<C: Call<OnEntity<E>, How>, How>(&self, call: C) -> C::Asked {
        let arguments = self.options.custom.clone();
        call.on(Place {
            etag: self.etag.clone(),
            wrong: self.refusals.wrong(),
            ..Place::new(&self.client, self.path.clone(), arguments)
        })
    }
}

impl<E, T> EntityQuery<E, T> {
    /// What is known of what is asked.
    pub(super) fn known(&self) -> &'static EntitySetInfo {
        self.info
    }

    /// What is wrong with it, whatever the service supports.
    pub(super) fn is_wrong(&mut self, why: Option<String>) {
        self.refusals.is_wrong(why);
    }

    /// The same, not sent if something is wrong.
    pub(super) fn wrong_if(mut self, why: Option<String>) -> Self {
        self.is_wrong(why);
        self
    }

    pub(super) fn refuse(&mut self, why: Option<String>) {
        self.refusals.is_unsupported(why);
    }

    /// Sends what is asked, or changed, also where the service says that it does not support it.
    pub fn unchecked(mut self) -> Self {
        self.refusals.lift();
        self
    }

    /// The URL that is asked.
    ///
    /// # Errors
    /// When the service says that it does not support what is asked, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        self.checked_url(&self.path)
    }

    fn checked_url(&self, path: &str) -> Result<Url> {
        self.refusals.check()?;
        self.client.url(path, &self.options.to_query())
    }

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(&self.client, outgoing(self.url()?, self.wishes))
    }
}

impl<E, T: 'static> EntityQuery<E, T> {
    /// The entity.
    ///
    /// # Errors
    /// When there is none ([`is_not_found`](crate::Error::is_not_found)), and as [`Query::send`](crate::Query::send).
    pub fn send(&self) -> impl Future<Output = Result<T>> + use<E, T> {
        Sending::from(self.prepare())
    }

    /// The entity, or nothing when there is none: a key that is not found, or a navigation property that leads to nothing
    /// (204; Protocol 11.2.6).
    ///
    /// # Errors
    /// As [`send`](Self::send), except for a 404.
    pub fn send_optional(&self) -> impl Future<Output = Result<Option<T>>> + use<E, T> {
        Sending::from(self.prepare_optional())
    }

    fn outgoing(&self) -> Result<Outgoing> {
        Ok(Outgoing {
            method: Method::GET,
            url: self.url()?,
            headers: self.wishes.headers(),
            body: RequestBody::empty(),
        })
    }

    fn prepare_optional(&self) -> Result<Prepared<Option<T>>> {
        let (shape, manner) = (self.shape.clone(), self.wishes.manner());
        let outgoing = self.outgoing()?;
        let read = move |client: &Client, answer| {
            let Some(answer) = optional(answer)? else {
                return Ok(None);
            };
            read_in(client, manner, &shape, &answer)
                .map(Some)
                .map_err(|error| error.of_answer(&Method::GET, &answer.head))
        };
        Ok(Prepared::of_any(&self.client, outgoing, read))
    }
}

impl<E, T> Sealed for EntityQuery<E, T> {}

impl<E, T: 'static> Request for EntityQuery<E, T> {
    type Output = T;

    fn prepare(&self) -> Result<Prepared<T>> {
        let (shape, manner) = (self.shape.clone(), self.wishes.manner());
        let read = move |client: &Client, answer: &Answer| read_in(client, manner, &shape, answer);
        Ok(Prepared::new(&self.client, self.outgoing()?, read))
    }
}

/// The path of a set with a key.
fn keyed(
    set: &str,
    info: &EntitySetInfo,
    names: &'static [&'static str],
    key: Vec<Literal>,
) -> String {
    match info.key_as_segment.then(|| key_segments(&key)).flatten() {
        Some(segments) => [set, "/", &segments].concat(),
        None => {
            let named: Vec<(&str, Literal)> = names.iter().copied().zip(key).collect();
            [set, &key_predicate(&named)].concat()
        }
    }
}

/// Reads an answer as one entity.
pub(super) fn read<T>(client: &Client, shape: &Shape<T>, answer: &Answer) -> Result<T> {
    read_in(client, Manner::default(), shape, answer)
}

fn read_in<T>(client: &Client, manner: Manner, shape: &Shape<T>, answer: &Answer) -> Result<T> {
    let text = answer.json()?;
    let mut reader = Reader::new(text);
    reader.manner = manner;
    reader.orders = client.lend();
    // An entity is large: it stays where it is read to.
    let mut read = shape.decode_alone(&mut reader);
    if let Ok(value) = &mut read {
        match reader.end() {
            Ok(()) => match shape.is_what_was_asked(value, text, answer) {
                Ok(()) => {
                    if let Some(etag) = answer.header(&ETAG) {
                        shape.keep_etag(value, etag);
                    }
                }
                Err(error) => read = Err(error),
            },
            Err(fault) => read = Err(fault.into()),
        }
    } else {
        read = read.map_err(|error| instead(error, answer));
    }
    client.take_back(reader.orders);
    read
}

impl<E, T> fmt::Debug for EntityQuery<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntityQuery({}{})", self.client.root(), self.path)
    }
}

//! An entity set: where questions and changes begin.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use odata_core::descriptor::{EntitySetInfo, TypeInfo, Usage};
use odata_core::edm::Literal;
use odata_core::expr::Search;
use odata_core::url::encode_segment;

use super::alternate_key::AlternateKey;
use super::call::{Call, OnSet, Place};
use super::collection::Query;
use super::entity::EntityQuery;
use super::expand::IntoExpand;
use super::key::{Entity, IntoKey};
use super::options::Options;
use super::page::Page;
use super::reference_query::ReferenceQuery;
use super::restriction;
use super::rows::Rows;
use super::total::TotalQuery;
use crate::change::{Changes, Content, Insert};
use crate::client::Client;
use crate::decode::Structured;
use crate::error::Result;
use crate::expr::ExprError;
use crate::field::{DerivedFrom, IntoFilter, IntoOrder, Select, Selection};
use crate::sight::Curl;

/// An entity set of a service (CSDL 13.2): what can be asked of it starts here.
///
/// Generated code gives it out: `defender.library_files()`.
#[must_use = "nothing is asked of it yet"]
pub struct EntitySet<E> {
    client: Client,
    info: &'static EntitySetInfo,
    /// The type that the set is cast to.
    cast: Option<&'static TypeInfo>,
    unchecked: bool,
    entity: PhantomData<fn() -> E>,
}

impl<E> EntitySet<E> {
    /// What is known of it.
    pub(super) fn known(&self) -> &'static EntitySetInfo {
        self.info
    }
}

impl<E: Structured> EntitySet<E> {
    /// The entity set of that description.
    pub fn new(client: &Client, info: &'static EntitySetInfo) -> Self {
        EntitySet {
            client: client.of(info),
            info,
            cast: None,
            unchecked: false,
            entity: PhantomData,
        }
    }

    /// What is known of it: its name, who may read it, how often.
    pub fn info(&self) -> &'static EntitySetInfo {
        self.info
    }

    pub(super) fn is_cast(&self) -> bool {
        self.cast.is_some()
    }

    fn path(&self) -> String {
        encode_segment(self.info.name)
    }

    /// The path below which it is of the type that it is cast to.
    fn cast_path(&self) -> Arc<str> {
        match self.cast {
            Some(ty) => Arc::from(format!("{}/{}", self.path(), encode_segment(ty.name))),
            None => Arc::from(self.path()),
        }
    }

    /// In expressions, below `$root`.
    pub(super) fn root_path(&self, key: &str) -> String {
        match self.cast {
            Some(ty) => format!("{}{key}/{}", self.info.name, ty.name),
            None => format!("{}{key}", self.info.name),
        }
    }

    /// All of it. The methods below start from here.
    pub fn query(&self) -> Query<E> {
        let options = Options::none();
        let query =
            Query::below(&self.client, self.info, self.cast_path(), options).of_type(self.cast);
        match self.unchecked {
            true => query.unchecked(),
            false => query,
        }
    }

    /// Those of its entities that are of the derived type, as that type: `Set/Ns.Derived` (URL conventions 4.11).
    ///
    /// An entity of it is `Set(key)/Ns.Derived`. One that is inserted says that it is of that type.
    ///
    /// # Example
    /// ```
    /// # use odata::{DerivedFrom, EntitySet, Entity, IntoKey};
    /// # async fn example<Machine: Entity, Server: Entity<Key = String> + DerivedFrom<Machine>>(machines: EntitySet<Machine>)
    /// # -> odata::Result<()> {
    /// let servers = machines.cast::<Server>().top(5).send().await?;
    /// let server: Server = machines.cast::<Server>().by_key("m2").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cast<D: DerivedFrom<E>>(&self) -> EntitySet<D> {
        EntitySet {
            client: self.client.clone(),
            info: self.info,
            cast: Some(D::INFO),
            unchecked: self.unchecked,
            entity: PhantomData,
        }
    }

    /// The same set, of which nothing is refused that the service says it does not support: for a service that does
    /// more than it says. It holds for what is asked of it afterwards, and for changes.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::Defender;
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let files = defender.library_files().unchecked().top(50_000).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unchecked(&self) -> EntitySet<E> {
        EntitySet {
            unchecked: true,
            ..self.clone()
        }
    }

    /// Calls a function or an action on it: of its type, or of the type that this extends.
    pub fn call<C: Call<OnSet<E>, How>, How>(&self, call: C) -> C::Asked {
        call.on(Place::new(&self.client, self.cast_path(), Vec::new()))
    }

    /// Those that the filter is true for: [`Query::filter`].
    pub fn filter(&self, filter: impl IntoFilter<E>) -> Query<E> {
        self.query().filter(filter)
    }

    /// Those that the text of a filter is true for, checked against the schema: [`Query::filter_text`].
    ///
    /// # Errors
    /// As [`Query::filter_text`].
    pub fn filter_text(&self, text: &str) -> Result<Query<E>, ExprError> {
        self.query().filter_text(text)
    }

    /// In that order: [`Query::order_by`].
    pub fn order_by(&self, order: impl IntoOrder<E>) -> Query<E> {
        self.query().order_by(order)
    }

    /// Only these properties: [`Query::select`].
    pub fn select<S: Select<E, Output = U>, U>(&self, selection: S) -> Query<E, U> {
        self.query().select(selection)
    }

    /// Only what the struct has: [`Query::select_as`].
    pub fn select_as<U: Selection<E>>(&self) -> Query<E, U> {
        self.query().select_as()
    }

    /// With what the navigation property leads to: [`Query::expand`].
    pub fn expand(&self, navigation: impl IntoExpand<E>) -> Query<E> {
        self.query().expand(navigation)
    }

    /// No more than so many: [`Query::top`].
    pub fn top(&self, top: u64) -> Query<E> {
        self.query().top(top)
    }

    /// Without the first so many: [`Query::skip`].
    pub fn skip(&self, skip: u64) -> Query<E> {
        self.query().skip(skip)
    }

    /// Those that the words are found in: [`Query::search`].
    pub fn search(&self, words: impl Into<Search>) -> Query<E> {
        self.query().search(words)
    }

    /// With the number of all rows: [`Query::count`].
    pub fn count(&self) -> Query<E> {
        self.query().count()
    }

    /// How many there are, and nothing else: [`Query::total`].
    pub fn total(&self) -> TotalQuery {
        self.query().total()
    }

    /// The ids of its entities, and nothing else of them: [`Query::references`].
    pub fn references(&self) -> ReferenceQuery<E> {
        self.query().references()
    }

    /// With an option of the service's own: [`Query::option`].
    pub fn option(&self, name: impl Into<String>, value: impl Into<String>) -> Query<E> {
        self.query().option(name, value)
    }

    /// With one more header: [`Query::header`].
    pub fn header(
        &self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Query<E> {
        self.query().header(name, value)
    }

    /// How long an answer is waited for: [`Query::patience`].
    pub fn patience(&self, time: Duration) -> Query<E> {
        self.query().patience(time)
    }

    /// The request for the first page as a command line of curl: [`Query::as_curl`].
    ///
    /// # Errors
    /// As [`Query::url`].
    pub fn as_curl(&self) -> Result<Curl> {
        self.query().as_curl()
    }

    /// One page of it, the first: [`Query::send`]. [`all`](Self::all) and [`stream`](Self::stream) give everything.
    ///
    /// # Errors
    /// As [`Query::send`].
    pub fn send(&self) -> impl Future<Output = Result<Page<E>>> + use<E> {
        self.query().send()
    }

    /// All of it, the rows of all pages together: [`Query::all`].
    ///
    /// # Errors
    /// As [`Query::all`].
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let files: Vec<LibraryFile> = defender.library_files().all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    #[doc(alias = "to_vec")]
    pub fn all(&self) -> impl Future<Output = Result<Vec<E>>> + use<E> {
        self.query().all()
    }

    /// All of it, page after page: [`Query::stream`].
    pub fn stream(&self) -> Rows<E> {
        self.query().stream()
    }

    /// The entity with that key.
    ///
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let file: LibraryFile = defender.library_files().by_key("script1.ps1").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn by_key<K: IntoKey<E::Key>>(&self, key: K) -> EntityQuery<E>
    where
        E: Entity,
    {
        self.entity(key.into_key(), None)
    }

    /// The entity with that value of an alternate key (Core.AlternateKeys): `people(ssn='123')`.
    ///
    /// # Example
    /// ```
    /// # use odata::{AlternateKey, EntitySet, Structured};
    /// # async fn example<Person: Structured>(people: EntitySet<Person>, by_ssn: AlternateKey<Person, String>) -> odata::Result<()> {
    /// // Generated code has `Person::BY_SSN` where the service declares it.
    /// let person: Option<Person> = people.by_alternate_key(by_ssn, "123-45-6789").send_optional().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn by_alternate_key<K>(
        &self,
        key: AlternateKey<E, K>,
        value: impl IntoKey<K>,
    ) -> EntityQuery<E> {
        let path = format!("{}{}", self.path(), key.predicate(value));
        let one = EntityQuery::at(&self.client, self.info, path, self.cast, None);
        self.checked(one)
    }

    fn entity(&self, key: Vec<Literal>, etag: Option<String>) -> EntityQuery<E> {
        let one = EntityQuery::new(&self.client, self.info, &self.path(), key, self.cast, etag);
        self.checked(one)
    }

    fn checked(&self, one: EntityQuery<E>) -> EntityQuery<E> {
        match self.unchecked {
            true => one.unchecked(),
            false => one,
        }
    }

    /// The entity that was read before: the one with its key, and for changes with its ETag. Where the service said where
    /// the entity is, or what its navigation properties lead to (`@odata.editLink` and the like), it is asked there.
    pub fn by_entity(&self, entity: &E) -> EntityQuery<E>
    where
        E: Entity,
        E::Key: IntoKey<E::Key>,
    {
        let etag = entity.etag().map(str::to_owned);
        self.entity(entity.key().into_key(), etag)
            .linked(entity.extras())
    }

    /// Inserts an entity with what was set.
    ///
    /// ```
    /// # use odata::doc_example::{Defender, LibraryFile};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// use odata::Changes;
    /// let new = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1").set(LibraryFile::HAS_PARAMETERS, false);
    /// let file = defender.library_files().insert(&new).send().await?;
    /// println!("{:?}", file.odata.etag());
    /// # Ok(())
    /// # }
    /// ```
    pub fn insert(&self, changes: &Changes<E>) -> Insert<E> {
        let allowed = match self.unchecked {
            true => Ok(()),
            false => restriction::insert(self.info, self.cast, changes, self.client.version()),
        };
        let url = allowed.and_then(|()| self.client.url(&self.path(), ""));
        let type_name = self.cast.map(|ty| ty.name);
        Insert::new(&self.client, url, changes, type_name)
    }

    /// Inserts a media entity, which is made of its bytes (Protocol 4.01, 11.4.7.1); what else it holds is changed afterwards.
    ///
    /// # Example
    /// ```
    /// # use odata::{Entity, EntitySet};
    /// # async fn example<Photo: Entity>(photos: EntitySet<Photo>, png: Vec<u8>) -> odata::Result<()> {
    /// use odata::Content;
    /// let photo = photos.insert_media(Content::bytes("image/png", png).slug("alps.png")).send().await?;
    /// println!("{:?}", photo.extras().media());
    /// # Ok(())
    /// # }
    /// ```
    pub fn insert_media(&self, content: Content) -> Insert<E> {
        let allowed = match self.unchecked {
            true => Ok(()),
            false => restriction::change(self.info, Usage::Insert),
        };
        let url = allowed.and_then(|()| self.client.url(&self.path(), ""));
        Insert::media(&self.client, url, content)
    }
}

impl<E> fmt::Debug for EntitySet<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntitySet({}{})", self.client.root(), self.info.name)
    }
}

impl<E> Clone for EntitySet<E> {
    fn clone(&self) -> Self {
        EntitySet {
            client: self.client.clone(),
            info: self.info,
            cast: self.cast,
            unchecked: self.unchecked,
            entity: PhantomData,
        }
    }
}

//! Asking an entity set.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::descriptor::{EntitySetInfo, Usage};
use odata_core::expr::Search;
use odata_core::url::{QueryOptions, encode_segment};
use url::Url;

use super::entity::EntityQuery;
use super::function::{FunctionCall, OnSet};
use super::key::{Entity, IntoKey};
use super::page::Page;
use super::restriction;
use super::rows::{Rows, ask};
use super::shape::Shape;
use super::target::Target;
use crate::change::{Changes, Insert};
use crate::client::{Answer, Client};
use crate::decode::{Structured, read_page};
use crate::error::{Error, Result};
use crate::expr::ExprError;
use crate::field::{Filter, IntoFilter, IntoOrder, Select};

/// An entity set of a service (CSDL 13.2): what can be asked of it starts here.
///
/// Generated code gives it out: `defender.library_files()`.
#[derive(Clone)]
pub struct EntitySet<E> {
    client: Client,
    info: &'static EntitySetInfo,
    path: Arc<str>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Structured> EntitySet<E> {
    /// The entity set of that description.
    pub fn new(client: &Client, info: &'static EntitySetInfo) -> Self {
        EntitySet {
            client: client.clone(),
            info,
            path: Arc::from(encode_segment(info.name)),
            entity: PhantomData,
        }
    }

    /// What is known of it: its name, who may read it, how often.
    pub fn info(&self) -> &'static EntitySetInfo {
        self.info
    }

    /// All of it. The methods below start from here.
    pub fn query(&self) -> Query<E> {
        Query::below(
            &self.client,
            self.info,
            self.path.clone(),
            QueryOptions::default(),
        )
    }

    /// Calls a function on it.
    pub fn call<R: Target>(&self, call: FunctionCall<OnSet<E>, R>) -> R::Asked {
        call.below(&self.client, &self.path)
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

    /// No more than so many: [`Query::top`].
    pub fn top(&self, top: u64) -> Query<E> {
        self.query().top(top)
    }

    /// Without the first so many: [`Query::skip`].
    pub fn skip(&self, skip: u64) -> Query<E> {
        self.query().skip(skip)
    }

    /// Those that the words are found in: [`Query::search`].
    pub fn search(&self, words: impl Into<String>) -> Query<E> {
        self.query().search(words)
    }

    /// With the number of all rows: [`Query::count`].
    pub fn count(&self) -> Query<E> {
        self.query().count()
    }

    /// With an option of the service's own: [`Query::option`].
    pub fn option(&self, name: impl Into<String>, value: impl Into<String>) -> Query<E> {
        self.query().option(name, value)
    }

    /// The first page of all of it: [`Query::send`].
    ///
    /// # Errors
    /// As [`Query::send`].
    pub fn send(&self) -> impl Future<Output = Result<Page<E>>> + use<E> {
        self.query().send()
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
        EntityQuery::new(&self.client, self.info, &self.path, key.into_key(), None)
    }

    /// The entity that was read before: the one with its key, and for changes with its ETag.
    pub fn by_entity(&self, entity: &E) -> EntityQuery<E>
    where
        E: Entity,
        E::Key: IntoKey<E::Key>,
    {
        let etag = entity.etag().map(str::to_owned);
        EntityQuery::new(
            &self.client,
            self.info,
            &self.path,
            entity.key().into_key(),
            etag,
        )
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
        let url = self.client.url(&self.path, "");
        let url = restriction::change(self.info, Usage::Insert, url);
        Insert::new(self.client.clone(), url, changes)
    }
}

impl<E> fmt::Debug for EntitySet<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntitySet({}{})", self.client.root(), self.info.name)
    }
}

/// A question to an entity set of `E`, whose rows are read as `T`.
///
/// Nothing is sent before [`send`](Self::send) or [`stream`](Self::stream). A query can be cloned and sent again.
///
/// # Example: filtered, sorted, two properties only
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let page = defender
///     .library_files()
///     .filter(LibraryFile::FILE_NAME.ends_with(".ps1"))
///     .order_by(LibraryFile::LAST_UPDATED_TIME.desc())
///     .select((LibraryFile::FILE_NAME, LibraryFile::SHA256))
///     .top(20)
///     .send()
///     .await?;
/// for (file_name, sha256) in page {
///     println!("{file_name} {}", sha256.unwrap_or_default());
/// }
/// # Ok(())
/// # }
/// ```
pub struct Query<E, T = E> {
    client: Client,
    info: &'static EntitySetInfo,
    path: Arc<str>,
    options: QueryOptions,
    shape: Shape<T>,
    /// What the set does not support of what was asked, said when the query is sent.
    refused: Option<String>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Structured> Query<E> {
    pub(super) fn below(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: QueryOptions,
    ) -> Self {
        Query {
            client: client.clone(),
            info,
            path,
            options,
            shape: Shape::whole(),
            refused: None,
            entity: PhantomData,
        }
    }
}

impl<E, T> Query<E, T> {
    /// Only those that the filter is true for (`$filter`). A second filter narrows the first.
    #[must_use]
    pub fn filter(mut self, filter: impl IntoFilter<E>) -> Self {
        let filter = filter.into_filter();
        if !filter.is_unchecked() {
            self.refuse(restriction::of_filter(self.info, filter.expr()));
        }
        let filter = match self.options.filter.take() {
            Some(before) => Filter::new(before).and(filter),
            None => filter,
        };
        self.options.filter = Some(filter.into_expr());
        self
    }

    /// Only those that the text of a filter is true for, each name and type checked against the schema.
    ///
    /// # Errors
    /// When the text does not fit; the error shows it with a caret under the fault.
    pub fn filter_text(self, text: &str) -> Result<Self, ExprError> {
        let scope = odata_core::descriptor::TypeScope::of_set(self.info);
        let expr = odata_core::expr::parse(text, &scope)?;
        Ok(self.filter(Filter::new(expr)))
    }

    /// In that order (`$orderby`). A second order sorts what the first leaves equal.
    #[must_use]
    pub fn order_by(mut self, order: impl IntoOrder<E>) -> Self {
        let order = order.into_order();
        if !order.unchecked {
            self.refuse(restriction::of_order(self.info, &order.item.by));
        }
        self.options.order_by.push(order.item);
        self
    }

    /// Only this property, or these (`$select`): the rows are then values, or tuples of values.
    #[must_use]
    pub fn select<S: Select<E, Output = U>, U>(mut self, selection: S) -> Query<E, U> {
        if !selection.is_unchecked() {
            self.refuse(restriction::of_select(self.info));
        }
        let shape = Shape::selection::<E, S>(&selection);
        let mut options = self.options;
        options.select = shape.asked();
        Query {
            client: self.client,
            info: self.info,
            path: self.path,
            options,
            shape,
            refused: self.refused,
            entity: PhantomData,
        }
    }

    /// No more than so many rows, on all pages together (`$top`).
    #[must_use]
    pub fn top(mut self, top: u64) -> Self {
        self.options.top = Some(top);
        self
    }

    /// Without the first so many rows (`$skip`).
    #[must_use]
    pub fn skip(mut self, skip: u64) -> Self {
        self.options.skip = Some(skip);
        self
    }

    /// Only those that a word or phrase is found in (`$search`); how it is looked for is up to the service.
    #[must_use]
    pub fn search(mut self, words: impl Into<String>) -> Self {
        self.options.search = Some(Search::Term(words.into().into()));
        self
    }

    /// Only those that a search expression finds (`$search` with `AND`, `OR`, `NOT`).
    ///
    /// # Errors
    /// When the text is no search expression.
    pub fn search_text(mut self, text: &str) -> Result<Self, ExprError> {
        self.options.search = Some(odata_core::expr::parse_search(text)?);
        Ok(self)
    }

    /// With the number of rows on all pages (`$count=true`): [`Page::count`].
    #[must_use]
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }

    /// An option of the service's own, as `name=value`; both are percent-encoded.
    #[must_use]
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.custom.push((name.into(), value.into()));
        self
    }

    fn refuse(&mut self, why: Option<String>) {
        self.refused = self.refused.take().or(why);
    }

    /// The URL that is asked first.
    ///
    /// # Errors
    /// When the service says that it does not support what is asked, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        if let Some(why) = &self.refused {
            return Err(Error::refused(why.clone()));
        }
        if let Some(why) = restriction::of_options(self.info, &self.options) {
            return Err(Error::refused(why));
        }
        if let (Some(top), Some(max)) = (self.options.top, self.info.max_top)
            && top > max
        {
            return Err(Error::refused(format!(
                "`$top` of `{}` is at most {max}, and {top} were asked for",
                self.info.name
            )));
        }
        self.client.url(&self.path, &self.options.to_query())
    }

    /// The first page. The service decides how long a page is; [`stream`](Self::stream) reads them all.
    ///
    /// # Errors
    /// When the service answers with an error, cannot be reached, or answers something that does not fit the schema.
    pub fn send(&self) -> impl Future<Output = Result<Page<T>>> + use<E, T> {
        let (client, shape, url) = (self.client.clone(), self.shape.clone(), self.url());
        async move { ask(client, shape, url?).await.map(|(page, _)| page) }
    }

    /// Every row, page after page: next links are followed until there is none.
    pub fn stream(self) -> Rows<T>
    where
        T: odata_core::transport::MaybeSend + 'static,
    {
        let url = self.url();
        Rows::new(self.client.clone(), url, self.shape)
    }
}

/// Reads an answer as a page.
pub(super) fn read<T>(shape: &Shape<T>, answer: &Answer) -> Result<Page<T>> {
    let mut items = Vec::new();
    let envelope = read_page(answer.json()?, &mut |reader| {
        items.push(shape.read(reader)?);
        Ok(())
    })?;
    Ok(Page {
        items,
        count: envelope.count,
        next_link: envelope.next_link,
        context: envelope.context,
    })
}

impl<E, T> Clone for Query<E, T> {
    fn clone(&self) -> Self {
        Query {
            client: self.client.clone(),
            info: self.info,
            path: self.path.clone(),
            options: self.options.clone(),
            shape: self.shape.clone(),
            refused: self.refused.clone(),
            entity: PhantomData,
        }
    }
}

impl<E, T> fmt::Debug for Query<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values of options of the service's own may be secrets.
        let mut options = self.options.clone();
        for (_, value) in &mut options.custom {
            "...".clone_into(value);
        }
        let (root, name) = (self.client.root(), &self.path);
        write!(f, "Query({root}{name}?{})", options.to_query())
    }
}

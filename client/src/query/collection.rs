//! Asking for many: an entity set, or another collection.

mod below;
mod changes;
mod select;
mod send;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use odata_core::descriptor::{EntitySetInfo, TypeInfo};
use odata_core::edm::Literal;
use odata_core::expr::Search;
use odata_core::url::encode_segment;
use url::Url;

use super::expand::{Coming, IntoExpand};
use super::options::{Options, sort};
use super::refusals::Refusals;
use super::restriction;
use super::shape::Shape;
use super::wishes::Wishes;
use crate::client::Client;
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::expr::ExprError;
use crate::field::{DerivedFrom, Filter, IntoFilter, IntoOrder};

/// A question to an entity set of `E`, whose rows are read as `T`.
///
/// Nothing is sent before [`all`](Self::all), [`stream`](Self::stream) or [`send`](Self::send), which gives one page. A query can be cloned and sent again.
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
#[must_use = "nothing is sent before `all`, `stream` or `send`"]
pub struct Query<E, T = E> {
    pub(super) client: Client,
    info: &'static EntitySetInfo,
    path: Arc<str>,
    pub(super) options: Options,
    /// How many of its own options came with it, as the arguments of a function that led here; they are the first.
    arguments: usize,
    pub(super) shape: Shape<T>,
    pub(super) wishes: Wishes,
    /// Said when the query is sent.
    refusals: Refusals,
    /// The type that the collection is cast to.
    cast: Option<&'static TypeInfo>,
    /// Whether a navigation property leads to it.
    related: bool,
    entity: PhantomData<fn() -> E>,
}

impl<E: Structured> Query<E> {
    pub(super) fn below(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Options,
    ) -> Self {
        Query {
            client: client.of(info),
            info,
            path,
            arguments: options.custom.len(),
            options,
            shape: Shape::whole(),
            wishes: Wishes {
                key: E::INFO.key,
                ..Wishes::default()
            },
            refusals: Refusals::default(),
            cast: None,
            related: false,
            entity: PhantomData,
        }
    }

    /// The same below a path that ends with a cast.
    pub(super) fn of_type(self, cast: Option<&'static TypeInfo>) -> Self {
        Query { cast, ..self }
    }

    /// The same, as what a navigation property leads to, or not.
    pub(super) fn of_navigation(self, related: bool) -> Self {
        Query { related, ..self }
    }

    /// Whether a navigation property leads to it.
    pub(super) fn is_related(&self) -> bool {
        self.related
    }

    /// With what the navigation property leads to, for each row (`$expand`): it is read into the row's field of that name.
    ///
    /// # Example
    /// ```
    /// # use odata::{Many, Navigation, Query, Structured};
    /// # async fn example<Machine: Structured, Alert: Structured>(machines: Query<Machine>, alerts: Navigation<Machine, Many<Alert>>)
    /// # -> odata::Result<()> {
    /// let page = machines.expand(alerts).top(5).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn expand(mut self, navigation: impl IntoExpand<E>) -> Self {
        let Coming { item, standing } = navigation.into_expand();
        self.is_wrong(standing.why());
        if !standing.unchecked {
            self.refuse(restriction::of_expand(self.info, self.cast, &item));
        }
        // One that was expanded before is expanded anew.
        self.options.expand.retain(|known| known.path != item.path);
        self.options.expand.push(item);
        self
    }

    /// Those that are of the derived type, as that type: `.../Ns.Derived` (URL conventions 4.11). What was asked before
    /// is asked of these.
    ///
    /// # Example
    /// ```
    /// # use odata::{DerivedFrom, Query, Structured};
    /// # async fn example<Machine: Structured, Server: DerivedFrom<Machine>>(machines: Query<Machine>)
    /// # -> odata::Result<()> {
    /// for server in machines.top(5).cast::<Server>().send().await? {
    ///     println!("{server:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn cast<D: DerivedFrom<E>>(self) -> Query<D> {
        let path = format!("{}/{}", self.path, encode_segment(D::INFO.name));
        Query {
            path: Arc::from(path),
            options: self.options,
            arguments: self.arguments,
            wishes: self.wishes,
            refusals: self.refusals,
            cast: Some(D::INFO),
            related: self.related,
            ..Query::below(&self.client, self.info, self.path.clone(), Options::none())
        }
    }
}

impl<E, T> Query<E, T> {
    /// What is known of what is asked.
    pub(super) fn known(&self) -> &'static EntitySetInfo {
        self.info
    }

    /// Only those that the filter is true for (`$filter`). A second filter narrows the first.
    pub fn filter(mut self, filter: impl IntoFilter<E>) -> Self {
        let filter = filter.into_filter();
        if filter.is_everything() {
            return self;
        }
        self.is_wrong(filter.standing().why());
        if !filter.standing().unchecked {
            self.refuse(restriction::of_filter(self.info, self.cast, filter.expr()));
        }
        let filter = match self.options.filter.take() {
            Some(before) => Filter::new(before).and(filter),
            None => filter,
        };
        self.options.filter = Some(filter.into_expr());
        self
    }

    /// Only those that the text of a filter is true for, each name and type checked against the schema. Behind a cast
    /// (`Ns.Derived/name`) names are not checked.
    ///
    /// # Errors
    /// When the text does not fit; the error shows it with a caret under the fault.
    pub fn filter_text(self, text: &str) -> Result<Self, ExprError> {
        let scope = odata_core::descriptor::TypeScope::of_set(self.info);
        let scope = match self.cast {
            Some(ty) => scope.cast_to(ty),
            None => scope,
        };
        let expr = odata_core::expr::parse(text, &scope)?;
        Ok(self.filter(Filter::new(expr)))
    }

    /// In that order (`$orderby`). A second order sorts what the first leaves equal.
    pub fn order_by(mut self, order: impl IntoOrder<E>) -> Self {
        let order = order.into_order();
        self.is_wrong(order.standing.why());
        if !order.standing.unchecked {
            self.refuse(restriction::of_order(
                self.info,
                self.cast,
                &order.item,
                &order.then,
            ));
        }
        sort(&mut self.options, order.item, order.then);
        self
    }

    /// No more than so many rows, on all pages together (`$top`).
    pub fn top(mut self, top: u64) -> Self {
        self.options.top = Some(top);
        self
    }

    /// Without the first so many rows (`$skip`).
    pub fn skip(mut self, skip: u64) -> Self {
        self.options.skip = Some(skip);
        self
    }

    /// Only those that a word or phrase is found in (`$search`), or several, as a [`Search`](crate::expr::Search) joins them; how
    /// it is looked for is up to the service.
    ///
    /// # Example
    /// ```
    /// # use odata::{doc_example::Defender, expr::Search};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let one = defender.library_files().search("memory dump");
    /// let some = defender.library_files().search(Search::from("memory").and(!Search::from("dump")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn search(mut self, words: impl Into<Search>) -> Self {
        self.options.search = Some(words.into());
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

    /// With the number of rows on all pages (`$count=true`): [`Page::count`](crate::Page::count).
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }

    /// An option of the service's own, as `name=value`; both are percent-encoded.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.custom.push((name.into(), value.into()));
        self
    }

    /// One more header, such as one that a service knows and OData does not: as [`Service::with_header`](crate::Service::with_header) adds it to
    /// all requests.
    ///
    /// # Example: what Microsoft Graph wants to be told before it counts or searches users
    /// ```
    /// # use odata::{Query, Structured};
    /// # async fn example<User: Structured>(users: Query<User>) -> odata::Result<()> {
    /// let page = users.search("displayName:anna").count().header("ConsistencyLevel", "eventual").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(
        mut self,
        name: impl TryInto<HeaderName>,
        value: impl TryInto<HeaderValue>,
    ) -> Self {
        self.client = self.client.with_header(name, value);
        self
    }

    /// How long an answer is waited for: for its head, and for each piece of its body. It counts in place of what the transport waits by itself, two minutes
    /// unless it is told otherwise: [`Service::patience`](crate::Service::patience).
    ///
    /// # Example: a filter that the service has no index for
    /// ```
    /// # use odata::{Query, Structured};
    /// # async fn example<Machine: Structured>(machines: Query<Machine>) -> odata::Result<()> {
    /// use std::time::Duration;
    /// let all = machines.patience(Duration::from_secs(600)).all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn patience(mut self, time: Duration) -> Self {
        self.client = self.client.patience(time);
        self
    }

    /// The answer in that format (`$format`), where the service is to be told in the URL and not by `Accept`: `json` or a
    /// media type of JSON.
    pub fn format(mut self, format: &str) -> Self {
        self.options.format = Some(format.into());
        self
    }

    /// As the service was in that version of its schema (`$schemaversion`, OData 4.01): the value of
    /// `Core.SchemaVersion` in its `$metadata`, or `*`.
    pub fn schema_version(mut self, version: &str) -> Self {
        self.options.schema_version = Some(version.into());
        self
    }

    /// What the parameter alias `@name` stands for (URL conventions 5.3): see [`alias`](crate::functions::alias). One that stands for an
    /// argument of the function that was called is refused: it would be another argument then.
    pub fn alias(mut self, name: &str, value: impl Into<Literal>) -> Self {
        let name = format!("@{}", name.trim_start_matches('@'));
        let mut arguments = self.options.custom.iter().take(self.arguments);
        if arguments.any(|(known, _)| *known == name) {
            self.is_wrong(Some(format!(
                "`{name}` is an argument of the function that is called: an alias needs another name"
            )));
            return self;
        }
        self.options.custom.retain(|(known, _)| *known != name);
        self.option(name, value.into().to_string())
    }

    /// Sends what is asked also where the service says that it does not support it: for a service that does more than it
    /// says. Restrictions on the types of properties are lifted by [`Field::unchecked`](crate::Field::unchecked).
    pub fn unchecked(mut self) -> Self {
        self.refusals.lift();
        self
    }

    /// What is wrong with it, whatever the service supports.
    pub(in crate::query) fn is_wrong(&mut self, why: Option<String>) {
        self.refusals.is_wrong(why);
    }

    pub(in crate::query) fn refuse(&mut self, why: Option<String>) {
        self.refusals.is_unsupported(why);
    }

    /// The URL that is asked first.
    ///
    /// # Errors
    /// When the service says that it does not support what is asked, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        self.check()?;
        let query = self.options.to_query();
        match self.wishes.by_post {
            true => Ok(self.client.long_url(&self.path, &query)),
            false => self.client.url(&self.path, &query),
        }
    }

    fn check(&self) -> Result<()> {
        self.refusals.check()?;
        if self.refusals.are_lifted() {
            return Ok(());
        }
        let options = &self.options;
        if let Some(why) = restriction::of_options(self.info, options) {
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
        Ok(())
    }
}

impl<E, T> Clone for Query<E, T> {
    fn clone(&self) -> Self {
        Query {
            client: self.client.clone(),
            info: self.info,
            path: self.path.clone(),
            options: self.options.clone(),
            arguments: self.arguments,
            shape: self.shape.clone(),
            wishes: self.wishes,
            refusals: self.refusals.clone(),
            cast: self.cast,
            related: self.related,
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

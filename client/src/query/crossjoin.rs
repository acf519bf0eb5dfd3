//! Every combination of the entities of several sets (URL conventions 4.15).

use std::fmt;

use odata_core::descriptor::EntitySetInfo;
use odata_core::transport::MaybeSend;
use odata_core::url::{ExpandItem, QueryOptions, encode_segment};
use url::Url;

use super::entity_set::EntitySet;
use super::options::sort;
use super::page::Page;
use super::rows::{Rows, WholePage, page_request};
use super::shape::Shape;
use super::wishes::Wishes;
use crate::client::Client;
use crate::decode::{Columns, Step, Structured, row};
use crate::error::{Error, Result};
use crate::field::{Asked, Filter, IntoFilter, IntoOrder, Select, Side, Whole};
use crate::json::{Fault, Reader};
use crate::read::outgoing;
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request, takes_terms};
use crate::sight::Curl;

/// Entity sets that are joined: a tuple of two to four.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be joined",
    label = "expected a tuple of two to four entity sets"
)]
pub trait Joined: Sized {
    /// An entity of each.
    type Row: MaybeSend + 'static;

    /// What the properties of each set are made properties of a row by.
    type Sides;

    /// All of each entity.
    #[doc(hidden)]
    type Whole: JoinedSelect<Self, Output = Self::Row>;

    #[doc(hidden)]
    const WHOLE: Self::Whole;

    #[doc(hidden)]
    fn sides(&self) -> Self::Sides;

    /// Each set, and whether it is cast.
    #[doc(hidden)]
    fn sets(&self) -> Vec<(&'static EntitySetInfo, bool)>;
}

/// What the rows of a join hold: a tuple of what is selected from each of the sets `S`.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected from the join of `{S}`",
    label = "expected a tuple of a selection from each entity set",
    note = "a selection from a set is a property of its type, a tuple of properties, or `odata::field::Whole`"
)]
pub trait JoinedSelect<S> {
    /// The type of a row.
    type Output: Send + 'static;

    #[doc(hidden)]
    fn ask(&self) -> Vec<Asked>;

    #[doc(hidden)]
    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault>;
}

/// A question for the combinations of the entities of several sets, each an entity of each set:
/// [`Client::crossjoin`](crate::Client::crossjoin).
///
/// # Example: which alert is whose
/// ```
/// # use odata::{Client, Entity, EntitySet, Field};
/// # async fn example<Alert: Entity, Person: Entity>(
/// #     client: &Client, alerts: EntitySet<Alert>, people: EntitySet<Person>,
/// #     assigned_to: Field<Alert, String>, name: Field<Person, String>, level: Field<Alert, i32>,
/// # ) -> odata::Result<()> {
/// let pairs = client
///     .crossjoin((alerts, people))
///     .filter(|(alert, person)| alert.of(assigned_to).eq(person.of(name)).and(alert.of(level).gt(2)))
///     .send()
///     .await?;
/// for (alert, person) in pairs {
///     println!("{alert:?} {person:?}");
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send` or `stream`"]
pub struct CrossJoin<S: Joined, T = <S as Joined>::Row> {
    client: Client,
    sets: S,
    options: QueryOptions,
    shape: Shape<T>,
    /// What is wrong with it.
    wrong: Option<String>,
}

impl Client {
    /// Every combination of the entities of these sets, of which a filter keeps those that belong together:
    /// `$crossjoin(A,B)` (URL conventions 4.15). Each comes whole, unless less is selected.
    pub fn crossjoin<S: Joined>(&self, sets: S) -> CrossJoin<S> {
        let (expand, shape, wrong) = asked::<S, S::Whole>(&sets, &S::WHOLE);
        CrossJoin {
            wrong,
            client: self.clone(),
            sets,
            options: QueryOptions {
                expand,
                ..QueryOptions::default()
            },
            shape,
        }
    }
}

/// What is asked of each set, and how the rows are read. Without an expansion a row has nothing but links.
fn asked<S: Joined, P: JoinedSelect<S>>(
    sets: &S,
    selection: &P,
) -> (Vec<ExpandItem>, Shape<P::Output>, Option<String>) {
    let mut columns = Asked::default();
    let asked = selection.ask().into_iter().zip(sets.sets());
    let mut wrong = None;
    let expand = asked.map(|(asked, (set, _))| {
        wrong = wrong.take().or_else(|| asked.standing.why());
        let mut options = QueryOptions::default();
        columns.column_within(set.name.into(), asked.into_options(&mut options));
        ExpandItem {
            options: options.into_options(),
            ..ExpandItem::new(set.name)
        }
    });
    let expand = expand.collect();
    (expand, Shape::of(columns.columns, P::read), wrong)
}

impl<S: Joined, T> CrossJoin<S, T> {
    /// Only the combinations that the filter is true for (`$filter`). A second filter narrows the first.
    pub fn filter<F: IntoFilter<S::Row>>(mut self, filter: impl FnOnce(S::Sides) -> F) -> Self {
        let filter = filter(self.sets.sides()).into_filter();
        if filter.is_everything() {
            return self;
        }
        self.wrong = self.wrong.or(filter.standing().why());
        let filter = match self.options.filter.take() {
            Some(before) => Filter::new(before).and(filter),
            None => filter,
        };
        self.options.filter = Some(filter.into_expr());
        self
    }

    /// In that order (`$orderby`). A second order sorts what the first leaves equal.
    pub fn order_by<O: IntoOrder<S::Row>>(mut self, order: impl FnOnce(S::Sides) -> O) -> Self {
        let order = order(self.sets.sides()).into_order();
        self.wrong = self.wrong.or(order.standing.why());
        sort(&mut self.options, order.item, order.then);
        self
    }

    /// Only what is selected of each entity: `.select((Alert::TITLE, (Person::NAME, Person::MAIL)))`.
    pub fn select<P: JoinedSelect<S>>(self, selection: P) -> CrossJoin<S, P::Output> {
        let (expand, shape, wrong) = asked::<S, P>(&self.sets, &selection);
        CrossJoin {
            wrong: self.wrong.or(wrong),
            client: self.client,
            sets: self.sets,
            options: QueryOptions {
                expand,
                ..self.options
            },
            shape,
        }
    }

    /// No more than so many (`$top`).
    pub fn top(mut self, top: u64) -> Self {
        self.options.top = Some(top);
        self
    }

    /// Without the first so many (`$skip`).
    pub fn skip(mut self, skip: u64) -> Self {
        self.options.skip = Some(skip);
        self
    }

    /// With the number of combinations on all pages (`$count=true`).
    pub fn count(mut self) -> Self {
        self.options.count = true;
        self
    }

    /// The URL that is asked first.
    ///
    /// # Errors
    /// When a set is joined with itself or is cast to another type, and when the URL is too long.
    pub fn url(&self) -> Result<Url> {
        if let Some(why) = &self.wrong {
            return Err(Error::refused(why.clone()));
        }
        url(&self.client, &self.sets.sets(), &self.options)
    }

    takes_terms!(client);

    /// The request as a command line of curl, without what proves who is asking: as [`Query::as_curl`](crate::Query::as_curl).
    ///
    /// # Errors
    /// As [`url`](Self::url).
    pub fn as_curl(&self) -> Result<Curl> {
        Curl::of(&self.client, outgoing(self.url()?, Wishes::default()))
    }

    /// One page, the first; [`all`](Self::all) and [`stream`](Self::stream) give every combination.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send).
    pub fn send(&self) -> impl Future<Output = Result<Page<T>>> + use<S, T> {
        let (client, shape, url) = (self.client.clone(), self.shape.clone(), self.url());
        WholePage::new(client, shape, url, Wishes::default())
    }

    /// Every combination, of all pages together.
    ///
    /// # Errors
    /// As [`Query::all`](crate::Query::all).
    ///
    /// # Example
    /// ```
    /// # use odata::{CrossJoin, EntitySet, Structured};
    /// # async fn example<A: Structured, B: Structured>(pairs: CrossJoin<(EntitySet<A>, EntitySet<B>), String>) -> odata::Result<()> {
    /// let names: Vec<String> = pairs.all().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "collect")]
    pub fn all(&self) -> impl Future<Output = Result<Vec<T>>> + use<S, T>
    where
        T: MaybeSend + 'static,
    {
        let url = self.url();
        Rows::new(self.client.clone(), url, self.shape.clone()).all()
    }

    /// Every combination, page after page.
    pub fn stream(self) -> Rows<T>
    where
        T: MaybeSend + 'static,
    {
        let url = self.url();
        Rows::new(self.client, url, self.shape)
    }
}

impl<S: Joined, T> Sealed for CrossJoin<S, T> {}

/// The first page.
impl<S: Joined, T: 'static> Request for CrossJoin<S, T> {
    type Output = Page<T>;

    fn prepare(&self) -> Result<Prepared<Page<T>>> {
        let (url, shape) = (self.url()?, self.shape.clone());
        Ok(page_request(&self.client, shape, url, Wishes::default()))
    }
}

fn url(
    client: &Client,
    sets: &[(&'static EntitySetInfo, bool)],
    options: &QueryOptions,
) -> Result<Url> {
    let mut names: Vec<&str> = Vec::new();
    for (set, is_cast) in sets {
        let name = set.name;
        if *is_cast {
            return Err(Error::refused(format!(
                "`$crossjoin` takes entity sets as they are, and `{name}` is cast to another type"
            )));
        }
        if names.contains(&name) {
            return Err(Error::refused(format!(
                "`$crossjoin` takes each entity set once, and `{name}` is joined with itself"
            )));
        }
        names.push(name);
    }
    let segments: Vec<String> = names.iter().map(|name| encode_segment(name)).collect();
    let path = format!("$crossjoin({})", segments.join(","));
    client.url(&path, &options.to_query())
}

macro_rules! whole {
    ($type:ident) => {
        Whole
    };
}

macro_rules! joined {
    ($($type:ident $pick:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($type: Structured),*> Joined for ($(EntitySet<$type>,)*) {
            type Row = ($($type,)*);
            type Sides = ($(Side<Self::Row, $type>,)*);
            type Whole = ($(whole!($type),)*);

            const WHOLE: Self::Whole = ($(whole!($type),)*);

            fn sides(&self) -> Self::Sides {
                ($(Side::new(self.$index.info().name),)*)
            }

            fn sets(&self) -> Vec<(&'static EntitySetInfo, bool)> {
                vec![$((self.$index.info(), self.$index.is_cast()),)*]
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($type,)* $($pick: Select<$type>),*> JoinedSelect<($(EntitySet<$type>,)*)> for ($($pick,)*) {
            type Output = ($($pick::Output,)*);

            fn ask(&self) -> Vec<Asked> {
                vec![$({
                    let mut asked = Asked::default();
                    self.$index.ask(&mut asked);
                    asked
                },)*]
            }

            fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault> {
                let mut values = ($(None::<$pick::Output>,)*);
                let mut cells = |index: usize, step: Step<'_, '_>| match (index, step) {
                    $(($index, Step::Read(within, reader)) => {
                        values.$index = Some($pick::read(within, reader)?);
                        Ok(true)
                    })*
                    // None of them may be left out.
                    _ => Ok(false),
                };
                row(columns, &mut cells, reader)?;
                let missing = || reader.fault("an entity of each set is expected");
                Ok(($(values.$index.ok_or_else(missing)?,)*))
            }
        }
    };
}

joined!(A PA 0, B PB 1);
joined!(A PA 0, B PB 1, C PC 2);
joined!(A PA 0, B PB 1, C PC 2, D PD 3);

impl<S: Joined, T> fmt::Debug for CrossJoin<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.sets.sets().into_iter().map(|(set, _)| set.name);
        write!(f, "CrossJoin({})", names.collect::<Vec<_>>().join(","))
    }
}

//! Every combination of the entities of several sets (URL conventions 4.15).

use std::fmt;

use odata_core::descriptor::EntitySetInfo;
use odata_core::transport::MaybeSend;
use odata_core::url::{QueryOptions, encode_segment};
use url::Url;

use super::entity_set::EntitySet;
use super::page::Page;
use super::rows::{Rows, ask};
use super::shape::Shape;
use crate::client::Client;
use crate::decode::{Slot, Structured};
use crate::error::{Error, Result};
use crate::field::{Filter, IntoFilter, IntoOrder, Side};

/// Entity sets that are joined: a tuple of two to four.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be joined",
    label = "expected a tuple of two to four entity sets"
)]
pub trait Joined {
    /// A row: an entity of each.
    type Row: MaybeSend + 'static;

    /// What the properties of each set are made properties of a row by.
    type Sides;

    #[doc(hidden)]
    fn sides(&self) -> Self::Sides;

    #[doc(hidden)]
    fn sets(&self) -> Vec<(&'static EntitySetInfo, bool)>;

    #[doc(hidden)]
    fn start() -> Self::Row;

    #[doc(hidden)]
    fn slot(row: &mut Self::Row, index: usize) -> Option<&mut dyn Slot>;
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
pub struct CrossJoin<S: Joined> {
    client: Client,
    sets: S,
    options: QueryOptions,
}

impl Client {
    /// Every combination of the entities of these sets, of which a filter keeps those that belong together:
    /// `$crossjoin(A,B)` (URL conventions 4.15). Each comes whole, since it is expanded.
    pub fn crossjoin<S: Joined>(&self, sets: S) -> CrossJoin<S> {
        CrossJoin {
            client: self.clone(),
            sets,
            options: QueryOptions::default(),
        }
    }
}

impl<S: Joined> CrossJoin<S> {
    /// Only the combinations that the filter is true for (`$filter`). A second filter narrows the first.
    pub fn filter<F: IntoFilter<S::Row>>(mut self, filter: impl FnOnce(S::Sides) -> F) -> Self {
        let filter = filter(self.sets.sides()).into_filter();
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
        self.options.order_by.push(order.item);
        self
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
        url(&self.client, &self.sets.sets(), self.options.clone())
    }

    /// The first page.
    ///
    /// # Errors
    /// As [`Query::send`](crate::Query::send).
    pub fn send(&self) -> impl Future<Output = Result<Page<S::Row>>> + use<S> {
        let (client, shape, url) = (self.client.clone(), self.shape(), self.url());
        async move { ask(client, shape, url?).await.map(|(page, _)| page) }
    }

    /// Every combination, page after page.
    pub fn stream(self) -> Rows<S::Row> {
        let (shape, url) = (self.shape(), self.url());
        Rows::new(self.client, url, shape)
    }

    fn shape(&self) -> Shape<S::Row> {
        let names = self.sets.sets().into_iter().map(|(set, _)| set.name);
        Shape::joined::<S>(names.map(str::to_owned).collect())
    }
}

fn url(
    client: &Client,
    sets: &[(&'static EntitySetInfo, bool)],
    mut options: QueryOptions,
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
    // Without it a row has nothing but links.
    let expand = ("$expand".to_owned(), names.join(","));
    options.custom.insert(0, expand);
    let segments: Vec<String> = names.iter().map(|name| encode_segment(name)).collect();
    let path = format!("$crossjoin({})", segments.join(","));
    client.url(&path, &options.to_query())
}

macro_rules! joined {
    ($($type:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($type: Structured),*> Joined for ($(EntitySet<$type>,)*) {
            type Row = ($($type,)*);
            type Sides = ($(Side<Self::Row, $type>,)*);

            fn sides(&self) -> Self::Sides {
                ($(Side::new(self.$index.info().name),)*)
            }

            fn sets(&self) -> Vec<(&'static EntitySetInfo, bool)> {
                vec![$((self.$index.info(), self.$index.is_cast()),)*]
            }

            fn start() -> Self::Row {
                ($($type::default(),)*)
            }

            fn slot(row: &mut Self::Row, index: usize) -> Option<&mut dyn Slot> {
                match index {
                    $($index => Some(&mut row.$index),)*
                    _ => None,
                }
            }
        }
    };
}

joined!(A 0, B 1);
joined!(A 0, B 1, C 2);
joined!(A 0, B 1, C 2, D 3);

impl<S: Joined> fmt::Debug for CrossJoin<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.sets.sets().into_iter().map(|(set, _)| set.name);
        write!(f, "CrossJoin({})", names.collect::<Vec<_>>().join(","))
    }
}

//! `$apply`: rows that stand for many entities (OData Extension for Data Aggregation 4.0, 3).

use std::fmt;
use std::marker::PhantomData;

use odata_core::expr::{Apply, Grouping, Transformation};

use super::collection::Query;
use super::shape::Shape;
use crate::decode::{Column, Columns, Structured};
use crate::field::{Asked, Groups, Keys, Select};
use crate::json::{Fault, Reader};

/// A query whose entities are in groups: see [`Query::group_by`].
#[must_use = "it is asked once `aggregate` or `keys` says what is asked of the groups"]
pub struct Grouped<E, G> {
    query: Query<E>,
    keys: Asked,
    by: PhantomData<fn() -> G>,
}

impl<E: Structured> Query<E> {
    /// Entities that are alike in these properties become one row (`groupby`).
    ///
    /// What was asked before is done before: computing, filtering, searching, sorting, skipping, taking the top. What is asked
    /// afterwards is asked of the rows, in which only these properties and what is aggregated is left.
    ///
    /// # Example
    /// ```
    /// # use odata::{Decimal, Field, Query, Structured, functions::count};
    /// # async fn example<Alert: Structured>(
    /// #     alerts: Query<Alert>, category: Field<Alert, String>, severity: Field<Alert, Option<String>>, hours: Field<Alert, Option<i32>>,
    /// # ) -> odata::Result<()> {
    /// let longest = hours.max().named("longest");
    /// let by_category = alerts
    ///     .filter(severity.eq("High"))
    ///     .group_by((category,))
    ///     .aggregate((longest, count().named("n")));
    /// for ((category,), (longest, n)) in by_category.send().await? {
    ///     println!("{category}: {n}, the longest {longest:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn group_by<G: Select<Keys<E>>>(mut self, by: G) -> Grouped<E, G> {
        let mut keys = Asked::default();
        by.ask(&mut keys);
        self.options_become_transformations();
        Grouped {
            query: self,
            keys,
            by: PhantomData,
        }
    }

    /// All entities become one row, of what is aggregated from them (`aggregate`).
    ///
    /// # Example
    /// ```
    /// # use odata::{doc_example::{Defender, LibraryFile}, functions::count};
    /// # async fn example(defender: &Defender) -> odata::Result<()> {
    /// let all = defender.library_files().query().aggregate((
    ///     count().named("files"),
    ///     LibraryFile::LAST_UPDATED_TIME.max().named("latest"),
    /// ));
    /// for (files, latest) in all.send().await? {
    ///     println!("{files} files, the latest of {latest:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn aggregate<A: Select<Groups<E>>>(mut self, aggregates: A) -> Query<E, A::Output> {
        let mut asked = Asked::default();
        aggregates.ask(&mut asked);
        self.options_become_transformations();
        self.aggregates(&asked);
        self.transform(Transformation::Aggregate(asked.aggregate));
        self.with_shape(Shape::selection::<Groups<E>, A>(asked.columns))
    }
}

impl<E, T> Query<E, T> {
    /// With another transformation, as a tree: its rows are read as before. What was filtered before is done before.
    ///
    /// # Example: of each category only what is dearest
    /// ```
    /// # use odata::{Query, Structured, expr::{Expr, Ranked, Transformation}, edm::Literal};
    /// # fn example<Product: Structured>(products: Query<Product>) -> Query<Product> {
    /// products.apply(Transformation::Ranked {
    ///     kind: Ranked::TopCount,
    ///     of: Expr::Literal(Literal::Int(3)),
    ///     by: Expr::Path("price".into()),
    /// })
    /// # }
    /// ```
    pub fn apply(mut self, transformation: Transformation) -> Self {
        self.options_become_transformations();
        self.transform(transformation);
        self
    }

    fn transform(&mut self, transformation: Transformation) {
        let apply = self.options_mut().apply.get_or_insert(Apply(Vec::new()));
        apply.0.push(transformation);
    }

    /// Other options are evaluated after `$apply`; what was asked first is done first.
    fn options_become_transformations(&mut self) {
        if let Some(item) = self.options_mut().expand.first() {
            let why = format!(
                "`expand` of `{}` has no place in rows that stand for many entities",
                item.path
            );
            self.is_wrong(Some(why));
        }
        let options = self.options_mut();
        fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
            Some(items).filter(|items| !items.is_empty())
        }
        let before = [
            some(std::mem::take(&mut options.compute)).map(Transformation::Compute),
            options.filter.take().map(Transformation::Filter),
            options.search.take().map(Transformation::Search),
            some(std::mem::take(&mut options.order_by)).map(Transformation::OrderBy),
            options.skip.take().map(Transformation::Skip),
            options.top.take().map(Transformation::Top),
        ];
        for transformation in before.into_iter().flatten() {
            self.transform(transformation);
        }
    }

    /// Names of what is aggregated are none of the type's own.
    fn aggregates(&mut self, asked: &Asked) {
        self.is_wrong(asked.standing.why());
        for aggregate in &asked.aggregate {
            self.named(aggregate.alias.as_deref().unwrap_or_default());
        }
    }
}

impl<E: Structured, G: Select<Keys<E>>> Grouped<E, G> {
    /// For each group what it is told by, and what is aggregated from it.
    pub fn aggregate<A: Select<Groups<E>>>(
        mut self,
        aggregates: A,
    ) -> Query<E, (G::Output, A::Output)> {
        let mut asked = Asked::default();
        aggregates.ask(&mut asked);
        self.query.aggregates(&asked);
        let part = |within: Columns| Column {
            path: "".into(),
            is_count: false,
            within,
        };
        let columns = Columns(vec![
            part(self.keys.columns.clone()),
            part(asked.columns.clone()),
        ]);
        let then = Apply(vec![Transformation::Aggregate(asked.aggregate)]);
        let shape = Shape::of(columns, both::<E, G, A>);
        self.grouped(Some(then)).with_shape(shape)
    }

    /// For each group what it is told by: the different values that there are.
    pub fn keys(self) -> Query<E, G::Output> {
        let shape = Shape::selection::<Keys<E>, G>(self.keys.columns.clone());
        self.grouped(None).with_shape(shape)
    }

    fn grouped(self, then: Option<Apply>) -> Query<E> {
        let mut query = self.query;
        let by = self.keys.select.into_iter();
        query.transform(Transformation::GroupBy {
            by: by.map(|item| Grouping::Property(item.path)).collect(),
            then,
        });
        query
    }
}

/// The keys, and from the same object what is aggregated.
fn both<E, G: Select<Keys<E>>, A: Select<Groups<E>>>(
    columns: &Columns,
    reader: &mut Reader<'_>,
) -> Result<(G::Output, A::Output), Fault> {
    let nothing = Columns::default();
    let part = |index: usize| {
        columns
            .0
            .get(index)
            .map_or(&nothing, |column| &column.within)
    };
    let start = reader.clone();
    let keys = G::read(part(0), reader)?;
    *reader = start;
    Ok((keys, A::read(part(1), reader)?))
}

impl<E, G> fmt::Debug for Grouped<E, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grouped({:?})", self.query)
    }
}

//! What is known of many at once (OData Extension for Data Aggregation 4.0, 3.2.1).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use odata_core::edm::Decimal;
use odata_core::expr::{Aggregate, Aggregated, Expr};

use super::node::Path;
use super::path::{Base, Reached};
use super::select::plain;
use super::{
    Asked, Edm, Field, Filterable, Node, Open, Ordered, Pathed, Pick, Select, Standing, read_one,
};
use crate::decode::{Columns, Value};
use crate::json::{Fault, Reader};

/// A value of many entities of `E` at once, on its way to a name: `Product::PRICE.sum().named("total")`.
#[must_use = "it needs a name: `.named(\"total\")`"]
pub struct Aggregation<E, T> {
    of: Aggregated,
    method: Option<Cow<'static, str>>,
    standing: Standing,
    types: PhantomData<fn() -> (E, T)>,
}

/// An [`Aggregation`] and its name.
pub struct NamedAggregation<E, T> {
    aggregate: Aggregate,
    standing: Standing,
    types: PhantomData<fn() -> (E, T)>,
}

/// Groups of entities of `E`: what is selected from them is aggregated.
#[derive(Debug)]
pub struct Groups<E>(PhantomData<fn() -> E>);

/// What tells groups of entities of `E` from each other: properties.
#[derive(Debug)]
pub struct Keys<E>(PhantomData<fn() -> E>);

/// A number, and what its sum is.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` is no number that can be summed up",
    label = "`sum` and `average` need a numeric property",
    note = "OData Data Aggregation 3.1.3"
)]
pub trait Summed {
    /// The type of the sum.
    type Sum: Value;
}

macro_rules! summed {
    ($($type:ty => $sum:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Summed for $type {
            type Sum = $sum;
        }
    )*};
}

summed! {
    u8 => Decimal, i8 => Decimal, i16 => Decimal, i32 => Decimal, i64 => Decimal, Decimal => Decimal, f32 => f64, f64 => f64
}

/// How many there are (`$count`): a decimal, as the protocol has it.
///
/// # Example: how many files there are of each author
/// ```
/// # use odata::{doc_example::{Defender, LibraryFile}, functions::count};
/// # async fn example(defender: &Defender) -> odata::Result<()> {
/// let authors = defender.library_files().query().group_by(LibraryFile::CREATED_BY).aggregate(count().named("files"));
/// for (author, files) in authors.send().await? {
///     println!("{} {files}", author.unwrap_or_default());
/// }
/// # Ok(())
/// # }
/// ```
pub fn count<E>() -> Aggregation<E, Decimal> {
    Aggregation {
        of: Aggregated::Count(None),
        method: None,
        standing: Standing::default(),
        types: PhantomData,
    }
}

impl<E, T, R: Filterable<E>, N: Node> Field<E, T, R, N> {
    /// All of them added up: `sum`.
    pub fn sum(self) -> Aggregation<E, Option<<Base<T> as Summed>::Sum>>
    where
        T: Edm,
        Base<T>: Summed,
    {
        self.aggregated("sum")
    }

    /// Their mean: `average`.
    pub fn average(self) -> Aggregation<E, Option<<Base<T> as Summed>::Sum>>
    where
        T: Edm,
        Base<T>: Summed,
    {
        self.aggregated("average")
    }

    /// The smallest of them: `min`.
    pub fn min(self) -> Aggregation<E, T::Nullable>
    where
        T: Reached + Ordered,
    {
        self.aggregated("min")
    }

    /// The largest of them: `max`.
    pub fn max(self) -> Aggregation<E, T::Nullable>
    where
        T: Reached + Ordered,
    {
        self.aggregated("max")
    }

    /// How many different ones there are: `countdistinct`, a decimal.
    pub fn count_distinct(self) -> Aggregation<E, Decimal> {
        self.aggregated("countdistinct")
    }

    /// By a method of the service's own, given by its qualified name.
    pub fn aggregate_with<U>(self, method: &'static str) -> Aggregation<E, U> {
        self.aggregated(method)
    }

    fn aggregated<U>(self, method: &'static str) -> Aggregation<E, U> {
        let standing = self.standing();
        Aggregation {
            of: match self.into_expr() {
                Expr::Path(path) => Aggregated::Path(path),
                other => Aggregated::Expr(other),
            },
            method: Some(method.into()),
            standing,
            types: PhantomData,
        }
    }
}

impl<E, T> Aggregation<E, T> {
    /// It, by a name that the rows of the answer have it under.
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> NamedAggregation<E, T> {
        NamedAggregation {
            aggregate: Aggregate {
                of: self.of,
                method: self.method,
                from: Vec::new(),
                alias: Some(name.into()),
            },
            standing: self.standing,
            types: PhantomData,
        }
    }
}

impl<E, T> NamedAggregation<E, T> {
    /// The value by its name: for a filter or an order of what is aggregated.
    pub fn field(&self) -> Field<E, T, Open, Path> {
        Field {
            node: Path::new(self.name()),
            unchecked: self.standing.unchecked,
            types: PhantomData,
        }
    }

    fn name(&self) -> Cow<'static, str> {
        self.aggregate.alias.clone().unwrap_or_default()
    }
}

impl<E, T: Value> Pick<Groups<E>> for NamedAggregation<E, T> {
    plain!(T);

    fn pick(&self, asked: &mut Asked) {
        asked.column(self.name());
        asked.aggregated(&self.aggregate);
        asked.stands(&self.standing);
    }
}

impl<E, T: Value> Select<Groups<E>> for NamedAggregation<E, T> {
    type Output = T;

    fn ask(&self, asked: &mut Asked) {
        self.pick(asked);
    }

    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault> {
        read_one::<Groups<E>, Self>(columns, reader)
    }
}

impl<E, T: Value, R: Filterable<E>, N: Pathed> Pick<Keys<E>> for Field<E, T, R, N> {
    plain!(T);

    fn pick(&self, asked: &mut Asked) {
        self.pick_property(asked);
    }
}

impl<E, T: Value, R: Filterable<E>, N: Pathed> Select<Keys<E>> for Field<E, T, R, N> {
    type Output = T;

    fn ask(&self, asked: &mut Asked) {
        Pick::<Keys<E>>::pick(self, asked);
    }

    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault> {
        read_one::<Keys<E>, Self>(columns, reader)
    }
}

impl<E, T> Clone for NamedAggregation<E, T> {
    fn clone(&self) -> Self {
        NamedAggregation {
            aggregate: self.aggregate.clone(),
            standing: self.standing.clone(),
            types: PhantomData,
        }
    }
}

impl<E, T> fmt::Debug for Aggregation<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aggregation({:?} {:?})", self.of, self.method)
    }
}

impl<E, T> fmt::Debug for NamedAggregation<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NamedAggregation({:?})", self.aggregate)
    }
}

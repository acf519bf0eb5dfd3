//! What is computed and has a name (`$compute`, URL conventions 5.1.3).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use odata_core::expr::{Compute, Expr};

use super::node::Path;
use super::path::Reached;
use super::{Asked, Field, Filterable, Node, Pick, Select, Standing, Types, read_one};
use crate::decode::{Columns, Value, read_value};
use crate::json::{Fault, Reader};

/// What is computed from properties of `E`, and its name: it can be selected, and asked by its name.
///
/// # Example
/// ```
/// # use odata::{Field, Query, doc_example::LibraryFile};
/// # fn example(files: Query<LibraryFile>, size: Field<LibraryFile, i64>) {
/// let kib = (size / 1024).named("kib");
/// let rows = files
///     .filter(kib.field().gt(100))
///     .order_by(kib.field().desc())
///     .select((LibraryFile::FILE_NAME, kib));
/// // $compute=size div 1024 as kib&$filter=kib gt 100&$orderby=kib desc&$select=fileName,kib
/// # }
/// ```
pub struct Named<E, T, R> {
    pub(crate) compute: Compute,
    pub(crate) standing: Standing,
    types: Types<E, T, R>,
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// It, by a name: for `$compute`.
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> Named<E, T, R> {
        Named {
            standing: self.standing(),
            compute: Compute {
                value: self.into_expr(),
                alias: name.into(),
            },
            types: PhantomData,
        }
    }
}

impl<E, T, R> Named<E, T, R> {
    /// The value by its name: for a filter or an order beside it.
    ///
    /// The query has to compute it: it does where it is selected, and by [`Query::compute`](crate::Query::compute).
    pub fn field(&self) -> Field<E, T, R, Path> {
        Field {
            node: Path::new(self.compute.alias.clone()),
            unchecked: self.standing.unchecked,
            types: PhantomData,
        }
    }
}

impl<E, T: Reached, R: Filterable<E>> Pick<E> for Named<E, T, R>
where
    T::Nullable: Value,
{
    type Output = T::Nullable;

    fn pick(&self, asked: &mut Asked) {
        let alias = self.compute.alias.clone();
        asked.property(alias.clone());
        asked.column(alias);
        asked.compute(&self.compute);
        asked.stands(&self.standing);
    }

    fn start() -> Self::Output {
        Default::default()
    }

    fn read(value: &mut Self::Output, _: &Columns, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_value(value, reader)
    }

    fn may_be_absent(_: &Self::Output) -> bool {
        true
    }
}

impl<E, T: Reached, R: Filterable<E>> Select<E> for Named<E, T, R>
where
    T::Nullable: Value,
{
    type Output = T::Nullable;

    fn ask(&self, asked: &mut Asked) {
        self.pick(asked);
    }

    fn read(columns: &Columns, reader: &mut Reader<'_>) -> Result<Self::Output, Fault> {
        read_one::<E, Self>(columns, reader)
    }
}

impl<E, T, R> Clone for Named<E, T, R> {
    fn clone(&self) -> Self {
        Named {
            compute: self.compute.clone(),
            standing: self.standing.clone(),
            types: PhantomData,
        }
    }
}

impl<E, T, R> fmt::Debug for Named<E, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Compute { value, alias } = &self.compute;
        let value: &Expr = value;
        write!(f, "Named({value} as {alias})")
    }
}

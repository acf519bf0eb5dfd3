//! Properties of one set in a row of a join (URL conventions 4.15).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use super::{Asked, BehindNavigation, Field, Filter, Node, Pathed, Through};
use crate::decode::Columns;

/// One of the sets of a join, whose rows are of type `J`: it makes properties of its entities properties of a row.
pub struct Side<J, E> {
    set: &'static str,
    of: PhantomData<fn() -> (J, E)>,
}

impl<J, E> Side<J, E> {
    pub(crate) fn new(set: &'static str) -> Self {
        Side {
            set,
            of: PhantomData,
        }
    }

    /// The property, or what is computed from properties, of this set's entity in the row: `Set/property`.
    pub fn of<T, R, N: Node>(
        &self,
        field: Field<E, T, R, N>,
    ) -> Field<J, T, Through<E, BehindNavigation, R>, N::Longer> {
        Field {
            node: field.node.longer(&|expr| expr.under(self.set)),
            unchecked: field.unchecked,
            types: PhantomData,
        }
    }

    /// A filter of this set's entity in the row.
    pub fn filter(&self, filter: Filter<E>) -> Filter<J> {
        let (expr, standing) = filter.into_parts();
        Filter::of(expr.under(self.set), standing)
    }
}

impl<J, E> fmt::Debug for Side<J, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Side({})", self.set)
    }
}

impl<E, T, R, N: Pathed> Field<E, T, R, N> {
    /// The path of the property on the wire: names with slashes between.
    pub(crate) fn path(&self) -> Cow<'static, str> {
        self.node.path()
    }
}

impl Asked {
    /// An entity of the row, of which these were selected.
    pub(crate) fn column_within(&mut self, path: Cow<'static, str>, within: Columns) {
        self.column(path);
        if let Some(column) = self.columns.0.last_mut() {
            column.within = within;
        }
    }
}

//! What an `$orderby` sorts by (URL conventions 5.1.4).

use std::marker::PhantomData;

use odata_core::expr::OrderBy;

use super::{Field, Node, Sortable};

/// An order of the entities of type `E`: a property, and which end comes first.
#[derive(Clone, Debug)]
pub struct Order<E> {
    pub(crate) item: OrderBy,
    pub(crate) unchecked: bool,
    entity: PhantomData<fn() -> E>,
}

/// What the entities of type `E` can be sorted by.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no order of `{E}`",
    label = "expected an order by a property of `{E}`",
    note = "a property has `.asc()` and `.desc()`"
)]
pub trait IntoOrder<E> {
    /// The order.
    fn into_order(self) -> Order<E>;
}

impl<E> IntoOrder<E> for Order<E> {
    fn into_order(self) -> Order<E> {
        self
    }
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// Smallest first.
    pub fn asc(self) -> Order<E>
    where
        R: Sortable<E>,
    {
        Order {
            unchecked: self.unchecked,
            item: OrderBy {
                by: self.into_expr(),
                descending: false,
            },
            entity: PhantomData,
        }
    }

    /// Largest first.
    pub fn desc(self) -> Order<E>
    where
        R: Sortable<E>,
    {
        Order {
            unchecked: self.unchecked,
            item: OrderBy {
                by: self.into_expr(),
                descending: true,
            },
            entity: PhantomData,
        }
    }
}

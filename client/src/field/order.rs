//! What an `$orderby` sorts by (URL conventions 5.1.4).

use std::marker::PhantomData;

use odata_core::expr::OrderBy;

use super::{Field, Sortable};

/// An order of the entities of type `E`: a property, and which end comes first.
#[derive(Clone, Debug)]
pub struct Order<E> {
    pub(crate) item: OrderBy,
    entity: PhantomData<fn() -> E>,
}

impl<E, T, R> Field<E, T, R> {
    /// Smallest first.
    pub fn asc(self) -> Order<E>
    where
        R: Sortable,
    {
        Order {
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
        R: Sortable,
    {
        Order {
            item: OrderBy {
                by: self.into_expr(),
                descending: true,
            },
            entity: PhantomData,
        }
    }
}

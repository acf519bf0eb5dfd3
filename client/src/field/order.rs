//! What an `$orderby` sorts by (URL conventions 5.1.4).

use std::marker::PhantomData;

use odata_core::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, TimeOfDay};
use odata_core::expr::OrderBy;

use super::{Enumeration, Field, Node, Sortable, Standing, for_each_primitive};

/// An order of the entities of type `E`: a property, and which end comes first.
#[derive(Clone, Debug)]
#[must_use = "it does nothing before it is given to `order_by`"]
pub struct Order<E> {
    pub(crate) item: OrderBy,
    /// What sorts that which the first leaves equal.
    pub(crate) then: Vec<OrderBy>,
    pub(crate) standing: Standing,
    entity: PhantomData<fn() -> E>,
}

/// What the entities of type `E` can be sorted by.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no order of `{E}`",
    label = "expected an order by a property of `{E}`",
    note = "a property has `.asc()` and `.desc()`; a tuple of orders is one, too"
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

macro_rules! tuple {
    ($($order:ident $index:tt),*) => {
        /// The first, and what it leaves equal in the order of the next.
        impl<E, First: IntoOrder<E>, $($order: IntoOrder<E>),*> IntoOrder<E> for (First, $($order),*) {
            fn into_order(self) -> Order<E> {
                let mut all = self.0.into_order();
                $(
                    let next = self.$index.into_order();
                    all.standing = all.standing.and(next.standing);
                    all.then.push(next.item);
                    all.then.extend(next.then);
                )*
                all
            }
        }
    };
}

tuple!(A 1);
tuple!(A 1, B 2);
tuple!(A 1, B 2, C 3);
tuple!(A 1, B 2, C 3, D 4);

/// What has an order: a primitive value or a member of an enumeration, its nullability apart.
#[diagnostic::on_unimplemented(
    message = "properties of type `{Self}` have no order",
    label = "expected a property of a primitive type or an enumeration",
    note = "a complex value is sorted by one of its properties: `.then(property)`; a collection by how many it has: `.size()`"
)]
pub trait Ordered {}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Ordered for M {}
#[diagnostic::do_not_recommend]
impl<T: Ordered> Ordered for Option<T> {}
impl Ordered for super::Untyped {}

macro_rules! ordered {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Ordered for $type {}
    )*};
}

for_each_primitive!(ordered);

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// Smallest first.
    pub fn asc(self) -> Order<E>
    where
        T: Ordered,
        R: Sortable<E>,
    {
        Order {
            standing: self.standing(),
            then: Vec::new(),
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
        T: Ordered,
        R: Sortable<E>,
    {
        Order {
            standing: self.standing(),
            then: Vec::new(),
            item: OrderBy {
                by: self.into_expr(),
                descending: true,
            },
            entity: PhantomData,
        }
    }
}

//! Paths: properties of complex values, and of what single-valued navigation properties lead to (URL conventions 5.1.1.15).

use std::marker::PhantomData;

use odata_core::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, TimeOfDay};

use super::{
    BehindNavigation, Edm, Enumeration, Field, Filterable, Name, Node, Pathed, Selectable,
    Settable, Sortable, Types, for_each_primitive,
};
use crate::decode::{Nested, Structured};
use crate::query::{Many, Navigation, One};

/// A complex value, its nullability apart.
#[diagnostic::on_unimplemented(
    message = "a property of type `{Self}` holds no complex value",
    label = "this needs a property of a complex type, or a single-valued navigation property",
    note = "of a collection, ask `any` or `all` (OData URL conventions 5.1.1.13)"
)]
pub trait Complex {
    /// Its type.
    type Type: Structured;

    /// What a property of it holds, asked of its owner: nothing where the value is null.
    #[doc(hidden)]
    type Within<U: Reached>;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> Complex for T {
    type Type = T;
    type Within<U: Reached> = U;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> Complex for Nested<T> {
    type Type = T;
    type Within<U: Reached> = U;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> Complex for Option<Nested<T>> {
    type Type = T;
    type Within<U: Reached> = U::Nullable;
}

/// What a path can end with.
#[doc(hidden)]
pub trait Reached {
    /// The same where what it is asked of may be null.
    type Nullable;
}

impl<T> Reached for Option<T> {
    type Nullable = Option<T>;
}

impl<T> Reached for Vec<T> {
    type Nullable = Vec<T>;
}

impl<T> Reached for Nested<T> {
    type Nullable = Option<Nested<T>>;
}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Reached for M {
    type Nullable = Option<M>;
}

macro_rules! reached {
    ($($type:ty),*) => {$(
        impl Reached for $type {
            type Nullable = Option<$type>;
        }
    )*};
}

for_each_primitive!(reached);

/// What can be done with a property of what a path leads to: what can be done with each of its steps. `T` is the type
/// between them.
pub struct Through<T, A, B>(Types<T, A, B>);

impl<E, T, A: Filterable<E>, B: Filterable<T>> Filterable<E> for Through<T, A, B> {}
impl<E, T, A: Sortable<E>, B: Sortable<T>> Sortable<E> for Through<T, A, B> {}
impl<E, T, A: Selectable<E>, B: Selectable<T>> Selectable<E> for Through<T, A, B> {}

impl<E, T, A: Settable<E>, B: Settable<T>> Settable<E> for Through<T, A, B> {
    const NOT_INSERTED: Option<&'static str> = match A::NOT_INSERTED {
        None => B::NOT_INSERTED,
        why => why,
    };
    const NOT_UPDATED: Option<&'static str> = match A::NOT_UPDATED {
        None => B::NOT_UPDATED,
        why => why,
    };
}

/// What a path can go on with behind a `T`: a property of it, or a navigation property.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not belong to `{T}`",
    label = "expected a property or a navigation property of `{T}`"
)]
pub trait Step<T> {
    /// What it leads to.
    type Reaches: Reached;
    /// What can be done with it.
    type Right;
    /// How it is written.
    type Node: Node;

    #[doc(hidden)]
    fn into_node(self) -> (Self::Node, bool);
}

impl<T, U: Reached, R, N: Node> Step<T> for Field<T, U, R, N> {
    type Reaches = U;
    type Right = R;
    type Node = N;

    fn into_node(self) -> (N, bool) {
        (self.node, self.unchecked)
    }
}

impl<T, X, R> Step<T> for Navigation<T, One<X>, R> {
    type Reaches = Option<Nested<X>>;
    type Right = BehindNavigation;
    type Node = Name;

    fn into_node(self) -> (Name, bool) {
        (Name(self.name()), false)
    }
}

impl<T, X, R> Step<T> for Navigation<T, Many<X>, R> {
    type Reaches = Vec<X>;
    type Right = BehindNavigation;
    type Node = Name;

    fn into_node(self) -> (Name, bool) {
        (Name(self.name()), false)
    }
}

/// A field behind a step: null where what it is asked of may be.
pub(super) type Behind<E, T, U, R, S> =
    Field<E, U, Through<T, R, <S as Step<T>>::Right>, <<S as Step<T>>::Node as Node>::Longer>;

impl<E, T, R, N: Pathed> Field<E, T, R, N> {
    /// A property of the complex value, or what is computed from its properties: `address/city`. It is null where the
    /// complex value is.
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, Filter, Nested, Structured};
    /// # fn filter<Machine: Structured, Vm: Structured>(vm: Field<Machine, Option<Nested<Vm>>>, cloud: Field<Vm, String>) -> Filter<Machine> {
    /// // Machine::VM.then(Vm::CLOUD) in a generated client
    /// vm.then(cloud).eq("Azure")
    /// # }
    /// ```
    pub fn then<S>(self, step: S) -> Behind<E, T::Type, T::Within<S::Reaches>, R, S>
    where
        T: Complex,
        S: Step<T::Type>,
    {
        behind(&self.node.path(), self.unchecked, step)
    }
}

impl<E, T: Structured, R> Navigation<E, One<T>, R> {
    /// A property of what it leads to, or what is computed from its properties: `customer/name`. It is null where the
    /// navigation property leads to nothing.
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, Filter, Navigation, One, Structured};
    /// # fn filter<Order: Structured, Customer: Structured>(customer: Navigation<Order, One<Customer>>, name: Field<Customer, String>) -> Filter<Order> {
    /// // Order::CUSTOMER.then(Customer::NAME) in a generated client
    /// customer.then(name).starts_with("A")
    /// # }
    /// ```
    pub fn then<S: Step<T>>(
        self,
        step: S,
    ) -> Behind<E, T, <S::Reaches as Reached>::Nullable, BehindNavigation, S> {
        behind(self.name(), false, step)
    }
}

impl<E, T, R> Navigation<E, One<T>, R> {
    /// Whether it leads to nothing: `customer eq null`.
    pub fn is_null(self) -> super::Filter<E> {
        self.nullable().is_null()
    }

    /// Whether it leads to something: `customer ne null`.
    pub fn is_not_null(self) -> super::Filter<E> {
        self.nullable().is_not_null()
    }

    fn nullable(&self) -> Field<E, Option<Nested<T>>> {
        super::field(self.name())
    }
}

fn behind<E, T, U, R, S: Step<T>>(path: &str, unchecked: bool, step: S) -> Behind<E, T, U, R, S> {
    let (node, too) = step.into_node();
    Field {
        node: node.longer(&|expr| expr.under(path)),
        unchecked: unchecked || too,
        types: PhantomData,
    }
}

/// The base type of a value, its nullability apart.
pub(super) type Base<T> = <T as Edm>::Base;

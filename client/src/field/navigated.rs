//! Navigation properties where something else is needed: methods that are there for what rustc says of them.

use super::path::Behind;
use super::{BehindNavigation, Computed, Field, Filter, Item, Null, Open, Order, Reached, Step};
use crate::query::{Many, Navigation, One};

/// Nothing: what a navigation property to one entity is compared with.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a navigation property that leads to one `{T}` cannot be compared with `{Self}`",
    label = "it leads to one entity: `.then({T}::...)` asks for a property of it",
    note = "by itself it is compared with `odata::Null` only"
)]
pub trait Nothing<T> {}

#[diagnostic::do_not_recommend]
impl<T> Nothing<T> for Null {}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a navigation property that leads to one `{T}` is no value",
    label = "it leads to one entity: `.then({T}::...)` asks for a property of it"
)]
pub trait HasValue<T>: Sized {
    fn never<V>(self) -> V;
}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a navigation property that leads to one `{T}` is no collection",
    label = "it leads to one entity: `.then({T}::...)` asks for a property of it"
)]
pub trait LeadsToMany<T>: Sized {
    fn never<V>(self) -> V;
}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a navigation property that leads to many `{T}` has no value of its own",
    label = "it leads to many entities: `.any(...)` and `.all(...)` take a filter of `{T}`",
    note = "`.size()` is how many there are, `.is_not_empty()` whether there is one (OData URL conventions 5.1.1.13)"
)]
pub trait LeadsToOne<T>: Sized {
    fn never<V>(self) -> V;
}

macro_rules! no_value {
    ($bound:ident: $($method:ident)*) => {$(
        #[doc(hidden)]
        pub fn $method<V>(self, _: V) -> Filter<E>
        where
            Self: $bound<T>,
        {
            self.never()
        }
    )*};
}

macro_rules! no_order {
    ($bound:ident: $($method:ident)*) => {$(
        #[doc(hidden)]
        pub fn $method(self) -> Order<E>
        where
            Self: $bound<T>,
        {
            self.never()
        }
    )*};
}

impl<E, T, R> Navigation<E, One<T>, R> {
    /// Equal to nothing: `eq null`. It is not compared with anything else.
    pub fn eq<V: Nothing<T>>(self, _: V) -> Filter<E> {
        self.is_null()
    }

    /// Not equal to nothing: `ne null`.
    pub fn ne<V: Nothing<T>>(self, _: V) -> Filter<E> {
        self.is_not_null()
    }

    no_value!(HasValue: gt ge lt le is_in contains starts_with ends_with);
    no_order!(HasValue: asc desc);

    #[doc(hidden)]
    pub fn any(self, _: Filter<T>) -> Filter<E>
    where
        Self: LeadsToMany<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn all(self, _: Filter<T>) -> Filter<E>
    where
        Self: LeadsToMany<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn any_with(self, _: impl FnOnce(Item<E, T>) -> Filter<E>) -> Filter<E>
    where
        Self: LeadsToMany<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn all_with(self, _: impl FnOnce(Item<E, T>) -> Filter<E>) -> Filter<E>
    where
        Self: LeadsToMany<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn is_not_empty(self) -> Filter<E>
    where
        Self: LeadsToMany<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn size(self) -> Field<E, i64, Open, Computed>
    where
        Self: LeadsToMany<T>,
    {
        self.never()
    }
}

impl<E, T, R> Navigation<E, Many<T>, R> {
    no_value!(LeadsToOne: eq ne gt ge lt le is_in contains starts_with ends_with);
    no_order!(LeadsToOne: asc desc);

    #[doc(hidden)]
    pub fn then<S: Step<T>>(
        self,
        _: S,
    ) -> Behind<E, T, <S::Reaches as Reached>::Nullable, BehindNavigation, S>
    where
        Self: LeadsToOne<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn is_null(self) -> Filter<E>
    where
        Self: LeadsToOne<T>,
    {
        self.never()
    }

    #[doc(hidden)]
    pub fn is_not_null(self) -> Filter<E>
    where
        Self: LeadsToOne<T>,
    {
        self.never()
    }
}

//! What stands behind a property where no constant names it: known by name, when the filter is checked.

use odata_core::descriptor::TypeInfo;
use odata_core::expr::Expr;

use super::node::Path;
use super::{
    Clock, Computed, Day, Field, Filterable, Flags, Items, Moment, Node, Number, Operand, Pathed,
    Span, Standing, Term, Text, computed,
};
use crate::decode::{Nested, Structured};
use crate::query::{Many, Navigation, One};

/// A type that is not known yet.
#[doc(hidden)]
#[derive(Debug)]
pub struct Untyped;

impl Text for Untyped {}
impl Day for Untyped {}
impl Clock for Untyped {}
impl Moment for Untyped {}
impl Span for Untyped {}
impl Number for Untyped {}
impl Flags for Untyped {}
impl Items for Untyped {
    type Item = Untyped;
}

#[diagnostic::do_not_recommend]
impl<E, T, R: Filterable<E>, N: Node> Operand<E, Untyped> for Field<E, T, R, N> {
    fn into_expr(self) -> Expr {
        self.into_term()
    }

    fn standing(&self) -> Standing {
        Field::standing(self)
    }
}

impl<E, T, R, N: Pathed> Field<E, T, R, N> {
    /// What is behind it; `filter!` calls it.
    #[doc(hidden)]
    pub fn untyped(self, path: &str) -> Field<E, Untyped, R, Path> {
        Field {
            node: Path::new(format!("{}/{path}", self.node.path())),
            unchecked: self.unchecked,
            types: std::marker::PhantomData,
        }
    }
}

impl<E, T, R> Navigation<E, T, R> {
    /// What is behind it; `filter!` calls it.
    #[doc(hidden)]
    pub fn untyped(self, path: &str) -> Field<E, Untyped, super::Open, Path> {
        Field {
            node: Path::new(format!("{}/{path}", self.name())),
            unchecked: false,
            types: std::marker::PhantomData,
        }
    }
}

/// The type that a property leads to.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` leads to nothing that has properties",
    label = "it holds no complex value and no entity"
)]
pub trait Leads {
    const INFO: &'static TypeInfo;
}

macro_rules! leads {
    ($([$($generics:ident)*] $type:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E, T: Structured, $($generics),*> Leads for $type {
            const INFO: &'static TypeInfo = T::INFO;
        }
    )*};
}

leads! {
    [R N] Field<E, Nested<T>, R, N>;
    [R N] Field<E, Option<Nested<T>>, R, N>;
    [R N] Field<E, Vec<T>, R, N>;
    [R] Navigation<E, One<T>, R>;
    [R] Navigation<E, Many<T>, R>;
}

/// The type that it leads to.
#[doc(hidden)]
pub const fn info_behind<L: Leads>(_: &L) -> &'static TypeInfo {
    L::INFO
}

/// An untyped value calculated with stays untyped.
macro_rules! calculated {
    ($($operator:ident $method:ident $op:ident),*) => {$(
        impl<E, R, N: Node, V: Term<E>> std::ops::$operator<V> for Field<E, Untyped, R, N> {
            type Output = Field<E, Untyped, R, Computed>;

            fn $method(self, other: V) -> Self::Output {
                let standing = self.standing().and(other.standing());
                let (left, right) = (Box::new(self.into_expr()), Box::new(other.into_term()));
                computed(Expr::Arithmetic(odata_core::expr::ArithmeticOp::$op, left, right), standing)
            }
        }
    )*};
}

calculated!(Add add Add, Sub sub Sub, Mul mul Mul, Div div Div, Rem rem Mod);

//! Constants whose kind is known and whose type is not: what `filter!` makes of a literal.

use std::marker::PhantomData;

use odata_core::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, TimeOfDay};
use odata_core::expr::Expr;

use super::{Edm, Enumeration, Listed, ListedNumber, Operand, Term};

/// The kinds of literals.
#[doc(hidden)]
pub mod kind {
    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident)*) => {$(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;
        )*};
    }

    kinds! {
        /// `true` and `false`
        Truth
        /// A number without a fraction.
        Whole
        /// A number with one.
        Fraction
        /// A text in quotes.
        Characters
        /// A GUID.
        Id
        /// A date.
        Day
        /// A time of day.
        Time
        /// A date and time with an offset.
        Instant
        /// A duration.
        Length
        /// Bytes.
        Bytes
        /// A member of an enumeration.
        Member
    }
}

/// A constant of that kind.
#[doc(hidden)]
#[derive(Debug)]
pub struct Constant<K>(Literal, PhantomData<fn() -> K>);

/// A literal that was read before, when the program was compiled.
#[doc(hidden)]
pub fn constant<K>(text: &str) -> Constant<K> {
    let read = Literal::parse_prefix(text).ok().flatten();
    let literal = read.map_or(Literal::Null, |(literal, _)| literal);
    Constant(literal, PhantomData)
}

/// A type whose properties can be compared with constants of that kind.
#[diagnostic::on_unimplemented(
    message = "a property that holds `{Self}` cannot be compared with this literal",
    label = "expected a literal of the property's own type"
)]
#[doc(hidden)]
pub trait Takes<K> {}

// Each by itself: rustc shows the impl that is nearest, and of a macro's it would show all.
impl Takes<kind::Truth> for bool {}
impl Takes<kind::Whole> for u8 {}
impl Takes<kind::Whole> for i8 {}
impl Takes<kind::Whole> for i16 {}
impl Takes<kind::Whole> for i32 {}
impl Takes<kind::Whole> for i64 {}
impl Takes<kind::Whole> for f32 {}
impl Takes<kind::Whole> for f64 {}
impl Takes<kind::Whole> for Decimal {}
impl Takes<kind::Fraction> for f32 {}
impl Takes<kind::Fraction> for f64 {}
impl Takes<kind::Fraction> for Decimal {}
impl Takes<kind::Characters> for String {}
impl Takes<kind::Id> for Guid {}
impl Takes<kind::Day> for Date {}
impl Takes<kind::Time> for TimeOfDay {}
impl Takes<kind::Instant> for DateTimeOffset {}
impl Takes<kind::Length> for Duration {}
impl Takes<kind::Bytes> for Binary {}

#[diagnostic::do_not_recommend]
impl<M: Listed> Takes<kind::Characters> for M {}
#[diagnostic::do_not_recommend]
impl<M: ListedNumber> Takes<kind::Whole> for M {}
#[diagnostic::do_not_recommend]
impl<M: ListedNumber> Takes<kind::Fraction> for M {}
#[diagnostic::do_not_recommend]
impl<M: Enumeration> Takes<kind::Member> for M {}

impl<E, T: Edm, K> Operand<E, T> for Constant<K>
where
    T::Base: Takes<K>,
{
    fn into_expr(self) -> Expr {
        Expr::Literal(self.0)
    }
}

macro_rules! terms {
    ($($kind:ident => $type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E> Term<E> for Constant<kind::$kind> {
            type Type = $type;

            fn into_term(self) -> Expr {
                Expr::Literal(self.0)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<E> Operand<E, super::Untyped> for Constant<kind::$kind> {
            fn into_expr(self) -> Expr {
                Expr::Literal(self.0)
            }
        }
    )*};
}

terms! {
    Truth => bool, Whole => i64, Fraction => Decimal, Characters => String, Id => Guid, Day => Date, Time => TimeOfDay,
    Instant => DateTimeOffset, Length => Duration, Bytes => Binary, Member => super::Untyped
}

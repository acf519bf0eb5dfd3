//! Arithmetic operators (URL conventions 5.1.1.2).

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use odata_core::edm::{Date, DateTimeOffset, Decimal, Duration};
use odata_core::expr::{ArithmeticOp, Expr};

use super::path::Base;
use super::term::Term;
use super::{Computed, Edm, Field, Node, Number, computed};

macro_rules! operation {
    ($(#[$doc:meta])* $name:ident, $message:literal, $label:literal) => {
        $(#[$doc])*
        #[diagnostic::on_unimplemented(message = $message, label = $label, note = "OData URL conventions 5.1.1.2")]
        pub trait $name<U> {
            /// The type of the result, its nullability apart.
            type Output;
        }
    };
}

operation!(
    /// What can be added to.
    Sum, "`{U}` cannot be added to `{Self}`",
    "numbers are added to numbers, an Edm.Duration to a date, a moment or a duration"
);
operation!(
    /// What can be subtracted from.
    Difference, "`{U}` cannot be subtracted from `{Self}`",
    "numbers are subtracted from numbers; dates, moments and durations from their like; a duration from a date or a moment"
);
operation!(
    /// What can be multiplied.
    Product, "`{Self}` cannot be multiplied by `{U}`",
    "numbers and durations are multiplied by numbers"
);
operation!(
    /// What can be divided.
    Quotient, "`{Self}` cannot be divided by `{U}`",
    "numbers and durations are divided by numbers"
);

operation!(
    /// What leaves a remainder.
    Remainder, "`{Self}` has no remainder when it is divided by `{U}`",
    "numbers have remainders, divided by numbers"
);

macro_rules! rules {
    ($($operation:ident: $(($left:ty, $right:ty) => $output:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl $operation<$right> for $left {
            type Output = $output;
        }
    )*)*};
}

/// The wider of two types of numbers (URL conventions 5.1.1.16); a double takes in a decimal.
macro_rules! numbers {
    ($($left:ty: $($right:ty => $output:ty),*;)*) => {$($(
        rules! {
            Sum: ($left, $right) => $output;
            Difference: ($left, $right) => $output;
            Product: ($left, $right) => $output;
            Quotient: ($left, $right) => $output;
            Remainder: ($left, $right) => $output;
        }
    )*)*};
}

numbers! {
    u8: u8 => u8, i8 => i16, i16 => i16, i32 => i32, i64 => i64, f32 => f32, f64 => f64, Decimal => Decimal;
    i8: u8 => i16, i8 => i8, i16 => i16, i32 => i32, i64 => i64, f32 => f32, f64 => f64, Decimal => Decimal;
    i16: u8 => i16, i8 => i16, i16 => i16, i32 => i32, i64 => i64, f32 => f32, f64 => f64, Decimal => Decimal;
    i32: u8 => i32, i8 => i32, i16 => i32, i32 => i32, i64 => i64, f32 => f32, f64 => f64, Decimal => Decimal;
    i64: u8 => i64, i8 => i64, i16 => i64, i32 => i64, i64 => i64, f32 => f32, f64 => f64, Decimal => Decimal;
    f32: u8 => f32, i8 => f32, i16 => f32, i32 => f32, i64 => f32, f32 => f32, f64 => f64, Decimal => f64;
    f64: u8 => f64, i8 => f64, i16 => f64, i32 => f64, i64 => f64, f32 => f64, f64 => f64, Decimal => f64;
    Decimal: u8 => Decimal, i8 => Decimal, i16 => Decimal, i32 => Decimal, i64 => Decimal, f32 => f64, f64 => f64, Decimal => Decimal;
}

rules! {
    Sum: (DateTimeOffset, Duration) => DateTimeOffset, (Date, Duration) => Date, (Duration, Duration) => Duration;
    Difference: (DateTimeOffset, Duration) => DateTimeOffset, (Date, Duration) => Date, (Duration, Duration) => Duration,
        (DateTimeOffset, DateTimeOffset) => Duration, (Date, Date) => Duration;
    Product: (Duration, i32) => Duration, (Duration, i64) => Duration, (Duration, f64) => Duration, (Duration, Decimal) => Duration,
        (i32, Duration) => Duration, (i64, Duration) => Duration, (f64, Duration) => Duration, (Decimal, Duration) => Duration;
    Quotient: (Duration, i32) => Duration, (Duration, i64) => Duration, (Duration, f64) => Duration, (Duration, Decimal) => Duration;
}

/// The result: null where one of the operands is.
type Result<E, T, R> = Field<E, Option<T>, R, Computed>;

fn calculated<E, T, U, R, N: Node, V: Term<E>>(
    field: Field<E, T, R, N>,
    op: ArithmeticOp,
    other: V,
) -> Field<E, U, R, Computed> {
    let standing = field.standing().and(other.standing());
    let (left, right) = (Box::new(field.into_expr()), Box::new(other.into_term()));
    computed(Expr::Arithmetic(op, left, right), standing)
}

macro_rules! operators {
    ($($(#[$doc:meta])* $operator:ident $method:ident $op:ident: $operation:ident;)*) => {$(
        $(#[$doc])*
        impl<E, T: Edm, R, N: Node, V: Term<E>> $operator<V> for Field<E, T, R, N>
        where
            V::Type: Edm,
            Base<T>: $operation<Base<V::Type>>,
        {
            type Output = Result<E, <Base<T> as $operation<Base<V::Type>>>::Output, R>;

            fn $method(self, other: V) -> Self::Output {
                calculated(self, ArithmeticOp::$op, other)
            }
        }
    )*};
}

operators! {
    /// `add`: the sum.
    Add add Add: Sum;
    /// `sub`: the difference.
    Sub sub Sub: Difference;
    /// `mul`: the product.
    Mul mul Mul: Product;
    /// `div`: the quotient, whole where both are whole numbers; [`div_by`](Field::div_by) keeps the fraction.
    Div div Div: Quotient;
    /// `mod`: the remainder.
    Rem rem Mod: Remainder;
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// The quotient with its fraction: `divby`, OData 4.01.
    ///
    /// # Example
    /// ```
    /// # use odata::{Field, Filter, doc_example::LibraryFile};
    /// # let size: Field<LibraryFile, i32> = Field::new("size");
    /// let filter: Filter<LibraryFile> = size.div_by(3).gt(1.5_f64.to_string().parse::<odata::Decimal>()?);
    /// assert_eq!(filter.to_string(), "size divby 3 gt 1.5");
    /// assert_eq!((size * 2 + 1).eq(7).to_string(), "size mul 2 add 1 eq 7");
    /// # Ok::<(), odata::edm::ParseError>(())
    /// ```
    pub fn div_by<V: Term<E>>(self, other: V) -> Field<E, Option<Decimal>, R, Computed>
    where
        T: Number,
        V::Type: Number,
    {
        calculated(self, ArithmeticOp::DivBy, other)
    }
}

/// With the other sign.
impl<E, T: Edm + Number, R, N: Node> Neg for Field<E, T, R, N> {
    type Output = Field<E, T, R, Computed>;

    fn neg(self) -> Self::Output {
        let standing = self.standing();
        computed(Expr::Negate(Box::new(self.into_expr())), standing)
    }
}

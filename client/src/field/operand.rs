//! What can stand beside a property.

use odata_core::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, TimeOfDay};
use odata_core::expr::Expr;

use super::written::{Nullable, TakesFraction, TakesText};
use super::{Edm, Enumeration, Field, Filterable, ListedNumber, Node, Standing};

/// What a property of type `T` can be compared with, in an expression over `E`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a property of `{E}` that holds `{T}`",
    label = "expected a value of the property's own type, or another property of `{E}`"
)]
pub trait Operand<E, T> {
    /// The operand as a tree.
    fn into_expr(self) -> Expr;

    /// Whether it is sent although the service says that it does not support it, and whether it is sent at all.
    #[doc(hidden)]
    fn standing(&self) -> Standing {
        Standing::default()
    }
}

/// The literal `null`: `LibraryFile::DESCRIPTION.eq(Null)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Null;

impl<E, T: Nullable> Operand<E, T> for Null {
    fn into_expr(self) -> Expr {
        Expr::Literal(Literal::Null)
    }
}

/// `None` is null.
#[diagnostic::do_not_recommend]
impl<E, T, V: Operand<E, T>> Operand<E, Option<T>> for Option<V> {
    fn into_expr(self) -> Expr {
        self.map_or(Expr::Literal(Literal::Null), V::into_expr)
    }

    fn standing(&self) -> Standing {
        self.as_ref().map(V::standing).unwrap_or_default()
    }
}

#[diagnostic::do_not_recommend]
impl<E, T: Edm, U: Edm<Base = T::Base>, R: Filterable<E>, N: Node> Operand<E, T>
    for Field<E, U, R, N>
{
    fn into_expr(self) -> Expr {
        Field::into_expr(self)
    }

    fn standing(&self) -> Standing {
        Field::standing(self)
    }
}

#[diagnostic::do_not_recommend]
impl<E, M: Enumeration> Operand<E, M> for M {
    fn into_expr(self) -> Expr {
        Expr::Literal(self.literal())
    }
}

#[diagnostic::do_not_recommend]
impl<E, M: Enumeration> Operand<E, Option<M>> for M {
    fn into_expr(self) -> Expr {
        Expr::Literal(self.literal())
    }
}

impl<E, T: Edm> Operand<E, T> for &str
where
    T::Written: TakesText,
{
    fn into_expr(self) -> Expr {
        Expr::Literal(Literal::String(self.into()))
    }
}

impl<E, T: Edm> Operand<E, T> for f64
where
    T::Written: TakesFraction,
{
    fn into_expr(self) -> Expr {
        Expr::Literal(Literal::Double(self))
    }
}

macro_rules! listed_numbers {
    ($($value:ty: |$name:ident| $literal:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E, M: ListedNumber> Operand<E, M> for $value {
            fn into_expr(self) -> Expr {
                let $name = self;
                Expr::Literal($literal)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<E, M: ListedNumber> Operand<E, Option<M>> for $value {
            fn into_expr(self) -> Expr {
                let $name = self;
                Expr::Literal($literal)
            }
        }
    )*};
}

listed_numbers! {
    i32: |value| Literal::Int(value.into());
    i64: |value| Literal::Int(value);
    Decimal: |value| Literal::Decimal(value);
}

macro_rules! operands {
    ($($value:ty => $property:ty: |$name:ident| $literal:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E> Operand<E, $property> for $value {
            fn into_expr(self) -> Expr {
                let $name = self;
                Expr::Literal($literal)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<E> Operand<E, Option<$property>> for $value {
            fn into_expr(self) -> Expr {
                let $name = self;
                Expr::Literal($literal)
            }
        }
    )*};
}

/// Gives a macro the values that are literals, each with the type of the properties that hold such values. `&str` and `f64`
/// are not among them: what they stand beside is told by how it is written.
macro_rules! for_each_literal {
    ($with:ident) => {
        $with! {
            String => String: |text| Literal::String(text);
            bool => bool: |value| Literal::Boolean(value);
            u8 => u8: |value| Literal::Int(value.into());
            i8 => i8: |value| Literal::Int(value.into());
            i16 => i16: |value| Literal::Int(value.into());
            i32 => i32: |value| Literal::Int(value.into());
            i64 => i64: |value| Literal::Int(value);
            f32 => f32: |value| Literal::Double(value.into());
            Decimal => Decimal: |value| Literal::Decimal(value);
            Guid => Guid: |value| Literal::Guid(value);
            Date => Date: |value| Literal::Date(value);
            TimeOfDay => TimeOfDay: |value| Literal::TimeOfDay(value);
            DateTimeOffset => DateTimeOffset: |value| Literal::DateTimeOffset(value);
            Duration => Duration: |value| Literal::Duration(value);
            Binary => Binary: |value| Literal::Binary(value);
        }
    };
}
pub(super) use for_each_literal;

for_each_literal!(operands);

operands! {
    &String => String: |text| Literal::String(text.as_str().into());
    &&str => String: |text| Literal::String((*text).into());
    i32 => i64: |value| Literal::Int(value.into());
    u32 => i64: |value| Literal::Int(value.into());
    u8 => f64: |value| Literal::Int(value.into());
    i8 => f64: |value| Literal::Int(value.into());
    i16 => f64: |value| Literal::Int(value.into());
    u16 => f64: |value| Literal::Int(value.into());
    i32 => f64: |value| Literal::Int(value.into());
    u32 => f64: |value| Literal::Int(value.into());
    u8 => f32: |value| Literal::Int(value.into());
    i8 => f32: |value| Literal::Int(value.into());
    i16 => f32: |value| Literal::Int(value.into());
    u16 => f32: |value| Literal::Int(value.into());
    i32 => f32: |value| Literal::Int(value.into());
    u8 => Decimal: |value| Literal::Int(value.into());
    i8 => Decimal: |value| Literal::Int(value.into());
    i16 => Decimal: |value| Literal::Int(value.into());
    u16 => Decimal: |value| Literal::Int(value.into());
    i32 => Decimal: |value| Literal::Int(value.into());
    u32 => Decimal: |value| Literal::Int(value.into());
    i64 => Decimal: |value| Literal::Int(value);
}

#[cfg(feature = "jiff")]
operands! {
    jiff::Timestamp => DateTimeOffset: |value| Literal::DateTimeOffset(value.into());
}

#[cfg(feature = "uuid")]
operands! {
    uuid::Uuid => Guid: |value| Literal::Guid(value.into());
}

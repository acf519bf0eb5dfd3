//! What can be calculated with: values and properties whose types are known by themselves.

use odata_core::edm::{Date, DateTimeOffset, Decimal, Duration, Guid, Literal, TimeOfDay};
use odata_core::expr::Expr;

use super::{Field, Filterable, Node, Operand, Untyped};

/// A value, or a property, in an expression over `E`, whose type is known by itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that can be calculated with in an expression over `{E}`",
    label = "expected a value, or a property of `{E}`"
)]
pub trait Term<E> {
    /// Its type.
    type Type;

    /// The tree.
    fn into_term(self) -> Expr;

    /// Whether it is sent although the service says that it does not support it.
    #[doc(hidden)]
    fn unchecked(&self) -> bool {
        false
    }
}

impl<E, T, R: Filterable<E>, N: Node> Term<E> for Field<E, T, R, N> {
    type Type = T;

    fn into_term(self) -> Expr {
        self.into_expr()
    }

    fn unchecked(&self) -> bool {
        self.unchecked
    }
}

macro_rules! terms {
    ($($value:ty => $type:ty: |$name:ident| $literal:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E> Term<E> for $value {
            type Type = $type;

            fn into_term(self) -> Expr {
                let $name = self;
                Expr::Literal($literal)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<E> Operand<E, Untyped> for $value {
            fn into_expr(self) -> Expr {
                Term::<E>::into_term(self)
            }
        }
    )*};
}

terms! {
    &str => String: |text| Literal::String(text.into());
    String => String: |text| Literal::String(text);
    bool => bool: |value| Literal::Boolean(value);
    u8 => u8: |value| Literal::Int(value.into());
    i8 => i8: |value| Literal::Int(value.into());
    i16 => i16: |value| Literal::Int(value.into());
    i32 => i32: |value| Literal::Int(value.into());
    i64 => i64: |value| Literal::Int(value);
    f32 => f32: |value| Literal::Double(value.into());
    f64 => f64: |value| Literal::Double(value);
    Decimal => Decimal: |value| Literal::Decimal(value);
    Guid => Guid: |value| Literal::Guid(value);
    Date => Date: |value| Literal::Date(value);
    TimeOfDay => TimeOfDay: |value| Literal::TimeOfDay(value);
    DateTimeOffset => DateTimeOffset: |value| Literal::DateTimeOffset(value);
    Duration => Duration: |value| Literal::Duration(value);
}

//! What can be calculated with: values and properties whose types are known by themselves.

use odata_core::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, TimeOfDay};
use odata_core::expr::Expr;

use super::operand::for_each_literal;
use super::{Field, Filterable, Node, Operand, Standing, Untyped};

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

    /// Whether it is sent although the service says that it does not support it, and whether it is sent at all.
    #[doc(hidden)]
    fn standing(&self) -> Standing {
        Standing::default()
    }
}

impl<E, T, R: Filterable<E>, N: Node> Term<E> for Field<E, T, R, N> {
    type Type = T;

    fn into_term(self) -> Expr {
        self.into_expr()
    }

    fn standing(&self) -> Standing {
        Field::standing(self)
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

for_each_literal!(terms);

terms! {
    &str => String: |text| Literal::String(text.into());
    f64 => f64: |value| Literal::Double(value);
}

//! What a `$select` asks for, and the type that the rows then have (URL conventions 5.1.3).

use crate::decode::{Slot, Value};
use crate::field::{Field, Pathed, Selectable};

/// A property of `E`, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected from `{E}`",
    label = "expected a property of `{E}`, or a tuple of properties of it",
    note = "a tuple has at most twelve properties, and nothing that is computed from them"
)]
pub trait Select<E> {
    /// The type of a row.
    type Output: Send + 'static;

    /// The names of what is selected, in the order of the row.
    fn names(&self, names: &mut Vec<String>);

    /// Whether it is sent although the service says that it does not support it.
    #[doc(hidden)]
    fn is_unchecked(&self) -> bool;

    /// An empty row.
    #[doc(hidden)]
    fn start() -> Self::Output;

    /// The value in the row with that index.
    #[doc(hidden)]
    fn slot(row: &mut Self::Output, index: usize) -> Option<&mut dyn Slot>;
}

impl<E, T: Value + Default, R: Selectable<E>, N: Pathed> Select<E> for Field<E, T, R, N> {
    type Output = T;

    fn names(&self, names: &mut Vec<String>) {
        names.push(self.node.path().into_owned());
    }

    fn is_unchecked(&self) -> bool {
        self.unchecked
    }

    fn start() -> T {
        T::default()
    }

    fn slot(row: &mut T, index: usize) -> Option<&mut dyn Slot> {
        (index == 0).then_some(row)
    }
}

macro_rules! tuple {
    ($($type:ident $right:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<E, $($type: Value + Default, $right: Selectable<E>),*> Select<E> for ($(Field<E, $type, $right>,)*) {
            type Output = ($($type,)*);

            fn names(&self, names: &mut Vec<String>) {
                $(names.push(self.$index.name().to_owned());)*
            }

            fn is_unchecked(&self) -> bool {
                $(self.$index.unchecked)||*
            }

            fn start() -> Self::Output {
                ($($type::default(),)*)
            }

            fn slot(row: &mut Self::Output, index: usize) -> Option<&mut dyn Slot> {
                match index {
                    $($index => Some(&mut row.$index),)*
                    _ => None,
                }
            }
        }
    };
}

tuple!(A RA 0);
tuple!(A RA 0, B RB 1);
tuple!(A RA 0, B RB 1, C RC 2);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5, H RH 6);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5, H RH 6, I RI 7);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5, H RH 6, I RI 7, J RJ 8);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5, H RH 6, I RI 7, J RJ 8, K RK 9);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5, H RH 6, I RI 7, J RJ 8, K RK 9, L RL 10);
tuple!(A RA 0, B RB 1, C RC 2, D RD 3, F RF 4, G RG 5, H RH 6, I RI 7, J RJ 8, K RK 9, L RL 10, M RM 11);

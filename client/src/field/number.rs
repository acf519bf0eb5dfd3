//! Arithmetic functions (URL conventions 5.1.1.9).

use odata_core::expr::Function;

use super::{Computed, Field, Node, Number};

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// Rounded to the nearest whole number, halves away from zero: `round`.
    pub fn round(self) -> Field<E, T, R, Computed>
    where
        T: Number,
    {
        self.call(Function::Round, [])
    }

    /// Rounded down: `floor`.
    pub fn floor(self) -> Field<E, T, R, Computed>
    where
        T: Number,
    {
        self.call(Function::Floor, [])
    }

    /// Rounded up: `ceiling`.
    pub fn ceiling(self) -> Field<E, T, R, Computed>
    where
        T: Number,
    {
        self.call(Function::Ceiling, [])
    }
}

//! Arithmetic functions (URL conventions 5.1.1.9).

use odata_core::expr::Function;

use super::{Computed, Field, Number};

impl<E, T, R> Field<E, T, R> {
    /// Rounded to the nearest whole number, halves away from zero: `round`.
    pub fn round(self) -> Field<E, T, Computed<R>>
    where
        T: Number,
    {
        self.call(Function::Round, [])
    }

    /// Rounded down: `floor`.
    pub fn floor(self) -> Field<E, T, Computed<R>>
    where
        T: Number,
    {
        self.call(Function::Floor, [])
    }

    /// Rounded up: `ceiling`.
    pub fn ceiling(self) -> Field<E, T, Computed<R>>
    where
        T: Number,
    {
        self.call(Function::Ceiling, [])
    }
}

//! What `#[derive(Select)]` calls.

use super::select::cell;
use super::{Asked, Pick};
use crate::decode::{Columns, Step, row};
use crate::json::{Fault, Reader};

/// What a field of the user's struct can be where a property holds a `T`.
#[diagnostic::on_unimplemented(
    message = "the property holds `{T}`, and the field is `{Self}`",
    label = "expected `{T}`"
)]
#[doc(hidden)]
pub trait Holds<T> {
    fn holding(value: T) -> Self;
}

impl<T> Holds<T> for T {
    fn holding(value: T) -> T {
        value
    }
}

impl<T> Holds<T> for Option<T> {
    fn holding(value: T) -> Option<T> {
        Some(value)
    }
}

/// A value on its way into a field of the user's struct.
#[doc(hidden)]
#[derive(Debug)]
pub struct Held<T>(pub T);

impl<T> Held<T> {
    /// As the field has it.
    pub fn into_field<F: Holds<T>>(self) -> F {
        F::holding(self.0)
    }
}

/// Whether it can be selected wherever it goes on to use it, so that rustc says the same each time, and
/// shows it once.
#[doc(hidden)]
pub fn selectable<E, P: Pick<E>>(_: &impl Fn() -> P) {}

/// Asks for what is selected.
#[doc(hidden)]
pub fn ask_for<E, P: Pick<E>>(picked: &impl Fn() -> P, asked: &mut Asked) {
    picked().pick(asked);
}

/// An empty value of what is selected.
#[doc(hidden)]
pub fn start<E, P: Pick<E>>(_: &impl Fn() -> P) -> P::Output {
    P::start()
}

/// What is done with a value of what is selected.
#[doc(hidden)]
pub fn cell_of<E, P: Pick<E>>(
    _: &impl Fn() -> P,
    value: &mut P::Output,
    step: Step<'_, '_>,
) -> Result<bool, Fault> {
    cell::<E, P>(value, step)
}

/// Reads a row.
#[doc(hidden)]
pub fn read_columns(
    columns: &Columns,
    reader: &mut Reader<'_>,
    cells: &mut dyn FnMut(usize, Step<'_, '_>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    row(columns, cells, reader)
}

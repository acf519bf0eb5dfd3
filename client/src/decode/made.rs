//! What makes values of a type that is known, for those who do not know it.

use super::structured::{Record, Structured};

/// What has in it how a value is dropped: that of a `Record`, too, stands in its vtable.
///
/// It is of `Vec<E>` so that it is compiled next to what drops a `Vec<E>`. rustc puts a method into the part of a program that its
/// type's module is in, and what drops a value into each part again that has a use for it; of a large entity that is more than all
/// else that a program with a few questions has.
pub(crate) trait Made {
    type Value;

    /// An empty value, made where it stays.
    fn fresh() -> Box<dyn Record>;

    fn record(value: &mut Self::Value) -> &mut dyn Record;

    /// Puts an empty value at the end.
    fn more(&mut self) -> Option<&mut dyn Record>;
}

impl<E: Structured> Made for Vec<E> {
    type Value = E;

    #[inline(never)]
    fn fresh() -> Box<dyn Record> {
        Box::<E>::default()
    }

    #[inline(never)]
    fn record(value: &mut E) -> &mut dyn Record {
        value
    }

    #[inline(never)]
    fn more(&mut self) -> Option<&mut dyn Record> {
        self.push(E::default());
        self.last_mut().map(|value| value as &mut dyn Record)
    }
}

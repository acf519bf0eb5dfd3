//! How a row of an answer is read: as a whole entity, or as the values that were selected.

use std::sync::Arc;

use crate::decode::{Columns, Structured};
use crate::field::{Select, Whole};
use crate::json::{Fault, Reader};

mod item;

/// How a row is read.
pub(super) struct Shape<T> {
    columns: Arc<Columns>,
    read: Arc<Read<T>>,
}

type Read<T> = dyn Fn(&Columns, &mut Reader<'_>) -> Result<T, Fault> + Send + Sync;

impl<T> Clone for Shape<T> {
    fn clone(&self) -> Self {
        Shape {
            columns: self.columns.clone(),
            read: self.read.clone(),
        }
    }
}

impl<T: 'static> Shape<T> {
    pub(super) fn of(
        columns: Columns,
        read: fn(&Columns, &mut Reader<'_>) -> Result<T, Fault>,
    ) -> Self {
        Shape {
            columns: Arc::new(columns),
            read: Arc::new(read),
        }
    }

    /// Rows of what was selected.
    pub(super) fn selection<E, S: Select<E, Output = T>>(columns: Columns) -> Self {
        Shape::of(columns, S::read)
    }

    /// What is made of each row.
    pub(super) fn map<U>(self, make: impl Fn(T) -> U + Send + Sync + 'static) -> Shape<U> {
        let read = self.read;
        Shape {
            columns: self.columns,
            read: Arc::new(move |columns, reader| read(columns, reader).map(&make)),
        }
    }
}

impl<T> Shape<T> {
    pub(super) fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        (self.read)(&self.columns, reader)
    }
}

impl<E: Structured> Shape<E> {
    pub(super) fn whole() -> Self {
        Shape::of(Columns::default(), <Whole as Select<E>>::read)
    }
}

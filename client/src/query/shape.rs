//! How a row of an answer is read: as a whole entity, or as the values that were selected.

use crate::decode::{Columns, Structured, Value};
use crate::field::{Asked, Field, Select, read_one};
use crate::json::{Fault, Reader};

/// How a row is read.
pub(super) struct Shape<T> {
    columns: Columns,
    read: fn(&Columns, &mut Reader<'_>) -> Result<T, Fault>,
}

impl<T> Clone for Shape<T> {
    fn clone(&self) -> Self {
        Shape {
            columns: self.columns.clone(),
            read: self.read,
        }
    }
}

impl<T> Shape<T> {
    pub(super) fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        (self.read)(&self.columns, reader)
    }

    /// Rows of what was selected.
    pub(super) fn selection<E, S: Select<E, Output = T>>(columns: Columns) -> Self {
        Shape {
            columns,
            read: S::read,
        }
    }
}

impl<E: Structured> Shape<E> {
    pub(super) fn whole() -> Self {
        Shape {
            columns: Columns::default(),
            read: |_, reader| {
                let mut entity = E::default();
                Value::read(&mut entity, reader)?;
                Ok(entity)
            },
        }
    }
}

impl<T: Value + Default> Shape<T> {
    /// A value that is no entity: `{"value": …}`.
    pub(super) fn value() -> Self {
        let mut asked = Asked::default();
        asked.column("value".into());
        Shape {
            columns: asked.columns,
            read: read_one::<(), Field<(), T>>,
        }
    }
}

//! How a row of an answer is read: as a whole entity, or as the values that were selected.

use std::sync::Arc;

use crate::decode::{Columns, Structured, Value, keep_etag};
use crate::field::Select;
use crate::json::{Fault, Reader};

mod item;

pub(super) use item::read_id;

/// How a row is read.
pub(super) enum Shape<T> {
    /// As an entity, of which all is read.
    Whole(InPlace<T>),
    /// As what was selected, or made of it.
    Selected {
        columns: Arc<Columns>,
        read: Arc<Read<T>>,
    },
}

/// How a whole entity is read where it stays.
pub(super) struct InPlace<T> {
    start: fn() -> T,
    read: fn(&mut T, &mut Reader<'_>) -> Result<(), Fault>,
    keep_etag: fn(&mut T, &str),
}

type Read<T> = dyn Fn(&Columns, &mut Reader<'_>) -> Result<T, Fault> + Send + Sync;

impl<T> Clone for InPlace<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for InPlace<T> {}

impl<T> InPlace<T> {
    fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        let mut value = (self.start)();
        (self.read)(&mut value, reader)?;
        Ok(value)
    }
}

impl<T> Clone for Shape<T> {
    fn clone(&self) -> Self {
        match self {
            Shape::Whole(whole) => Shape::Whole(*whole),
            Shape::Selected { columns, read } => Shape::Selected {
                columns: columns.clone(),
                read: read.clone(),
            },
        }
    }
}

impl<T: 'static> Shape<T> {
    pub(super) fn of(
        columns: Columns,
        read: fn(&Columns, &mut Reader<'_>) -> Result<T, Fault>,
    ) -> Self {
        Shape::Selected {
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
        match self {
            Shape::Whole(whole) => Shape::Selected {
                columns: Arc::default(),
                read: Arc::new(move |_, reader| whole.read(reader).map(&make)),
            },
            Shape::Selected { columns, read } => Shape::Selected {
                columns,
                read: Arc::new(move |columns, reader| read(columns, reader).map(&make)),
            },
        }
    }
}

impl<T> Shape<T> {
    pub(super) fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        match self {
            Shape::Whole(whole) => whole.read(reader),
            Shape::Selected { columns, read } => read(columns, reader),
        }
    }

    /// Reads what is no row, but an answer of its own.
    pub(super) fn read_alone(&self, reader: &mut Reader<'_>) -> crate::Result<T> {
        let Shape::Whole(whole) = self else {
            return Ok(self.read(reader)?);
        };
        let mut read = Ok((whole.start)());
        if let Ok(value) = &mut read
            && let Err(fault) = (whole.read)(value, reader)
        {
            read = Err(fault.into());
        }
        read
    }

    /// Reads a row that takes the place of what is there. Entities are large, so that it costs something to move one.
    pub(super) fn read_into(
        &self,
        row: &mut Option<crate::Result<T>>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        match self {
            Shape::Whole(whole) => match row.insert(Ok((whole.start)())) {
                Ok(row) => (whole.read)(row, reader),
                Err(_) => Ok(()),
            },
            Shape::Selected { columns, read } => {
                *row = Some(Ok(read(columns, reader)?));
                Ok(())
            }
        }
    }

    /// Keeps the ETag that stood in the head of an answer with a whole entity.
    pub(super) fn keep_etag(&self, row: &mut T, etag: &str) {
        if let Shape::Whole(whole) = self {
            (whole.keep_etag)(row, etag);
        }
    }

    /// Reads a row to the end of others.
    pub(super) fn read_onto(
        &self,
        rows: &mut Vec<T>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        let Shape::Whole(whole) = self else {
            rows.push(self.read(reader)?);
            return Ok(());
        };
        rows.push((whole.start)());
        let read = match rows.last_mut() {
            Some(row) => (whole.read)(row, reader),
            None => Ok(()),
        };
        if read.is_err() {
            rows.pop();
        }
        read
    }
}

impl<E: Structured> Shape<E> {
    pub(super) fn whole() -> Self {
        Shape::Whole(InPlace {
            start: E::default,
            read: Value::read,
            keep_etag: |entity, etag| keep_etag(entity, etag),
        })
    }
}

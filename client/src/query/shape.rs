//! How a row of an answer is read: as a whole entity, or as the values that were selected.

use std::sync::Arc;

use super::instead::{ENTITY, begins_otherwise, is_entity, is_not_instead};
use crate::client::Answer;
use crate::decode::{Columns, Made, Record, Structured, keep_etag, read_record};
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
        read: Arc<dyn Selected<T>>,
    },
}

/// How a whole entity is read where it stays.
pub(super) struct InPlace<T> {
    start: fn() -> T,
    record: fn(&mut T) -> &mut dyn Record,
    more: fn(&mut Vec<T>) -> Option<&mut dyn Record>,
}

/// How a row of what was selected is read. Apart from the above, so that it is compiled for what is selected alone.
pub(super) trait Selected<T>: Send + Sync {
    fn read(&self, columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault>;

    fn read_onto(
        &self,
        columns: &Columns,
        rows: &mut Vec<T>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault>;
}

impl<T, F> Selected<T> for F
where
    F: Fn(&Columns, &mut Reader<'_>) -> Result<T, Fault> + Send + Sync,
{
    fn read(&self, columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault> {
        self(columns, reader)
    }

    fn read_onto(
        &self,
        columns: &Columns,
        rows: &mut Vec<T>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        rows.push(self(columns, reader)?);
        Ok(())
    }
}

impl<T> Clone for InPlace<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for InPlace<T> {}

impl<T> InPlace<T> {
    fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        let mut value = (self.start)();
        read_record((self.record)(&mut value), reader)?;
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
                read: Arc::new(move |_: &Columns, reader: &mut Reader<'_>| {
                    whole.read(reader).map(&make)
                }),
            },
            Shape::Selected { columns, read } => Shape::Selected {
                columns,
                read: Arc::new(move |columns: &Columns, reader: &mut Reader<'_>| {
                    read.read(columns, reader).map(&make)
                }),
            },
        }
    }
}

impl<T> Shape<T> {
    pub(super) fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        match self {
            Shape::Whole(whole) => whole.read(reader),
            Shape::Selected { columns, read } => read.read(columns, reader),
        }
    }

    /// Reads what is no row, but an answer of its own.
    pub(super) fn read_alone(&self, reader: &mut Reader<'_>) -> crate::Result<T> {
        let Shape::Whole(whole) = self else {
            return Ok(self.read(reader)?);
        };
        let mut read = Ok((whole.start)());
        if let Ok(value) = &mut read
            && let Err(fault) = read_record((whole.record)(value), reader)
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
                Ok(row) => read_record((whole.record)(row), reader),
                Err(_) => Ok(()),
            },
            Shape::Selected { columns, read } => {
                *row = Some(Ok(read.read(columns, reader)?));
                Ok(())
            }
        }
    }

    /// Makes sure that what was read alone is what was asked for, and not something else of which nothing was read.
    pub(super) fn is_what_was_asked(
        &self,
        row: &mut T,
        text: &str,
        answer: &Answer,
    ) -> crate::Result<()> {
        match self {
            Shape::Whole(whole) => is_entity((whole.record)(row), answer),
            Shape::Selected { columns, .. } => are_columns(columns, text, answer),
        }
    }

    /// Keeps the ETag that stood in the head of an answer with a whole entity.
    pub(super) fn keep_etag(&self, row: &mut T, etag: &str) {
        if let Shape::Whole(whole) = self {
            keep_etag((whole.record)(row), etag);
        }
    }

    /// Reads a row to the end of others.
    pub(super) fn read_onto(
        &self,
        rows: &mut Vec<T>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        let whole = match self {
            Shape::Whole(whole) => whole,
            Shape::Selected { columns, read } => return read.read_onto(columns, rows, reader),
        };
        let before = rows.len();
        let read = match (whole.more)(rows) {
            Some(row) => read_record(row, reader),
            None => Ok(()),
        };
        if read.is_err() {
            rows.truncate(before);
        }
        read
    }
}

/// Of what was selected nothing may have come, and then nothing is kept.
fn are_columns(columns: &Columns, text: &str, answer: &Answer) -> crate::Result<()> {
    match begins_otherwise(text) {
        true => is_not_instead(ENTITY, answer, &|name| columns.has(name)),
        false => Ok(()),
    }
}

impl<E: Structured> Shape<E> {
    pub(super) fn whole() -> Self {
        Shape::Whole(InPlace {
            start: E::default,
            record: Vec::<E>::record,
            more: Made::more,
        })
    }
}

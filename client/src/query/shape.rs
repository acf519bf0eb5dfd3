//! What a row of an answer is decoded to: a whole entity, or the values that were selected. All of the row is there.

use std::sync::Arc;

use super::instead::{ENTITY, begins_otherwise, is_entity, is_not_instead};
use crate::client::Answer;
use crate::decode::{Columns, Made, Record, Structured, keep_etag, read_record};
use crate::field::Select;
use crate::json::{Fault, Reader};

mod item;

pub(super) use item::read_id;

/// What a row is decoded to.
pub(super) enum Shape<T> {
    /// An entity, of which all is kept.
    Whole(InPlace<T>),
    /// What was selected, or is made of it.
    Selected {
        columns: Arc<Columns>,
        decoder: Arc<dyn Selected<T>>,
    },
}

/// How a whole entity is decoded where it stays.
pub(super) struct InPlace<T> {
    start: fn() -> T,
    record: fn(&mut T) -> &mut dyn Record,
    more: fn(&mut Vec<T>) -> Option<&mut dyn Record>,
}

/// How a row of what was selected is decoded. Apart from the above, so that it is compiled for what is selected alone.
pub(super) trait Selected<T>: Send + Sync {
    fn decode(&self, columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault>;

    fn decode_behind(
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
    fn decode(&self, columns: &Columns, reader: &mut Reader<'_>) -> Result<T, Fault> {
        self(columns, reader)
    }

    fn decode_behind(
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
    fn decode(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        let mut value = (self.start)();
        read_record((self.record)(&mut value), reader)?;
        Ok(value)
    }
}

impl<T> Clone for Shape<T> {
    fn clone(&self) -> Self {
        match self {
            Shape::Whole(whole) => Shape::Whole(*whole),
            Shape::Selected { columns, decoder } => Shape::Selected {
                columns: columns.clone(),
                decoder: decoder.clone(),
            },
        }
    }
}

impl<T: 'static> Shape<T> {
    pub(super) fn of(
        columns: Columns,
        decoder: fn(&Columns, &mut Reader<'_>) -> Result<T, Fault>,
    ) -> Self {
        Shape::Selected {
            columns: Arc::new(columns),
            decoder: Arc::new(decoder),
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
                decoder: Arc::new(move |_: &Columns, reader: &mut Reader<'_>| {
                    whole.decode(reader).map(&make)
                }),
            },
            Shape::Selected { columns, decoder } => Shape::Selected {
                columns,
                decoder: Arc::new(move |columns: &Columns, reader: &mut Reader<'_>| {
                    decoder.decode(columns, reader).map(&make)
                }),
            },
        }
    }
}

impl<T> Shape<T> {
    pub(super) fn decode(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        match self {
            Shape::Whole(whole) => whole.decode(reader),
            Shape::Selected { columns, decoder } => decoder.decode(columns, reader),
        }
    }

    /// Decodes what is no row, but an answer of its own.
    pub(super) fn decode_alone(&self, reader: &mut Reader<'_>) -> crate::Result<T> {
        let Shape::Whole(whole) = self else {
            return Ok(self.decode(reader)?);
        };
        let mut read = Ok((whole.start)());
        if let Ok(value) = &mut read
            && let Err(fault) = read_record((whole.record)(value), reader)
        {
            read = Err(fault.into());
        }
        read
    }

    /// Decodes a row in the place of what is there. Entities are large, so that it costs something to move one.
    pub(super) fn decode_in_place(
        &self,
        row: &mut Option<crate::Result<T>>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        match self {
            Shape::Whole(whole) => match row.insert(Ok((whole.start)())) {
                Ok(row) => read_record((whole.record)(row), reader),
                Err(_) => Ok(()),
            },
            Shape::Selected { columns, decoder } => {
                *row = Some(Ok(decoder.decode(columns, reader)?));
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

    /// Decodes a row behind others. When it cannot be, they are left as they were.
    pub(super) fn decode_behind(
        &self,
        rows: &mut Vec<T>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        let whole = match self {
            Shape::Whole(whole) => whole,
            Shape::Selected { columns, decoder } => {
                return decoder.decode_behind(columns, rows, reader);
            }
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

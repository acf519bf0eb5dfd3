//! How a row of an answer is read: as a whole entity, or as the values that were selected.

use crate::decode::{Slot, Slots, Structured, Value, row};
use crate::field::Select;
use crate::json::{Fault, Reader};

mod item;

/// What `$select` asks for and how a row of it is read.
pub(super) struct Shape<T> {
    /// The names of what was selected; none when the whole entity is read.
    pub(super) selected: Vec<String>,
    read: fn(&[String], &mut Reader<'_>) -> Result<T, Fault>,
}

impl<T> Clone for Shape<T> {
    fn clone(&self) -> Self {
        Shape {
            selected: self.selected.clone(),
            read: self.read,
        }
    }
}

impl<T> Shape<T> {
    /// The names for `$select`, each once.
    pub(super) fn asked(&self) -> Vec<String> {
        let mut seen = std::collections::HashSet::new();
        let mut names = self.selected.clone();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    pub(super) fn read(&self, reader: &mut Reader<'_>) -> Result<T, Fault> {
        (self.read)(&self.selected, reader)
    }
}

impl<E: Structured> Shape<E> {
    pub(super) fn whole() -> Self {
        Shape {
            selected: Vec::new(),
            read: |_, reader| {
                let mut entity = E::default();
                Value::read(&mut entity, reader)?;
                Ok(entity)
            },
        }
    }
}

/// The values of a row of `S`.
struct Selected<E, S: Select<E>>(S::Output, std::marker::PhantomData<fn() -> E>);

impl<E, S: Select<E>> Slots for Selected<E, S> {
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot> {
        S::slot(&mut self.0, index)
    }
}

impl<T> Shape<T> {
    pub(super) fn selection<E, S: Select<E, Output = T>>(selection: &S) -> Self {
        let mut selected = Vec::new();
        selection.names(&mut selected);
        Shape {
            selected,
            read: |names, reader| {
                let mut values = Selected::<E, S>(S::start(), std::marker::PhantomData);
                row(names, &mut values, reader)?;
                Ok(values.0)
            },
        }
    }
}

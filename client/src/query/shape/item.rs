//! Rows that are values, and no entities.

use super::Shape;
use crate::decode::{Slot, Slots, Value, row};
use crate::json::{Fault, Reader};
use crate::query::{Joined, Reference};

impl<T: Value> Shape<T> {
    /// An item of a collection of values.
    pub(in crate::query) fn item() -> Self {
        Shape {
            selected: Vec::new(),
            read: |_, reader| {
                let mut item = T::default();
                item.read(reader)?;
                Ok(item)
            },
        }
    }
}

impl<E> Shape<Reference<E>> {
    /// A reference to an entity: `{"@odata.id": ...}` (OData JSON 14).
    pub(in crate::query) fn reference() -> Self {
        Shape {
            selected: Vec::new(),
            read: |_, reader| id(reader).map(Reference::new),
        }
    }
}

fn id(reader: &mut Reader<'_>) -> Result<String, Fault> {
    let mut id = None;
    reader.object(&mut |name, reader| {
        if !matches!(name, "@odata.id" | "@id") {
            return reader.skip();
        }
        let text = reader.string().map_err(|fault| fault.within(name))?;
        match id.replace(text.into_owned()) {
            None => Ok(()),
            Some(_) => Err(reader.fault("the entity-id appears twice").within(name)),
        }
    })?;
    id.ok_or_else(|| reader.fault("a reference is expected, and there is no `@odata.id`"))
}

/// A row of a join.
struct Combination<S: Joined>(S::Row);

impl<S: Joined> Slots for Combination<S> {
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot> {
        S::slot(&mut self.0, index)
    }
}

impl<T> Shape<T> {
    /// An entity of each set: each is a member of the row, called after its set.
    pub(in crate::query) fn joined<S: Joined<Row = T>>(sets: Vec<String>) -> Self {
        Shape {
            selected: sets,
            read: |sets, reader| {
                let mut combination = Combination::<S>(S::start());
                row(sets, &mut combination, reader)?;
                Ok(combination.0)
            },
        }
    }
}

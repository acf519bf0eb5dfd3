//! Rows that are values, and no entities.

use super::Shape;
use crate::decode::{Columns, Step, Value, read_value, row};
use crate::field::Asked;
use crate::json::{Fault, Reader};
use crate::query::{Joined, Reference};

impl<T: Value> Shape<T> {
    /// An item of a collection of values.
    pub(in crate::query) fn item() -> Self {
        Shape::of(Columns::default(), |_, reader| {
            let mut item = T::default();
            item.read(reader)?;
            Ok(item)
        })
    }
}

impl<E: 'static> Shape<Reference<E>> {
    /// A reference to an entity: `{"@odata.id": ...}` (OData JSON 14).
    pub(in crate::query) fn reference() -> Self {
        Shape::of(Columns::default(), |_, reader| {
            id(reader).map(Reference::new)
        })
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

impl<T: 'static> Shape<T> {
    /// An entity of each set: each is a member of the row, called after its set.
    pub(in crate::query) fn joined<S: Joined<Row = T>>(sets: Vec<String>) -> Self {
        let mut asked = Asked::default();
        for set in sets {
            asked.column(set.into());
        }
        Shape::of(asked.columns, |sets, reader| {
            let mut combination = S::start();
            let mut cells =
                |index: usize, step: Step<'_, '_>| match (S::slot(&mut combination, index), step) {
                    (Some(slot), Step::Read(_, reader)) => read_value(slot, reader).map(|()| true),
                    (Some(slot), Step::MayBeAbsent) => Ok(slot.may_be_null()),
                    (None, _) => Ok(true),
                };
            row(sets, &mut cells, reader)?;
            Ok(combination)
        })
    }
}

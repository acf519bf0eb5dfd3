//! Rows that are values or references, and no entities.

use super::Shape;
use crate::decode::{Columns, Value};
use crate::json::{Fault, Reader};
use crate::query::Reference;

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
            read_id(reader).map(Reference::new)
        })
    }
}

pub(in crate::query) fn read_id(reader: &mut Reader<'_>) -> Result<String, Fault> {
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

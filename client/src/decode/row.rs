//! Rows of selected properties.

use super::Slot;
use super::read::read_value;
use crate::json::{Fault, Reader};

/// The values of a row, in the order in which they were selected.
pub(crate) trait Slots {
    fn slot(&mut self, index: usize) -> Option<&mut dyn Slot>;
}

/// Reads an object into the values of a row.
///
/// A value that is absent counts as null, since a service may leave nulls out (4.01 `omit-values`); one that admits
/// no null is then missing, and named.
pub(crate) fn row(
    names: &[String],
    slots: &mut dyn Slots,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    let mut seen = vec![false; names.len()];
    reader.object(&mut |name, reader| {
        // A row has no room for the link to the rest of a collection.
        if let Some((of, "odata.nextLink" | "nextLink")) = name.split_once('@')
            && names.iter().any(|selected| selected == of)
            && reader.peek() == Some(b'"')
        {
            return Err(reader
                .fault("the service cut this collection short: read the whole entity, whose `odata` has the link to the rest")
                .within(of));
        }
        let mut found = false;
        let start = reader.clone();
        // A property may have been selected twice.
        for (index, _) in names
            .iter()
            .enumerate()
            .filter(|(_, selected)| *selected == name)
        {
            if std::mem::replace(&mut seen[index], true) {
                return Err(reader.fault("the property appears twice").within(name));
            }
            *reader = start.clone();
            if let Some(value) = slots.slot(index) {
                read_value(value, reader).map_err(|fault| fault.within(name))?;
                found = true;
            }
        }
        if found {
            Ok(())
        } else {
            reader.skip().map_err(|fault| fault.within(name))
        }
    })?;
    for (index, name) in names.iter().enumerate() {
        let missing = !seen[index] && slots.slot(index).is_some_and(|value| !value.may_be_null());
        if missing {
            return Err(reader
                .fault("it was selected, is never null by the schema, and is absent")
                .within(name));
        }
    }
    Ok(())
}

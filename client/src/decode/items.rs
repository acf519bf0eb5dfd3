//! A collection of complex values whose type is forgotten.

use std::fmt;

use odata_core::descriptor::TypeInfo;

use super::made::Made;
use super::slot::Shown;
use super::structured::{self, Record, Structured, copy_slots, type_info};
use super::{read as read_all, write as write_all};
use crate::json::{Fault, Reader};

/// A `Vec<T>` whose `T` is forgotten.
#[doc(hidden)]
pub trait Items {
    fn len(&self) -> usize;
    fn get(&self, index: usize) -> Option<&dyn Record>;
    /// Puts an empty one at the end.
    fn push(&mut self) -> Option<&mut dyn Record>;
    fn clear(&mut self);
    fn info(&self) -> fn() -> &'static TypeInfo;
}

impl<T: Structured> Items for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<&dyn Record> {
        self.as_slice().get(index).map(|item| item as &dyn Record)
    }

    fn push(&mut self) -> Option<&mut dyn Record> {
        self.more()
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn info(&self) -> fn() -> &'static TypeInfo {
        type_info::<T>
    }
}

/// Null reads as an empty collection: a collection cannot be null (CSDL 7.2.1), yet some services say so.
pub(super) fn read(items: &mut dyn Items, reader: &mut Reader<'_>) -> Result<(), Fault> {
    items.clear();
    if reader.null() {
        return Ok(());
    }
    reader.array(&mut |_, reader| match items.push() {
        Some(item) => read_all::record(item, reader).map_err(|fault| of_item(fault, reader)),
        None => reader.skip(),
    })
}

/// What is wrong with an item: one that is null may be, where the document says nothing of it.
#[cold]
pub(super) fn of_item(fault: Fault, reader: &mut Reader<'_>) -> Fault {
    match fault.path().is_empty() && reader.peek() == Some(b'n') {
        true => reader.fault(
            "it is null, and the schema does not say that items may be (`nullable-items` in service.toml says it)",
        ),
        false => fault,
    }
}

pub(super) fn write(items: &dyn Items, json: &mut String) {
    let mut item = |at: usize, json: &mut String| {
        if let Some(item) = items.get(at) {
            write_all::record(item, json);
        }
    };
    write_all::array(items.len(), &mut item, json);
}

pub(super) fn same(one: &dyn Items, other: &dyn Items) -> bool {
    let equal = |at| match (one.get(at), other.get(at)) {
        (Some(one), Some(other)) => structured::same(one, other),
        _ => false,
    };
    one.len() == other.len() && (0..one.len()).all(equal)
}

pub(super) fn assign(one: &mut dyn Items, other: &dyn Items) {
    one.clear();
    for at in 0..other.len() {
        if let (Some(from), Some(to)) = (other.get(at), one.push()) {
            copy_slots(from, to);
        }
    }
}

pub(super) fn show(items: &dyn Items, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shown = (0..items.len()).filter_map(|at| items.get(at)).map(Shown);
    f.debug_list().entries(shown).finish()
}

//! Entity and complex types, as generated code describes them.

use std::any::Any;
use std::fmt;

use odata_core::descriptor::{PropertyType, TypeInfo, ValueType};

use super::place::slot_mut;
use super::{Derived, Extras, Slot, Value, read, write};
use crate::json::{Fault, Reader};

/// An entity or complex type; generated code implements it, and nobody else should.
///
/// Reading, writing, comparing, cloning and showing a value are done once for all types, by its table and
/// its slots: nothing is compiled again for each type.
pub trait Structured: Default + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// What the type is called and which properties it has.
    const INFO: &'static TypeInfo;

    /// The generated types that extend it directly.
    #[doc(hidden)]
    const DERIVED: &'static [Derived] = &[];

    /// The property with that index in [`INFO`](Self::INFO); beyond the last one, the [`Extras`].
    fn slot(&self, index: usize) -> &dyn Slot;

    /// What a payload held besides the declared properties.
    fn extras(&self) -> &Extras {
        extras(self)
    }
}

/// What a generated type is called and which properties it has.
pub fn type_info<E: Structured>() -> &'static TypeInfo {
    E::INFO
}

/// The type of the property with that index.
pub fn describe<E: Structured>(index: usize) -> PropertyType {
    E::default().slot(index).property_type()
}

/// A [`Structured`] value whose type is not known at compile time.
pub trait Record: Send + Sync {
    /// What the type is called and which properties it has.
    fn info(&self) -> &'static TypeInfo;

    /// The property with that index; beyond the last one, the extras.
    fn slot(&self, index: usize) -> &dyn Slot;

    #[doc(hidden)]
    fn derived(&self) -> &'static [Derived];

    #[doc(hidden)]
    fn boxed(&self) -> Box<dyn Record>;

    #[doc(hidden)]
    fn as_any(&self) -> &dyn Any;

    #[doc(hidden)]
    fn as_any_mut(&mut self) -> &mut dyn Any;
}

impl<T: Structured> Record for T {
    fn info(&self) -> &'static TypeInfo {
        T::INFO
    }

    fn slot(&self, index: usize) -> &dyn Slot {
        Structured::slot(self, index)
    }

    fn derived(&self) -> &'static [Derived] {
        T::DERIVED
    }

    fn boxed(&self) -> Box<dyn Record> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<T: Structured> Value for T {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read::record(self, reader)
    }

    fn write(&self, json: &mut String) {
        write::record(self, json);
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::Structured(type_info::<T>))
    }
}

/// The extras of a value.
pub(super) fn extras(record: &dyn Record) -> &Extras {
    static NONE: Extras = Extras::NONE;
    let last = record.slot(usize::MAX).as_any();
    last.downcast_ref().unwrap_or(&NONE)
}

/// A copy: what `Clone` of generated types does.
pub fn copied<T: Structured>(value: &T) -> T {
    let mut copy = T::default();
    copy_slots(value, &mut copy);
    copy
}

fn copy_slots(from: &dyn Record, to: &mut dyn Record) {
    for index in 0..=from.info().properties.len() {
        if let Some(slot) = slot_mut(to, index) {
            slot.assign(from.slot(index).as_any());
        }
    }
}

/// Whether two values are equal, what was not declared included: what `PartialEq` of generated types does.
pub fn equal<T: Structured>(one: &T, other: &T) -> bool {
    same(one, other)
}

pub(super) fn same(one: &dyn Record, other: &dyn Record) -> bool {
    let all = 0..=one.info().properties.len();
    std::ptr::eq(one.info(), other.info())
        && all
            .into_iter()
            .all(|index| one.slot(index).same(other.slot(index).as_any()))
}

/// What `Debug` of generated types shows: the properties that are there, by their names on the wire.
///
/// # Errors
/// When the formatter fails.
pub fn shown<T: Structured>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    show(value, f)
}

struct Shown<'v>(&'v dyn Slot);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

pub(super) fn show(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let info = record.info();
    let mut shown = f.debug_struct(info.short_name());
    for (index, name) in info.properties.iter().enumerate() {
        let slot = record.slot(index);
        if !slot.is_nothing() {
            shown.field(name, &Shown(slot));
        }
    }
    let extras = extras(record);
    if !extras.is_empty() {
        shown.field("odata", extras);
    }
    shown.finish()
}

//! Entity and complex types, as generated code describes them.

use std::any::Any;
use std::fmt;

use odata_core::descriptor::{PropertyType, TypeInfo, ValueType};

use super::extras::none as no_extras;
use super::made::Made;
use super::place::slot_mut;
use super::slot::{View, ViewMut};
use super::value::Form;
use super::{Derived, Extras, Slot, Value, read, write};
use crate::json::{Fault, Reader};

/// An entity or complex type; generated code implements it, and nobody else should.
///
/// Reading, writing, comparing, cloning and showing a value are done once for all types, by its table and
/// its slots: nothing is compiled again for each type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no complex type and no entity type",
    label = "expected a type that was generated, or a property that holds one"
)]
pub trait Structured: Default + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// What the type is called and which properties it has.
    const INFO: &'static TypeInfo;

    /// The generated types that extend it directly.
    #[doc(hidden)]
    const DERIVED: &'static [Derived] = &[];

    /// The properties that are never null and need not be set in a new value: they have a default, or the service makes them.
    #[doc(hidden)]
    const DEFAULTED: &'static [&'static str] = &[];

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
    described(Vec::<E>::fresh, index)
}

fn described(fresh: fn() -> Box<dyn Record>, index: usize) -> PropertyType {
    fresh().slot(index).property_type()
}

/// A [`Structured`] value whose type is not known at compile time.
pub trait Record: Any + Send + Sync {
    /// What the type is called and which properties it has.
    fn info(&self) -> &'static TypeInfo;

    /// The property with that index; beyond the last one, the extras.
    fn slot(&self, index: usize) -> &dyn Slot;

    #[doc(hidden)]
    fn derived(&self) -> &'static [Derived];

    /// Makes an empty one of the same type.
    #[doc(hidden)]
    fn fresh(&self) -> fn() -> Box<dyn Record>;
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

    fn fresh(&self) -> fn() -> Box<dyn Record> {
        Vec::<T>::fresh
    }
}

#[diagnostic::do_not_recommend]
impl<T: Structured> Value for T {
    type Form = AsRecord;
}

/// The form of generated types.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsRecord {}

impl<T: Structured> Form<T> for AsRecord {
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read::record(value, reader)
    }

    fn write(value: &T, json: &mut String) {
        write::record(value, json);
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::Structured(type_info::<T>))
    }

    fn vec(values: &Vec<T>) -> View<'_> {
        View::Items(values)
    }

    fn vec_mut(values: &mut Vec<T>) -> ViewMut<'_> {
        ViewMut::Items(values)
    }
}

/// Whether a value keeps an undeclared property of one of these names.
pub(crate) fn keeps_any(record: &dyn Record, names: &[&str]) -> bool {
    let mut kept = extras(record).all_undeclared();
    kept.any(|(name, _)| names.contains(&name))
}

/// The extras of a value.
pub(super) fn extras(record: &dyn Record) -> &Extras {
    let last: &dyn Any = record.slot(usize::MAX);
    last.downcast_ref().unwrap_or(no_extras())
}

/// Keeps the ETag that stood in the head of an answer, where the entity came without one.
pub(crate) fn keep_etag(record: &mut dyn Record, etag: &str) {
    if let Some(extras) = read::extras_mut(record) {
        extras.keep_etag(etag);
    }
}

/// A copy: what `Clone` of generated types does.
pub fn copied<T: Structured>(value: &T) -> T {
    let mut copy = T::default();
    copy_slots(value, &mut copy);
    copy
}

/// A copy of a value whose type is forgotten.
pub(super) fn copy_of(value: &dyn Record) -> Box<dyn Record> {
    let mut copy = (value.fresh())();
    copy_slots(value, &mut *copy);
    copy
}

pub(super) fn copy_slots(from: &dyn Record, to: &mut dyn Record) {
    for index in 0..=from.info().properties.len() {
        if let Some(slot) = slot_mut(to, index) {
            slot.assign(from.slot(index));
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
            .all(|index| one.slot(index).same(other.slot(index)))
}

/// What `Debug` of generated types shows: the properties that are there, by their names on the wire.
///
/// # Errors
/// When the formatter fails.
pub fn shown<T: Structured>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    show(value, f)
}

struct ShownSlot<'v>(&'v dyn Slot);

impl fmt::Debug for ShownSlot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }
}

pub(super) fn show(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let info = record.info();
    let properties = info.properties.iter().enumerate();
    let slots = properties.map(|(index, name)| (*name, record.slot(index)));
    let mut shown = show_some(info, slots, f);
    let extras = extras(record);
    if !extras.is_empty() {
        shown.field("odata", extras);
    }
    shown.finish()
}

/// Shows those of the properties that are there.
pub(super) fn show_some<'s, 'f, 'b>(
    info: &TypeInfo,
    properties: impl Iterator<Item = (&'static str, &'s dyn Slot)>,
    f: &'f mut fmt::Formatter<'b>,
) -> fmt::DebugStruct<'f, 'b> {
    let mut shown = f.debug_struct(info.short_name());
    for (name, slot) in properties {
        if !slot.is_nothing() {
            shown.field(name, &ShownSlot(slot));
        }
    }
    shown
}

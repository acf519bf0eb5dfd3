//! JSON to entities and complex values.

use std::any::Any;

use odata_core::descriptor::TypeInfo;

use super::derived;
use super::place::slot_mut;
use super::structured::{Record, extras};
use super::{Extras, Slot};
use crate::json::{Fault, Reader};

/// Reads an object into a record.
///
/// A value that is of a derived type is read as that, and kept in the extras of its base type.
///
/// An undeclared property is kept in its [`Extras`]. One that is declared non-nullable and is null or absent is an
/// error that names it, and so is one that appears twice: no value is invented, and none is dropped.
///
/// # Errors
/// As above, and when a value is not of its declared type.
pub(super) fn record(target: &mut dyn Record, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let info = target.info();
    if let Some(mut whole) = derived::blank(target, reader) {
        record(&mut *whole, reader)?;
        derived::share(&*whole, target);
        if let Some(extras) = extras_mut(target) {
            extras.keep_whole(whole, info);
        }
        return Ok(());
    }
    let mut seen = Seen::new(info.properties.len());
    let mut next = 0;
    reader.object(&mut |name, reader| {
        let Some(index) = find(info, name, next) else {
            return extra(target, name, reader);
        };
        next = index + 1;
        if !seen.insert(index) {
            return Err(reader.fault("the property appears twice").within(name));
        }
        match slot_mut(target, index) {
            Some(value) => read_value(value, reader).map_err(|fault| fault.within(name)),
            None => Err(reader
                .fault("generated code shows it elsewhere")
                .within(name)),
        }
    })?;
    if let Some(name) = extras(target).repeated() {
        return Err(reader.fault("the property appears twice").within(name));
    }
    for (index, property) in info.properties.iter().enumerate() {
        if !seen.contains(index)
            && let Some(slot) = slot_mut(target, index)
        {
            slot.settle();
        }
        if !seen.contains(index) && !target.slot(index).may_be_null() {
            let reason = format!(
                "{} lacks it, and the schema says that it is never null (a service that leaves such properties out needs \
                 `partial-entities = true` in service.toml)",
                info.short_name()
            );
            return Err(reader.fault(reason).within(property));
        }
    }
    Ok(())
}

/// Reads a value; says in plain words when it is null and must not be.
pub(crate) fn read_value(value: &mut dyn Slot, reader: &mut Reader<'_>) -> Result<(), Fault> {
    if reader.peek() == Some(b'n') && !value.may_be_null() {
        return Err(reader.fault("it is null, and the schema says that it never is"));
    }
    value.read(reader)
}

/// The index of a property. Servers write properties in the order of the schema, so the next one is tried first.
fn find(info: &TypeInfo, name: &str, next: usize) -> Option<usize> {
    if info
        .properties
        .get(next)
        .is_some_and(|known| *known == name)
    {
        return Some(next);
    }
    info.properties.iter().position(|known| *known == name)
}

fn extra(target: &mut dyn Record, name: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let json = reader.raw().map_err(|fault| fault.within(name))?;
    if let Some((property, term)) = name.split_once('@').filter(|(of, _)| !of.is_empty()) {
        let index = find(target.info(), property, 0);
        let slot = index.and_then(|index| slot_mut(target, index));
        if slot.is_some_and(|slot| slot.annotate(term.strip_prefix("odata.").unwrap_or(term), json))
        {
            return Ok(());
        }
    }
    if let Some(extras) = extras_mut(target) {
        extras.keep(name, json);
    }
    Ok(())
}

fn extras_mut(target: &mut dyn Record) -> Option<&mut Extras> {
    let extras: &mut dyn Any = slot_mut(target, usize::MAX)?;
    extras.downcast_mut()
}

/// Which properties were there.
enum Seen {
    Few(u64),
    Many(Vec<bool>),
}

impl Seen {
    fn new(count: usize) -> Self {
        if count <= 64 {
            Seen::Few(0)
        } else {
            Seen::Many(vec![false; count])
        }
    }

    /// Says whether it was not there yet.
    fn insert(&mut self, index: usize) -> bool {
        match self {
            Seen::Few(bits) => {
                let new = *bits & (1 << index) == 0;
                *bits |= 1 << index;
                new
            }
            Seen::Many(flags) => flags
                .get_mut(index)
                .is_some_and(|flag| !std::mem::replace(flag, true)),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match self {
            Seen::Few(bits) => bits & (1 << index) != 0,
            Seen::Many(flags) => flags.get(index).copied().unwrap_or(false),
        }
    }
}

//! Entities and complex values.

use odata_core::descriptor::TypeInfo;

use super::{Extras, Value};
use crate::json::{Fault, Reader};

/// An entity or complex type; generated code implements it.
///
/// Its properties are counted in the order of [`INFO`](Self::INFO), base types first.
pub trait Structured: Value + Default + Clone {
    /// What the type is called and which properties it has.
    const INFO: &'static TypeInfo;

    /// The property with that index.
    fn property(&mut self, index: usize) -> Option<&mut dyn Value>;

    /// What a payload held besides the declared properties.
    fn extras(&mut self) -> &mut Extras;
}

/// What a generated type is called and which properties it has.
pub fn type_info<E: Structured>() -> &'static TypeInfo {
    E::INFO
}

/// A [`Structured`] value whose type is not known at compile time.
pub trait Record {
    /// What the type is called and which properties it has.
    fn info(&self) -> &'static TypeInfo;

    /// The property with that index.
    fn property_mut(&mut self, index: usize) -> Option<&mut dyn Value>;

    /// What a payload held besides the declared properties.
    fn extras_mut(&mut self) -> &mut Extras;
}

impl<T: Structured> Record for T {
    fn info(&self) -> &'static TypeInfo {
        T::INFO
    }

    fn property_mut(&mut self, index: usize) -> Option<&mut dyn Value> {
        self.property(index)
    }

    fn extras_mut(&mut self) -> &mut Extras {
        self.extras()
    }
}

/// Reads an object into a record.
///
/// An undeclared property is kept in its [`Extras`]. One that is declared non-nullable and is null or absent is an
/// error that names it, and so is one that appears twice: no value is invented, and none is dropped.
///
/// # Errors
/// As above, and when a value is not of its declared type.
pub fn record(target: &mut dyn Record, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let info = target.info();
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
        match target.property_mut(index) {
            Some(value) => read_value(value, reader).map_err(|fault| fault.within(name)),
            None => reader.skip(),
        }
    })?;
    for (index, property) in info.properties.iter().enumerate() {
        if !property.nullable && !seen.contains(index) {
            let reason = format!(
                "{} lacks it, and the schema says that it is never null",
                info.short_name()
            );
            return Err(reader.fault(reason).within(property.name));
        }
    }
    Ok(())
}

/// Reads a value; says in plain words when it is null and must not be.
pub(super) fn read_value(value: &mut dyn Value, reader: &mut Reader<'_>) -> Result<(), Fault> {
    if reader.peek() == Some(b'n') && !value.admits_null() {
        return Err(reader.fault("it is null, and the schema says that it never is"));
    }
    value.read(reader)
}

/// The index of a property. Servers write properties in the order of the schema, so the next one is tried first.
fn find(info: &TypeInfo, name: &str, next: usize) -> Option<usize> {
    let is = |property: &odata_core::descriptor::PropertyInfo| property.name == name;
    if info.properties.get(next).is_some_and(is) {
        return Some(next);
    }
    info.properties.iter().position(is)
}

fn extra(target: &mut dyn Record, name: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let start = reader.offset();
    let json = reader.raw().map_err(|fault| fault.within(name))?;
    match target.extras_mut().keep(name, json) {
        Ok(()) => Ok(()),
        Err(reason) => Err(Fault::new(start, reason).within(name)),
    }
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

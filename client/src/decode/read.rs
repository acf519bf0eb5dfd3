//! JSON to entities and complex values.

use std::any::Any;

use odata_core::descriptor::TypeInfo;

use super::derived;
use super::extras::{annotation, references};
#[cfg(feature = "serde")]
use super::interchange;
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
pub(crate) fn record(target: &mut dyn Record, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let context = reader.context;
    let read = members(target, reader);
    reader.context = context;
    read
}

fn members(target: &mut dyn Record, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let info = target.info();
    if let Some(mut whole) = derived::blank(target, reader) {
        record(&mut *whole, reader)?;
        derived::share(&*whole, target);
        if let Some(extras) = extras_mut(target) {
            extras.keep_whole(whole, info);
        }
        return Ok(());
    }
    let order = reader.orders.of(info);
    let mut seen = Seen::default();
    let (mut annotated, mut others) = (false, false);
    // The number of the property that came last, counted from one.
    let mut before = 0;
    let mut more = reader.begin_object()?;
    while more {
        let found = match expected(info, order, before, reader) {
            Some(index) => Some(index),
            None => match unexpected(target, order, before, reader)? {
                Unexpected::Declared(index) => Some(index),
                Unexpected::Extra { of_property } => {
                    annotated |= of_property;
                    others = true;
                    None
                }
            },
        };
        if let Some(index) = found {
            before = index + 1;
            if let Err(fault) = property(target, index, &mut seen, reader) {
                return Err(fault.within(name_of(info, index)));
            }
        }
        more = reader.goes_on()?;
    }
    if others && let Some(name) = extras(target).repeated() {
        return Err(reader.fault("the property appears twice").within(name));
    }
    if annotated {
        settle(target, &seen);
    }
    if !reader.manner.partial && seen.is_whole(info.properties.len(), reader.orders.optional(order))
    {
        return Ok(());
    }
    if reader.manner.partial {
        remember(target, &seen);
        return Ok(());
    }
    absent(target, &seen, order, reader)
}

/// Remembers what came of what may have come in part.
fn remember(target: &mut dyn Record, seen: &Seen) {
    let properties = target.info().properties.iter().enumerate();
    let present = properties.filter(|(index, _)| seen.contains(*index));
    let present = present.map(|(_, name)| *name).collect();
    if let Some(extras) = extras_mut(target) {
        extras.keep_present(present);
    }
}

/// Makes sure that what did not come may be absent.
fn absent(
    target: &dyn Record,
    seen: &Seen,
    order: usize,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    #[cfg(feature = "serde")]
    if reader.manner.kept && extras(target).present().is_some() {
        return Ok(());
    }
    let info = target.info();
    for (index, property) in info.properties.iter().enumerate() {
        if seen.contains(index) {
            continue;
        }
        if !target.slot(index).may_be_null() {
            if extras(target).undeclared("d").is_some() {
                return Err(reader
                    .fault("this is OData V2, and only V4 is read")
                    .within("d"));
            }
            let what_to_do = match info.key.contains(property) {
                true => {
                    "it is of the key, without which no entity is read; rows of what is selected need none: `.select(...)`"
                }
                false => {
                    "a service that leaves such properties out needs `partial-entities = true` in service.toml"
                }
            };
            let reason = format!(
                "{} lacks it, and the schema says that it is never null ({what_to_do})",
                info.short_name()
            );
            return Err(reader.fault(reason).within(property));
        }
        reader.orders.learn_optional(order, index);
    }
    Ok(())
}

/// The property that comes next in most values, when it does.
#[inline]
fn expected(
    info: &TypeInfo,
    order: usize,
    before: usize,
    reader: &mut Reader<'_>,
) -> Option<usize> {
    let guess = reader.orders.behind(order, before);
    let name = info.properties.get(guess)?;
    reader.name_is(name).then_some(guess)
}

/// What comes where another property was expected.
enum Unexpected {
    Declared(usize),
    /// It is no declared property, and was kept; whether it was said of one.
    Extra {
        of_property: bool,
    },
}

// Apart from the loop that it belongs to, so that what is done for every property stays in the processor's registers.
#[inline(never)]
fn unexpected(
    target: &mut dyn Record,
    order: usize,
    before: usize,
    reader: &mut Reader<'_>,
) -> Result<Unexpected, Fault> {
    let name = reader.name()?;
    // Control information is no property, and is not looked for among them.
    let index = match name.starts_with('@') {
        true => None,
        false => reader.orders.find(order, before, &name),
    };
    match index {
        Some(index) => Ok(Unexpected::Declared(index)),
        None => {
            let of_property = extra(target, &name, reader)?;
            Ok(Unexpected::Extra { of_property })
        }
    }
}

#[inline]
fn property(
    target: &mut dyn Record,
    index: usize,
    seen: &mut Seen,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    if !seen.insert(index) {
        return Err(reader.fault("the property appears twice"));
    }
    // Most values need not be asked what they are.
    if matches!(reader.peek(), Some(b'{' | b'[')) {
        return nested(target, index, reader);
    }
    match slot_mut(target, index) {
        Some(value) => read_value(value, reader),
        None => Err(elsewhere(reader)),
    }
}

/// Reads what may be an entity or a collection of them, and then may be a reference.
#[inline(never)]
fn nested(target: &mut dyn Record, index: usize, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let info = target.info();
    match slot_mut(target, index) {
        Some(value) if value.is_navigation() => match references::read(reader)? {
            Some(ids) => {
                if let Some(extras) = extras_mut(target) {
                    extras.keep_references(name_of(info, index), ids);
                }
                Ok(())
            }
            None => read_value(value, reader),
        },
        Some(value) => read_value(value, reader),
        None => Err(elsewhere(reader)),
    }
}

#[cold]
fn elsewhere(reader: &Reader<'_>) -> Fault {
    reader.fault("generated code shows it elsewhere")
}

/// What was said of a property that did not come is no value.
fn settle(target: &mut dyn Record, seen: &Seen) {
    for index in 0..target.info().properties.len() {
        if !seen.contains(index)
            && let Some(slot) = slot_mut(target, index)
        {
            slot.settle();
        }
    }
}

fn name_of(info: &TypeInfo, index: usize) -> &'static str {
    info.properties.get(index).copied().unwrap_or_default()
}

/// Reads a value; says in plain words when it is null and must not be.
#[inline]
pub(crate) fn read_value(value: &mut dyn Slot, reader: &mut Reader<'_>) -> Result<(), Fault> {
    if reader.peek() == Some(b'n') && !value.may_be_null() {
        return Err(reader.fault(
            "it is null, and the schema says that it never is (where the service knows better, a `[[set]]` with `nullable = true` in an \
             overlay corrects the schema)",
        ));
    }
    value.read(reader)
}

fn position(info: &TypeInfo, name: &str) -> Option<usize> {
    info.properties.iter().position(|known| *known == name)
}

/// Keeps what is no declared property; says whether it was said of one.
fn extra(target: &mut dyn Record, name: &str, reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let json = reader.raw().map_err(|fault| fault.within(name))?;
    let all = reader.manner.annotations;
    let mut is_taken = false;
    if let Some((property, term)) = annotation(name) {
        let term = term.strip_prefix("odata.").unwrap_or(term);
        if property.is_empty() {
            if term == "context" {
                stand_in(json, reader);
            }
        } else {
            let index = position(target.info(), property);
            let slot = index.and_then(|index| slot_mut(target, index));
            #[cfg(feature = "serde")]
            if reader.manner.kept && term == interchange::BASE {
                return Ok(slot.is_some_and(|slot| slot.annotate("context", json, "")));
            }
            is_taken = slot.is_some_and(|slot| slot.annotate(term, json, reader.context));
            // An expansion shows its link and its count, and not its context.
            if is_taken && term != "context" {
                return Ok(true);
            }
        }
    }
    #[cfg(feature = "serde")]
    let all = match reader.manner.kept {
        false => all,
        true => {
            let properties = target.info().properties;
            if let Some(kept) = interchange::kept(name) {
                if let Some(extras) = extras_mut(target) {
                    kept.restore(extras, properties, json);
                }
                return Ok(false);
            }
            extras(target).expects_annotations()
        }
    };
    let context = reader.context;
    if let Some(extras) = extras_mut(target).filter(|_| all || !is_taken) {
        extras.keep(name, json, all);
        if !context.is_empty() {
            extras.keep_context(name, context, all);
        }
    }
    Ok(is_taken)
}

/// What an object says of its own context is what its links are relative to, and those of what is in it (OData JSON 4.01, 4.3). A relative one lies in
/// the document that is known already.
#[cold]
fn stand_in<'j>(json: &'j str, reader: &mut Reader<'j>) {
    let context = json
        .strip_prefix('"')
        .and_then(|json| json.strip_suffix('"'));
    let is_absolute = |context: &&str| context.contains("://") && !context.contains('\\');
    if let Some(context) = context.filter(is_absolute) {
        reader.context = context;
    }
}

pub(super) fn extras_mut(target: &mut dyn Record) -> Option<&mut Extras> {
    let extras: &mut dyn Any = slot_mut(target, usize::MAX)?;
    extras.downcast_mut()
}

/// Which properties were there: a bit for each of the first 64, and as many words as the others need.
#[derive(Default)]
struct Seen {
    few: u64,
    more: Vec<u64>,
}

impl Seen {
    /// Says whether it was not there yet.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        if index >= 64 {
            return self.insert_more(index);
        }
        let bit = 1 << index;
        let is_new = self.few & bit == 0;
        self.few |= bit;
        is_new
    }

    #[cold]
    fn insert_more(&mut self, index: usize) -> bool {
        let flags = index / 64 - 1;
        if self.more.len() <= flags {
            self.more.resize(flags + 1, 0);
        }
        let bit = 1 << (index % 64);
        let is_new = self.more[flags] & bit == 0;
        self.more[flags] |= bit;
        is_new
    }

    /// Whether all of so many were there but those of these bits. With more than 64 nobody knows yet.
    fn is_whole(&self, count: usize, but: u64) -> bool {
        count <= 64 && (self.few | but).trailing_ones() as usize >= count
    }

    fn contains(&self, index: usize) -> bool {
        let flags = match index / 64 {
            0 => self.few,
            more => self.more.get(more - 1).copied().unwrap_or(0),
        };
        flags & (1 << (index % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::doc_example::LibraryFile;
    use crate::json::Reader;

    #[test]
    fn an_entity_of_odata_v2_is_told() {
        let said = |json: &str| {
            let read = LibraryFile::default().read(&mut Reader::new(json));
            read.expect_err(json).to_string()
        };
        let v2 = said(r#"{"d":{"fileName":"a.ps1"}}"#);
        assert!(v2.contains("this is OData V2, and only V4 is read"), "{v2}");
        let other = said(r#"{"e":{"fileName":"a.ps1"}}"#);
        assert!(other.contains("fileName: LibraryFile lacks it"), "{other}");
    }
}

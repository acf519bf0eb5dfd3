//! Values of derived types (CSDL XML 4.01, 6.2 and 9.1): read as what they are, and as their base type.

use std::fmt;

use odata_core::descriptor::TypeInfo;

use super::place::slot_mut;
use super::structured::{Record, Structured, copy_of, fresh, same, show, type_info};
use crate::json::Reader;

/// A type that extends another one. Generated code lists them.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Derived {
    info: fn() -> &'static TypeInfo,
    blank: fn() -> Box<dyn Record>,
    derived: fn() -> &'static [Derived],
}

impl Derived {
    /// That type.
    pub const fn of<T: Structured>() -> Self {
        Derived {
            info: type_info::<T>,
            blank: fresh::<T>,
            derived: || T::DERIVED,
        }
    }

    /// The one of that name among these, and among those that extend these.
    fn named(all: &'static [Derived], name: &str) -> Option<&'static Derived> {
        all.iter().find_map(|one| match (one.info)().name == name {
            true => Some(one),
            false => Derived::named((one.derived)(), name),
        })
    }
}

/// An empty value of the type that the payload says, when that is a generated one that extends the expected one.
pub(super) fn blank(target: &dyn Record, reader: &Reader<'_>) -> Option<Box<dyn Record>> {
    let derived = target.derived();
    if derived.is_empty() {
        return None;
    }
    let name = type_name(reader)?;
    Derived::named(derived, &name).map(|one| (one.blank)())
}

/// What `@odata.type` says of the object that comes next; control information stands first, unless a service does not
/// care.
fn type_name(reader: &Reader<'_>) -> Option<String> {
    let mut found = None;
    // What is wrong with the object is said when it is read.
    let _ = reader.clone().object(&mut |name, reader| {
        if !matches!(name, "@odata.type" | "@type") {
            return reader.skip();
        }
        found = Some(reader.string()?.into_owned());
        Err(reader.fault("that is all"))
    });
    let name: String = found?;
    Some(name.rsplit('#').next().unwrap_or(&name).to_owned())
}

/// Gives the base type what it has in common with the value of the derived one.
pub(super) fn share(from: &dyn Record, to: &mut dyn Record) {
    let (theirs, ours) = (from.info(), to.info());
    for (index, name) in ours.properties.iter().enumerate() {
        let at = theirs.properties.iter().position(|known| known == name);
        if let (Some(at), Some(slot)) = (at, slot_mut(to, index)) {
            slot.assign(from.slot(at));
        }
    }
    if let Some(slot) = slot_mut(to, usize::MAX) {
        slot.assign(from.slot(usize::MAX));
    }
}

/// A value whose type is forgotten, kept in another one's extras.
pub(super) struct Whole(pub(super) Box<dyn Record>);

impl Clone for Whole {
    fn clone(&self) -> Self {
        Whole(copy_of(&*self.0))
    }
}

impl PartialEq for Whole {
    fn eq(&self, other: &Self) -> bool {
        same(&*self.0, &*other.0)
    }
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&*self.0, f)
    }
}

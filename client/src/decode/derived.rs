//! Values of derived types (CSDL XML 4.01, 6.2 and 9.1): read as what they are, and as their base type.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

use odata_core::descriptor::TypeInfo;

use super::made::Made;
use super::place::slot_mut;
use super::structured::{Record, Structured, copy_of, keep_etag, show_some, type_info};
use super::{Extras, Slot};
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
            blank: Vec::<T>::fresh,
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

/// Whether a type of that name is this one, or a generated one that extends it.
pub(crate) fn is_or_extends(info: &TypeInfo, derived: &'static [Derived], name: &str) -> bool {
    info.name == name || Derived::named(derived, name).is_some()
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
        found = Some(type_named(&reader.string()?).to_owned());
        Err(reader.fault("that is all"))
    });
    found
}

/// The name of a type, of which a payload says the URL in the metadata: in full, or no more than the fragment (OData JSON
/// 4.01, 4.6.3).
pub(super) fn type_named(url: &str) -> &str {
    url.rsplit_once('#').map_or(url, |(_, name)| name)
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

/// A value of a derived type, kept in the extras of what it is as its base type.
///
/// It is shared by all copies of that, and what both have is looked at in the base alone: values of derived types within each
/// other would otherwise double with each level.
pub(super) struct Whole {
    pub(super) value: Box<dyn Record>,
    base: &'static TypeInfo,
    /// The same as a type between, made when it is asked for, and behind it the next one.
    between: OnceLock<Box<Whole>>,
}

impl Whole {
    pub(super) fn new(value: Box<dyn Record>, base: &'static TypeInfo) -> Self {
        Whole {
            value,
            base,
            between: OnceLock::new(),
        }
    }

    /// The ETag that stood in the head of the answer.
    pub(super) fn keep_etag(&mut self, etag: &str) {
        keep_etag(&mut *self.value, etag);
    }

    /// The properties that the base type does not have, by their names.
    pub(super) fn own(&self) -> impl Iterator<Item = (&'static str, &dyn Slot)> {
        let properties = self.value.info().properties.iter().enumerate();
        let own = properties.filter(|(_, name)| !self.base.properties.contains(name));
        own.map(|(index, name)| (*name, self.value.slot(index)))
    }

    /// The value as its own type, or as one that this extends.
    pub(super) fn as_type<T: Structured>(&self) -> Option<&T> {
        let value: &dyn Any = self.as_type_of(T::INFO, T::DERIVED, Vec::<T>::fresh)?;
        value.downcast_ref()
    }

    /// Not generic, so that it is compiled once.
    fn as_type_of(
        &self,
        info: &TypeInfo,
        derived: &'static [Derived],
        fresh: fn() -> Box<dyn Record>,
    ) -> Option<&dyn Record> {
        let known = |whole: &Whole| whole.value.info().name == info.name;
        if !known(self) {
            Derived::named(derived, self.value.info().name)?;
        }
        let mut at = self;
        while !known(at) {
            let between = || {
                let base = self.as_base(fresh());
                let info = base.info();
                Box::new(Whole::new(base, info))
            };
            at = at.between.get_or_init(between);
        }
        Some(&*at.value)
    }

    /// What the base type has of the value, and the whole value with it.
    fn as_base(&self, mut base: Box<dyn Record>) -> Box<dyn Record> {
        share(&*self.value, &mut *base);
        let info = base.info();
        let extras = slot_mut(&mut *base, usize::MAX).map(|slot| slot as &mut dyn Any);
        if let Some(extras) = extras.and_then(|slot| slot.downcast_mut::<Extras>()) {
            extras.keep_whole(copy_of(&*self.value), info);
        }
        base
    }
}

impl PartialEq for Whole {
    fn eq(&self, other: &Self) -> bool {
        let same = |((name, one), (known, other)): ((&str, &dyn Slot), (&str, &dyn Slot))| {
            name == known && one.same(other)
        };
        std::ptr::eq(self, other)
            || (std::ptr::eq(self.value.info(), other.value.info())
                && std::ptr::eq(self.base, other.base)
                && self.own().zip(other.own()).all(same))
    }
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_some(self.value.info(), self.own(), f).finish()
    }
}

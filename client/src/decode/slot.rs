//! A property whose type is forgotten: what generated code shows of it, and what the one decoder does with it.

use std::any::Any;
use std::fmt;

use odata_core::descriptor::{PropertyType, ValueType};

use super::expanded::{self, Expansion};
use super::held::Held;
use super::items::{self, Items};
use super::member::Member;
use super::nested::{One, RecordOf};
use super::place::Place;
use super::rows::Rows;
use super::structured::{copy_of, same, show};
use super::value::{Form, Plain, Value};
use super::{Record, read, write};
use crate::json::{Fault, Reader};

/// A [`Value`] whose type is forgotten. Nobody has to implement it.
///
/// There is little in it on purpose: what stands here is compiled for each type of a service that a program can reach.
#[doc(hidden)]
pub trait Slot: Any + Send + Sync {
    fn view(&self) -> View<'_>;
    fn view_mut(&mut self) -> ViewMut<'_>;
    fn place(&self) -> &'static Place;
}

impl<T: Value> Slot for T {
    fn view(&self) -> View<'_> {
        T::Form::view(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        T::Form::view_mut(self)
    }

    fn place(&self) -> &'static Place {
        const { &Place::of::<T>() }
    }
}

/// What kind of value it is.
#[doc(hidden)]
pub enum View<'v> {
    /// One that knows by itself how it is read and written.
    Plain(&'v dyn Plain),
    /// A member of an enumeration, or null.
    Member(&'v dyn Member),
    /// A complex value or an entity, or null.
    One(Option<&'v dyn Record>, RecordOf),
    /// A collection of complex values.
    Items(&'v dyn Items),
    /// The entities that an expansion brought, or that there was none.
    Expansion(Option<&'v Rows>, RecordOf),
}

/// The same, to be written.
#[doc(hidden)]
pub enum ViewMut<'v> {
    Plain(&'v mut dyn Plain),
    Member(&'v mut dyn Member),
    One(&'v mut dyn One, RecordOf),
    Items(&'v mut dyn Items),
    Expansion(&'v mut dyn Expansion, RecordOf),
}

impl ViewMut<'_> {
    fn read(self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        match self {
            ViewMut::Plain(value) => value.read_plain(reader),
            ViewMut::Member(member) => super::member::read(member, reader),
            ViewMut::One(one, _) if reader.null() => {
                one.put(None);
                Ok(())
            }
            ViewMut::One(one, of) => {
                let mut value = (of.fresh)();
                let read = read::record(&mut *value, reader);
                one.put(Some(Held(value)));
                read
            }
            ViewMut::Items(values) => items::read(values, reader),
            ViewMut::Expansion(expansion, of) => expanded::read(expansion, of, reader),
        }
    }
}

impl dyn Slot {
    #[inline]
    pub(crate) fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        match self.view_mut() {
            ViewMut::Plain(value) => value.read_plain(reader),
            value => value.read(reader),
        }
    }

    pub(crate) fn write(&self, json: &mut String) {
        match self.view() {
            View::Plain(value) => value.write_plain(json),
            View::Member(member) => super::member::write(member, json),
            View::One(one, _) => match one {
                Some(value) => write::record(value, json),
                None => json.push_str("null"),
            },
            View::Items(values) => items::write(values, json),
            View::Expansion(rows, _) => match rows {
                Some(rows) => rows.write(json),
                None => json.push_str("null"),
            },
        }
    }

    pub(super) fn property_type(&self) -> PropertyType {
        let (described, nullable) = match self.view() {
            View::Plain(value) => return value.property_type(),
            View::Member(member) => {
                let of = member.of();
                (super::member::described(of.name, of.member), of.nullable)
            }
            View::One(_, of) => (record_type(of.info), of.nullable),
            View::Items(values) => (record_type(values.info()).collection(), false),
            View::Expansion(_, of) => (record_type(of.info).collection(), of.nullable),
        };
        match nullable {
            true => described.nullable(),
            false => described,
        }
    }

    pub(crate) fn may_be_null(&self) -> bool {
        match self.view() {
            View::Plain(value) => value.may_be_null(),
            View::Member(member) => member.of().nullable,
            View::One(_, of) => of.nullable,
            View::Items(_) => true,
            View::Expansion(_, of) => of.nullable,
        }
    }

    /// Whether it can be what a navigation property leads to: complex values, too, are kept so.
    pub(super) fn is_navigation(&self) -> bool {
        match self.view() {
            View::One(_, of) | View::Expansion(_, of) => of.nullable,
            _ => false,
        }
    }

    /// Whether it is null, or a collection of nothing.
    pub(super) fn is_nothing(&self) -> bool {
        match self.view() {
            View::Plain(value) => value.is_nothing(),
            View::Member(member) => member.text().is_none(),
            View::One(one, _) => one.is_none(),
            View::Items(values) => values.len() == 0,
            View::Expansion(rows, of) => match rows {
                Some(rows) => !of.nullable && rows.is_empty(),
                None => true,
            },
        }
    }

    /// Takes what the payload says of the property beside its value, such as `nextLink`, in that context; says whether it did.
    pub(super) fn annotate(&mut self, term: &str, json: &str, context: &str) -> bool {
        match self.view_mut() {
            ViewMut::Expansion(expansion, _) => expanded::annotate(expansion, term, json, context),
            _ => false,
        }
    }

    /// What was said of a property that did not come: a count alone is no expansion.
    pub(super) fn settle(&mut self) {
        let is_empty = match self.view() {
            View::Expansion(Some(rows), of) => {
                of.nullable && rows.is_empty() && rows.next_link().is_none()
            }
            _ => false,
        };
        if is_empty && let ViewMut::Expansion(expansion, _) = self.view_mut() {
            expansion.put(None);
        }
    }

    /// Whether the other is of the same type and equal.
    pub(super) fn same(&self, other: &dyn Slot) -> bool {
        if !self.is_like(other) {
            return false;
        }
        match (self.view(), other.view()) {
            (View::Plain(one), View::Plain(_)) => one.equals(other),
            (View::Member(one), View::Member(other)) => one.text() == other.text(),
            (View::One(one, _), View::One(other, _)) => match (one, other) {
                (Some(one), Some(other)) => same(one, other),
                (one, other) => one.is_none() && other.is_none(),
            },
            (View::Items(one), View::Items(other)) => items::same(one, other),
            (View::Expansion(one, _), View::Expansion(other, _)) => one == other,
            _ => false,
        }
    }

    /// Becomes what the other is, when that is of the same type.
    pub(super) fn assign(&mut self, other: &dyn Slot) {
        if !self.is_like(other) {
            return;
        }
        match (self.view_mut(), other.view()) {
            (ViewMut::Plain(one), View::Plain(_)) => one.become_like(other),
            (ViewMut::Member(one), View::Member(other)) => one.put(other.text()),
            (ViewMut::One(one, _), View::One(other, _)) => {
                one.put(other.map(|other| Held(copy_of(other))));
            }
            (ViewMut::Items(one), View::Items(other)) => items::assign(one, other),
            (ViewMut::Expansion(one, _), View::Expansion(other, _)) => {
                one.put(other.map(|rows| Box::new(rows.clone())));
            }
            _ => {}
        }
    }

    fn is_like(&self, other: &dyn Slot) -> bool {
        (self as &dyn Any).type_id() == (other as &dyn Any).type_id()
    }

    pub(super) fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.view() {
            View::Plain(value) => value.show(f),
            View::Member(member) => match (member.text(), member.of().nullable) {
                (Some(text), true) => f
                    .debug_tuple("Some")
                    .field(&format_args!("{text}"))
                    .finish(),
                (Some(text), false) => f.write_str(text),
                (None, _) => f.write_str("None"),
            },
            View::One(one, of) => match (one, of.nullable) {
                (Some(value), true) => f.debug_tuple("Some").field(&Shown(value)).finish(),
                (Some(value), false) => show(value, f),
                (None, _) => f.write_str("None"),
            },
            View::Items(values) => items::show(values, f),
            View::Expansion(rows, of) => match (rows, of.nullable) {
                (Some(rows), true) => f.debug_tuple("Some").field(rows).finish(),
                (Some(rows), false) => fmt::Debug::fmt(rows, f),
                (None, _) => f.write_str("None"),
            },
        }
    }
}

fn record_type(info: fn() -> &'static odata_core::descriptor::TypeInfo) -> PropertyType {
    PropertyType::required(ValueType::Structured(info))
}

/// A record, as `Debug` shows it.
pub(super) struct Shown<'r>(pub(super) &'r dyn super::Record);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

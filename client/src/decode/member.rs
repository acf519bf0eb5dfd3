//! Members of enumerations (OData JSON 7.1).

use std::mem::discriminant;

use odata_core::descriptor::{PropertyType, ValueType};

use super::slot::{View, ViewMut};
use super::value::Form;
use crate::change::write_string;
use crate::field::Enumeration;
use crate::json::{Fault, Reader};

/// A member of an enumeration, or null, its type forgotten.
#[doc(hidden)]
pub trait Member {
    /// Its name on the wire.
    fn text(&self) -> Option<&str>;
    /// Becomes the member of that name; one that the schema does not declare is kept.
    fn put(&mut self, name: Option<&str>);
    fn of(&self) -> MemberOf;
}

/// What a property holds that holds members.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct MemberOf {
    /// The qualified name of the enumeration; empty where its values are texts.
    pub(super) name: &'static str,
    pub(super) nullable: bool,
}

impl<M: Enumeration> Member for M {
    fn text(&self) -> Option<&str> {
        Some(self.member())
    }

    fn put(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            *self = M::from_member(name);
        }
    }

    fn of(&self) -> MemberOf {
        MemberOf {
            name: M::INFO.name,
            nullable: false,
        }
    }
}

impl<M: Enumeration> Member for Option<M> {
    fn text(&self) -> Option<&str> {
        self.as_ref().map(M::member)
    }

    fn put(&mut self, name: Option<&str>) {
        *self = name.map(M::from_member);
    }

    fn of(&self) -> MemberOf {
        MemberOf {
            name: M::INFO.name,
            nullable: true,
        }
    }
}

/// The form of enumerations.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsMember {}

impl<M: Enumeration> Form<M> for AsMember {
    fn read(value: &mut M, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read(value, reader)
    }

    fn write(value: &M, json: &mut String) {
        write(value, json);
    }

    fn describe() -> PropertyType {
        described(M::INFO.name)
    }

    fn view(value: &M) -> View<'_> {
        View::Member(value)
    }

    fn view_mut(value: &mut M) -> ViewMut<'_> {
        ViewMut::Member(value)
    }

    fn option(value: &Option<M>) -> View<'_> {
        View::Member(value)
    }

    fn option_mut(value: &mut Option<M>) -> ViewMut<'_> {
        ViewMut::Member(value)
    }
}

/// Whether two members are the same: what `PartialEq` of generated enums does.
pub fn same_member<M: Enumeration>(one: &M, other: &M) -> bool {
    discriminant(one) == discriminant(other) && one.other() == other.other()
}

/// Reads the name of a member, or its number, which 4.01 allows.
pub(super) fn read(member: &mut dyn Member, reader: &mut Reader<'_>) -> Result<(), Fault> {
    match reader.peek() {
        Some(b'-' | b'0'..=b'9') => member.put(Some(reader.number()?)),
        Some(b'n') if member.of().nullable && reader.null() => member.put(None),
        _ => member.put(Some(&reader.string()?)),
    }
    Ok(())
}

pub(super) fn write(member: &dyn Member, json: &mut String) {
    match member.text() {
        Some(name) => write_string(name, json),
        None => json.push_str("null"),
    }
}

pub(super) fn described(name: &'static str) -> PropertyType {
    PropertyType::required(match name {
        "" => ValueType::STRING,
        name => ValueType::Enum(name),
    })
}

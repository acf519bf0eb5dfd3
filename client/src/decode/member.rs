//! Members of enumerations (OData JSON 7.1).

use std::borrow::Cow;
use std::mem::discriminant;

use odata_core::descriptor::{MemberName, PropertyType, ValueType};

use super::slot::{View, ViewMut};
use super::value::Form;
use crate::change::{write_literal, write_string};
use crate::field::{Enumeration, number, number_type};
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
    /// The qualified name of the enumeration; that of a primitive type where its values are numbers, and empty where they are texts.
    pub(super) name: &'static str,
    /// The name of the member with that index.
    pub(super) member: MemberName,
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
            member: name_of::<M>,
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
            member: name_of::<M>,
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
        described(M::INFO.name, name_of::<M>)
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

/// Reads the name of a member, or its number, which 4.01 allows. Where numbers are listed it is a number, which may stand
/// in a string too (OData JSON 4.0, 3.2).
pub(super) fn read(member: &mut dyn Member, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let first = reader.peek();
    let start = reader.offset();
    let text: Cow<'_, str> = match first {
        Some(b'-' | b'0'..=b'9') => reader.number()?.into(),
        Some(b'n') if member.of().nullable && reader.null() => {
            member.put(None);
            return Ok(());
        }
        _ => reader.string()?,
    };
    match number_type(member.of().name) {
        Some(ty) if number(ty, &text).is_none() => {
            return Err(Fault::new(start, format!("`{text}` is no {ty}")));
        }
        _ => member.put(Some(&text)),
    }
    Ok(())
}

/// Writes the name of a member, or the number.
pub(crate) fn write(member: &dyn Member, json: &mut String) {
    match (member.text(), number_type(member.of().name)) {
        (Some(text), Some(ty)) => match number(ty, text) {
            Some(number) => write_literal(&number, json),
            None => write_string(text, json),
        },
        (Some(name), None) => write_string(name, json),
        (None, _) => json.push_str("null"),
    }
}

/// What the schema calls the member with that index.
fn name_of<M: Enumeration>(index: usize) -> Option<&'static str> {
    M::INFO.members.get(index).map(|(name, _)| *name)
}

pub(super) fn described(name: &'static str, member: MemberName) -> PropertyType {
    PropertyType::required(match name {
        "" => ValueType::STRING,
        name => number_type(name).map_or(ValueType::Enum(name, member), ValueType::Primitive),
    })
}

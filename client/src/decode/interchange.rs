//! Values of generated types in the formats that serde knows (feature `serde`): what `serde = true` in service.toml has impls for.
//!
//! A value is written as JSON text and then handed to the format token by token, and back; so each format has what JSON
//! would have. docs/generating.md has the form.

mod exact;
mod given;
mod kept;
mod tokens;
mod written;

use serde_core::de::Error as _;
pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Record, Structured, Value};
use crate::field::Enumeration;
use crate::json::{Fault, Reader};
use given::Given;
pub(super) use kept::{BASE, kept};
use tokens::Text;

/// Gives an entity or a complex value to a format.
///
/// # Errors
/// What the format says.
pub fn serialize<T: Structured, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    Text(&text_of(value)).serialize(to)
}

fn text_of(record: &dyn Record) -> String {
    let mut json = String::new();
    written::record(record, &mut json);
    json
}

/// Gives a member of an enumeration to a format.
///
/// # Errors
/// What the format says.
pub fn serialize_member<M: Enumeration, S: Serializer>(
    member: &M,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut json = String::new();
    written::slot(member, &mut json);
    Text(&json).serialize(to)
}

/// Takes a value out of a format.
///
/// # Errors
/// What the format says, and when the value is of another type or lacks what is never null.
pub fn deserialize<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let Given(json) = Given::deserialize(from)?;
    read(&json).map_err(D::Error::custom)
}

fn read<T: Value>(json: &str) -> Result<T, Fault> {
    let mut reader = Reader::new(json);
    reader.manner.kept = true;
    let mut value = T::default();
    value.read(&mut reader)?;
    Ok(value)
}

/// What generated code says of its types: entity and complex types, then enumerations.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_for {
    ($($record:ident)*; $($member:ident)*) => {
        $($crate::serde_for!(= $record, serialize);)*
        $($crate::serde_for!(= $member, serialize_member);)*
    };
    (= $type:ident, $serialize:ident) => {
        #[allow(deprecated)]
        impl $crate::decode::interchange::Serialize for $type {
            fn serialize<S: $crate::decode::interchange::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::decode::interchange::$serialize(self, to)
            }
        }

        #[allow(deprecated)]
        impl<'de> $crate::decode::interchange::Deserialize<'de> for $type {
            fn deserialize<D: $crate::decode::interchange::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::decode::interchange::deserialize(from)
            }
        }
    };
}

type AnyEntity = crate::AnyEntity;
serde_for!(AnyEntity;);

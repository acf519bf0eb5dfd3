//! Members of enumerations (OData JSON 7.1).

use std::borrow::Cow;

use odata_core::descriptor::{PropertyType, ValueType};

use crate::change::{write_literal, write_string};
use crate::field::{Enumeration, literal, number, number_type};
use crate::json::{Fault, Reader};

/// Reads the name of a member, or its number, which 4.01 allows; one that the schema does not declare is kept.
///
/// # Errors
/// When it is neither a string nor a number, or no number where numbers are listed.
pub fn read_member<M: Enumeration>(value: &mut M, reader: &mut Reader<'_>) -> Result<(), Fault> {
    *value = M::from_member(&member(M::NAME, reader)?);
    Ok(())
}

/// Not generic, so that it is compiled once.
fn member<'j>(type_name: &str, reader: &mut Reader<'j>) -> Result<Cow<'j, str>, Fault> {
    let before = reader.clone();
    // A number may stand in a string too (OData JSON 4.0, 3.2).
    let text = match reader.peek() {
        Some(b'-' | b'0'..=b'9') => Cow::Borrowed(reader.number()?),
        _ => reader.string()?,
    };
    match number_type(type_name) {
        Some(ty) if number(ty, &text).is_none() => {
            Err(before.fault(format!("`{text}` is no {ty}")))
        }
        _ => Ok(text),
    }
}

/// Writes the name of the member, or the number.
pub fn write_member<M: Enumeration>(value: &M, json: &mut String) {
    write(M::NAME, value.member(), json);
}

fn write(type_name: &'static str, member: &str, json: &mut String) {
    match number_type(type_name) {
        Some(_) => write_literal(&literal(type_name, member), json),
        None => write_string(member, json),
    }
}

/// The type of a property that holds one.
pub fn describe_member<M: Enumeration>() -> PropertyType {
    PropertyType::required(match M::NAME {
        "" => ValueType::STRING,
        name => number_type(name).map_or(ValueType::Enum(name), ValueType::Primitive),
    })
}

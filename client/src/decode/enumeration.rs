//! Members of enumerations (OData JSON 7.1).

use odata_core::descriptor::{PropertyType, ValueType};

use crate::change::write_string;
use crate::field::Enumeration;
use crate::json::{Fault, Reader};

/// Reads the name of a member, or its number, which 4.01 allows; one that the schema does not declare is kept.
///
/// # Errors
/// When it is neither a string nor a number.
pub fn read_member<M: Enumeration>(value: &mut M, reader: &mut Reader<'_>) -> Result<(), Fault> {
    *value = match reader.peek() {
        Some(b'-' | b'0'..=b'9') => M::from_member(reader.number()?),
        _ => M::from_member(&reader.string()?),
    };
    Ok(())
}

/// Writes the name of the member.
pub fn write_member<M: Enumeration>(value: &M, json: &mut String) {
    write_string(value.member(), json);
}

/// The type of a property that holds one.
pub fn describe_member<M: Enumeration>() -> PropertyType {
    PropertyType::required(match M::NAME {
        "" => ValueType::STRING,
        name => ValueType::Enum(name),
    })
}

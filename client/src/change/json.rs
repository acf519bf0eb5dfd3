//! Values as JSON (OData JSON 7.1).

use std::fmt::Write;

use odata_core::edm::Literal;

/// Writes a value as it stands in a payload.
pub(crate) fn write_literal(literal: &Literal, json: &mut String) {
    match literal {
        Literal::Null => json.push_str("null"),
        Literal::Boolean(value) => json.push_str(if *value { "true" } else { "false" }),
        // Writing into a String does not fail.
        Literal::Int(value) => drop(write!(json, "{value}")),
        Literal::Decimal(value) if value.is_finite() => drop(write!(json, "{value}")),
        Literal::Decimal(value) => write_string(&value.to_string(), json),
        Literal::Double(value) if value.is_finite() => drop(write!(json, "{value:?}")),
        Literal::Double(value) if value.is_nan() => write_string("NaN", json),
        Literal::Double(value) => write_string(if *value > 0.0 { "INF" } else { "-INF" }, json),
        Literal::String(text) => write_string(text, json),
        Literal::Guid(value) => write_string(&value.to_string(), json),
        Literal::Date(value) => write_string(&value.to_string(), json),
        Literal::TimeOfDay(value) => write_string(&value.to_string(), json),
        Literal::DateTimeOffset(value) => write_string(&value.to_string(), json),
        Literal::Duration(value) => write_string(&value.to_string(), json),
        Literal::Binary(value) => write_string(&value.to_string(), json),
        Literal::Enum { members, .. } => write_string(members, json),
        Literal::Geo { text } => write_string(text, json),
    }
}

/// Writes the shortest text that is this number: as an `Edm.Double` it would have digits that nobody gave.
pub(crate) fn write_single(value: f32, json: &mut String) {
    match value.is_finite() {
        true => drop(write!(json, "{value:?}")),
        false => write_literal(&Literal::from(value), json),
    }
}

/// Writes a string with the escapes that JSON asks for (RFC 8259, section 7).
pub(crate) fn write_string(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if u32::from(c) < 0x20 => drop(write!(json, "\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
}

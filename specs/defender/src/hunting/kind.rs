//! What a column holds.

use std::fmt;

use odata::json::Reader;
use odata::{DateTimeOffset, Guid, Json};

/// The type of a column, as `Schema` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ColumnKind {
    /// `String`.
    Text,
    /// `DateTime`.
    Time,
    /// `Int32`, `Int64`, `Long`, `Byte` and the like.
    Whole,
    /// `Double`, `Single`, `Decimal`, `Real`.
    Number,
    /// `Boolean`, and `SByte`, by which the service means the same.
    Truth,
    /// `Guid`.
    Guid,
    /// Whatever else: `Object`, `TimeSpan`, what is new.
    Other,
}

impl ColumnKind {
    /// By the name of the type, of whatever case.
    pub fn named(name: &str) -> Self {
        let short = name.rsplit('.').next().unwrap_or(name);
        match short.to_ascii_lowercase().as_str() {
            "string" => ColumnKind::Text,
            "datetime" | "datetimeoffset" => ColumnKind::Time,
            "byte" | "int16" | "int32" | "int64" | "int" | "long" | "uint16" | "uint32"
            | "uint64" => ColumnKind::Whole,
            "double" | "single" | "decimal" | "sqldecimal" | "real" | "float" => ColumnKind::Number,
            "boolean" | "bool" | "sbyte" => ColumnKind::Truth,
            "guid" => ColumnKind::Guid,
            _ => ColumnKind::Other,
        }
    }
}

/// A value of a row. What does not fit the type of its column is [`Other`](HuntingValue::Other), so that nothing is lost.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum HuntingValue {
    /// Nothing.
    Null,
    /// A text.
    Text(String),
    /// A moment.
    Time(DateTimeOffset),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A GUID.
    Guid(Guid),
    /// JSON as it came.
    Other(Json),
}

impl HuntingValue {
    /// By the JSON as it came.
    pub(super) fn read(kind: ColumnKind, json: &str) -> Self {
        let fits = match (kind, text(json)) {
            _ if json == "null" => Some(HuntingValue::Null),
            (ColumnKind::Text, Some(text)) => Some(HuntingValue::Text(text)),
            (ColumnKind::Time, Some(text)) => text.parse().ok().map(HuntingValue::Time),
            (ColumnKind::Guid, Some(text)) => text.parse().ok().map(HuntingValue::Guid),
            (ColumnKind::Whole, Some(text)) => text.parse().ok().map(HuntingValue::Whole),
            (ColumnKind::Whole, None) => json.parse().ok().map(HuntingValue::Whole),
            (ColumnKind::Number, None) => json.parse().ok().map(HuntingValue::Number),
            (ColumnKind::Truth, None) => match json {
                "true" | "1" => Some(HuntingValue::Truth(true)),
                "false" | "0" => Some(HuntingValue::Truth(false)),
                _ => None,
            },
            _ => None,
        };
        fits.unwrap_or_else(|| HuntingValue::Other(Json::from_text(json)))
    }
}

/// What a JSON string says; nothing of anything else.
fn text(json: &str) -> Option<String> {
    let mut reader = Reader::new(json);
    let text = reader.string().ok()?.into_owned();
    reader.end().ok().map(|()| text)
}

impl fmt::Display for HuntingValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HuntingValue::Null => Ok(()),
            HuntingValue::Text(text) => f.write_str(text),
            HuntingValue::Time(time) => write!(f, "{time}"),
            HuntingValue::Whole(number) => write!(f, "{number}"),
            HuntingValue::Number(number) => write!(f, "{number}"),
            HuntingValue::Truth(truth) => write!(f, "{truth}"),
            HuntingValue::Guid(guid) => write!(f, "{guid}"),
            HuntingValue::Other(json) => f.write_str(json.text()),
        }
    }
}

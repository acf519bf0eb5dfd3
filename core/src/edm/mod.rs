//! EDM primitive values and their URL literals: read and printed without losing a digit, with no I/O.
//!
//! Each type reads the `...Value` rule of the OData ABNF 4.01 (section 7, Literal Data Values) with
//! [`FromStr`](std::str::FromStr) and prints it with [`Display`](std::fmt::Display); [`Literal`] reads
//! and prints the `primitiveLiteral` rule, the form that stands in a URL.

mod binary;
mod convert_error;
#[cfg(feature = "jiff")]
mod convert_jiff;
#[cfg(feature = "rust_decimal")]
mod convert_rust_decimal;
#[cfg(feature = "serde")]
mod convert_serde;
#[cfg(feature = "serde_json")]
mod convert_serde_json;
#[cfg(feature = "uuid")]
mod convert_uuid;
mod cursor;
mod date;
mod date_time_offset;
mod debug;
mod decimal;
mod duration;
mod fraction;
mod guid;
mod literal;
mod parse_error;
mod primitive_type;
mod time_of_day;
mod untyped;
mod usual;

pub use binary::Binary;
pub use convert_error::ConvertError;
pub use date::Date;
pub use date_time_offset::DateTimeOffset;
pub use decimal::Decimal;
pub use duration::Duration;
pub use guid::Guid;
#[cfg(test)]
pub(crate) use literal::tests::any_literal;
pub use literal::{Literal, LiteralError};
pub(crate) use literal::{check_geo, check_members};
pub use parse_error::ParseError;
pub use primitive_type::PrimitiveType;
pub use time_of_day::TimeOfDay;
pub use untyped::Json;

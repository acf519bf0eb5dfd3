mod error;
mod from_values;
mod geo;
mod quoted;
mod read;
#[cfg(test)]
pub(crate) mod tests;

pub use error::LiteralError;
pub(crate) use geo::check_geo;
pub(crate) use quoted::check_members;

use super::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, PrimitiveType, TimeOfDay};
use std::fmt;

/// A primitive literal as it stands in a URL before percent-encoding (`primitiveLiteral`).
///
/// Two literals are equal when they are of the same kind and their values are, doubles by their bits.
///
/// ```
/// use odata_core::edm::{Date, Literal};
/// let literal = Literal::from("O'Neil");
/// assert_eq!(literal.to_string(), "'O''Neil'");
/// assert_eq!(Literal::parse_prefix("'O''Neil' or Age gt 5"), Ok(Some((literal, 9))));
/// let date: Date = "2018-08-01".parse()?;
/// assert_eq!(Literal::parse_prefix("2018-08-01)"), Ok(Some((Literal::Date(date), 10))));
/// assert_eq!(Literal::parse_prefix("Name eq 5"), Ok(None));
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub enum Literal {
    /// The null value (`null`).
    Null,
    /// A truth value, read in any case (`boolean`).
    Boolean(bool),
    /// An integer of at most 64 bits (`int64Literal` and the smaller integers).
    Int(i64),
    /// A number without an exponent, or one that no double holds exactly (`decimalLiteral`).
    Decimal(Decimal),
    /// A number with an exponent, or `INF`, `-INF` or `NaN` (`doubleLiteral`).
    Double(f64),
    /// A text in single quotes (`stringLiteral`).
    String(String),
    /// A GUID (`guid`).
    Guid(Guid),
    /// A date (`date`).
    Date(Date),
    /// A time of day (`timeOfDayLiteral`).
    TimeOfDay(TimeOfDay),
    /// A date and time with an offset (`dateTimeOffsetLiteral`).
    DateTimeOffset(DateTimeOffset),
    /// A duration in `duration'...'`; without the prefix it reads as a string (`durationLiteral`).
    Duration(Duration),
    /// Bytes in `binary'...'` (`binaryLiteral`).
    Binary(Binary),
    /// Members of an enumeration type; without the type's name it reads as a string (`enumLiteral`).
    Enum {
        /// The qualified name of the type, as written (`qualifiedEnumTypeName`).
        type_name: Option<Box<str>>,
        /// Names or numbers of members with commas between (`singleEnumLiteral`).
        members: Box<str>,
    },
    /// A shape, such as `geography'SRID=4326;Point(1 2)'` (`geographyPoint` and its like).
    Geo {
        /// The whole literal with its prefix and quotes, as written.
        text: Box<str>,
    },
}

impl Literal {
    /// The longest plain text of a decimal: beyond it no number is one that a double holds, so that
    /// a decimal with an exponent does not read back as a double.
    const LONGEST_PLAIN_DECIMAL: usize = 400;

    /// Reads the longest literal at the head of a text, percent-decoded before (`primitiveLiteral`).
    ///
    /// Returns the literal and the number of bytes it takes, nothing if the text begins with no
    /// literal, and an error if it begins one that is broken.
    ///
    /// ```
    /// use odata_core::edm::Literal;
    /// assert_eq!(Literal::parse_prefix("null,5"), Ok(Some((Literal::Null, 4))));
    /// assert_eq!(Literal::parse_prefix("nullable"), Ok(None));
    /// let error = Literal::parse_prefix("'Bobby").unwrap_err();
    /// assert_eq!((error.offset, &*error.message), (0, "this string has no closing quote"));
    /// ```
    pub fn parse_prefix(input: &str) -> Result<Option<(Self, usize)>, LiteralError> {
        read::literal(input)
    }

    /// The type of the value, if the literal alone tells it: null and enumerations do not
    /// (`primitiveTypeName`).
    pub fn primitive_type(&self) -> Option<PrimitiveType> {
        Some(match self {
            Self::Null | Self::Enum { .. } => return None,
            Self::Boolean(_) => PrimitiveType::Boolean,
            Self::Int(_) => PrimitiveType::Int64,
            Self::Decimal(_) => PrimitiveType::Decimal,
            Self::Double(_) => PrimitiveType::Double,
            Self::String(_) => PrimitiveType::String,
            Self::Guid(_) => PrimitiveType::Guid,
            Self::Date(_) => PrimitiveType::Date,
            Self::TimeOfDay(_) => PrimitiveType::TimeOfDay,
            Self::DateTimeOffset(_) => PrimitiveType::DateTimeOffset,
            Self::Duration(_) => PrimitiveType::Duration,
            Self::Binary(_) => PrimitiveType::Binary,
            Self::Geo { text } => return geo::geo_type(text),
        })
    }
}

impl PartialEq for Literal {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Decimal(a), Self::Decimal(b)) => a == b,
            (Self::Double(a), Self::Double(b)) => a.to_bits() == b.to_bits(),
            (Self::String(a), Self::String(b)) => a == b,
            (Self::Guid(a), Self::Guid(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::TimeOfDay(a), Self::TimeOfDay(b)) => a == b,
            (Self::DateTimeOffset(a), Self::DateTimeOffset(b)) => a == b,
            (Self::Duration(a), Self::Duration(b)) => a == b,
            (Self::Binary(a), Self::Binary(b)) => a == b,
            (
                Self::Enum {
                    type_name: a_type,
                    members: a,
                },
                Self::Enum {
                    type_name: b_type,
                    members: b,
                },
            ) => a_type == b_type && a == b,
            (Self::Geo { text: a }, Self::Geo { text: b }) => a == b,
            _ => false,
        }
    }
}

impl Eq for Literal {}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Decimal(value) => value.write(f, Self::LONGEST_PLAIN_DECIMAL),
            Self::Double(value) if value.is_nan() => f.write_str("NaN"),
            Self::Double(f64::INFINITY) => f.write_str("INF"),
            Self::Double(f64::NEG_INFINITY) => f.write_str("-INF"),
            Self::Double(value) => write!(f, "{value:e}"),
            Self::String(value) => quoted::write_quoted(f, value),
            Self::Guid(value) => write!(f, "{value}"),
            Self::Date(value) => write!(f, "{value}"),
            Self::TimeOfDay(value) => write!(f, "{value}"),
            Self::DateTimeOffset(value) => write!(f, "{value}"),
            Self::Duration(value) => write!(f, "duration'{value}'"),
            Self::Binary(value) => write!(f, "binary'{value}'"),
            Self::Enum { type_name, members } => {
                f.write_str(type_name.as_deref().unwrap_or_default())?;
                quoted::write_quoted(f, members)
            }
            Self::Geo { text } => f.write_str(text),
        }
    }
}

//! The canonical functions and what they take and give (URL conventions 5.1.1.5 to 5.1.1.10).

use crate::edm::PrimitiveType;
use crate::expr::Type;

/// A canonical function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `contains(text,part)`
    Contains,
    /// `startswith(text,head)`
    StartsWith,
    /// `endswith(text,tail)`
    EndsWith,
    /// `matchesPattern(text,pattern)`, OData 4.01
    MatchesPattern,
    /// `length(text)`
    Length,
    /// `indexof(text,part)`
    IndexOf,
    /// `substring(text,from)` and `substring(text,from,length)`
    Substring,
    /// `tolower(text)`
    ToLower,
    /// `toupper(text)`
    ToUpper,
    /// `trim(text)`
    Trim,
    /// `concat(a,b)`
    Concat,
    /// `year(date)`
    Year,
    /// `month(date)`
    Month,
    /// `day(date)`
    Day,
    /// `hour(time)`
    Hour,
    /// `minute(time)`
    Minute,
    /// `second(time)`
    Second,
    /// `fractionalseconds(time)`
    FractionalSeconds,
    /// `date(datetime)`
    Date,
    /// `time(datetime)`
    Time,
    /// `totaloffsetminutes(datetime)`
    TotalOffsetMinutes,
    /// `totalseconds(duration)`
    TotalSeconds,
    /// `now()`
    Now,
    /// `mindatetime()`
    MinDateTime,
    /// `maxdatetime()`
    MaxDateTime,
    /// `round(number)`
    Round,
    /// `floor(number)`
    Floor,
    /// `ceiling(number)`
    Ceiling,
    /// `hassubset(collection,part)`, OData 4.01: every item of the part is in the collection.
    HasSubset,
    /// `hassubsequence(collection,part)`, OData 4.01: the items of the part are in the collection, in that order.
    HasSubsequence,
    /// `geo.distance(point,point)`
    GeoDistance,
    /// `geo.intersects(point,polygon)`
    GeoIntersects,
    /// `geo.length(line)`
    GeoLength,
    /// `isdefined(path)`: the property is there at all (Data Aggregation 3.2.5).
    IsDefined,
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A text or, since 4.01, a collection.
    TextOrItems,
    Items,
    Shape,
    Any,
    Number,
    Integer,
    /// A date, alone or with a time.
    Day,
    /// A time of day, alone or with a date.
    Clock,
    Moment,
    Span,
}

impl Kind {
    pub(super) fn accepts(self, ty: &Type) -> bool {
        use PrimitiveType as P;
        let Type::Primitive(primitive) = ty else {
            return match ty {
                Type::Unchecked | Type::Null => true,
                Type::Collection(_) => {
                    matches!(self, Kind::TextOrItems | Kind::Items | Kind::Any)
                }
                _ => self == Kind::Any,
            };
        };
        match self {
            Kind::Text | Kind::TextOrItems => *primitive == P::String,
            Kind::Items => false,
            Kind::Shape => primitive.is_geo(),
            Kind::Any => true,
            Kind::Number => primitive.is_numeric(),
            Kind::Integer => primitive.is_integer(),
            Kind::Day => matches!(primitive, P::Date | P::DateTimeOffset),
            Kind::Clock => matches!(primitive, P::TimeOfDay | P::DateTimeOffset),
            Kind::Moment => *primitive == P::DateTimeOffset,
            Kind::Span => *primitive == P::Duration,
        }
    }

    pub(super) fn describe(self) -> &'static str {
        match self {
            Kind::Text => "an Edm.String",
            Kind::TextOrItems => "an Edm.String or a collection",
            Kind::Items => "a collection",
            Kind::Shape => "a shape (Edm.Geography or Edm.Geometry)",
            Kind::Any => "anything",
            Kind::Number => "a number",
            Kind::Integer => "an integer",
            Kind::Day => "an Edm.Date or Edm.DateTimeOffset",
            Kind::Clock => "an Edm.TimeOfDay or Edm.DateTimeOffset",
            Kind::Moment => "an Edm.DateTimeOffset",
            Kind::Span => "an Edm.Duration",
        }
    }
}

/// What a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    This(PrimitiveType),
    /// The type of its first argument.
    Same,
    /// The type of its first argument where that is a collection, else this.
    SameItems(PrimitiveType),
}

pub(super) struct Signature {
    pub(super) arguments: &'static [Kind],
    /// How many of the arguments may be left out, from the end.
    pub(super) optional: usize,
    pub(super) gives: Gives,
}

impl Function {
    /// Every function.
    pub const ALL: &'static [Function] = &[
        Function::Contains,
        Function::StartsWith,
        Function::EndsWith,
        Function::MatchesPattern,
        Function::Length,
        Function::IndexOf,
        Function::Substring,
        Function::ToLower,
        Function::ToUpper,
        Function::Trim,
        Function::Concat,
        Function::Year,
        Function::Month,
        Function::Day,
        Function::Hour,
        Function::Minute,
        Function::Second,
        Function::FractionalSeconds,
        Function::Date,
        Function::Time,
        Function::TotalOffsetMinutes,
        Function::TotalSeconds,
        Function::Now,
        Function::MinDateTime,
        Function::MaxDateTime,
        Function::Round,
        Function::Floor,
        Function::Ceiling,
        Function::HasSubset,
        Function::HasSubsequence,
        Function::GeoDistance,
        Function::GeoIntersects,
        Function::GeoLength,
        Function::IsDefined,
    ];

    /// As it is written; clients keep to the case (4.01 conformance, 13.3 item 9).
    pub fn name(self) -> &'static str {
        match self {
            Function::Contains => "contains",
            Function::StartsWith => "startswith",
            Function::EndsWith => "endswith",
            Function::MatchesPattern => "matchesPattern",
            Function::Length => "length",
            Function::IndexOf => "indexof",
            Function::Substring => "substring",
            Function::ToLower => "tolower",
            Function::ToUpper => "toupper",
            Function::Trim => "trim",
            Function::Concat => "concat",
            Function::Year => "year",
            Function::Month => "month",
            Function::Day => "day",
            Function::Hour => "hour",
            Function::Minute => "minute",
            Function::Second => "second",
            Function::FractionalSeconds => "fractionalseconds",
            Function::Date => "date",
            Function::Time => "time",
            Function::TotalOffsetMinutes => "totaloffsetminutes",
            Function::TotalSeconds => "totalseconds",
            Function::Now => "now",
            Function::MinDateTime => "mindatetime",
            Function::MaxDateTime => "maxdatetime",
            Function::Round => "round",
            Function::Floor => "floor",
            Function::Ceiling => "ceiling",
            Function::HasSubset => "hassubset",
            Function::HasSubsequence => "hassubsequence",
            Function::GeoDistance => "geo.distance",
            Function::GeoIntersects => "geo.intersects",
            Function::GeoLength => "geo.length",
            Function::IsDefined => "isdefined",
        }
    }

    /// The function of that name, in any case: 4.01 has no two that differ by it (URL conventions 5.1.1.5).
    pub fn from_name(name: &str) -> Option<Function> {
        Function::ALL
            .iter()
            .copied()
            .find(|function| function.name().eq_ignore_ascii_case(name))
    }

    pub(super) fn signature(self) -> Signature {
        use Function as F;
        use PrimitiveType as P;
        let fixed = |arguments, gives| Signature {
            arguments,
            optional: 0,
            gives: Gives::This(gives),
        };
        let same = |arguments| Signature {
            arguments,
            optional: 0,
            gives: Gives::Same,
        };
        match self {
            F::Contains | F::StartsWith | F::EndsWith => {
                fixed(&[Kind::TextOrItems, Kind::TextOrItems], P::Boolean)
            }
            F::MatchesPattern => fixed(&[Kind::Text, Kind::Text], P::Boolean),
            F::Length => fixed(&[Kind::TextOrItems], P::Int32),
            F::IndexOf => fixed(&[Kind::TextOrItems, Kind::TextOrItems], P::Int32),
            F::Substring => Signature {
                arguments: &[Kind::TextOrItems, Kind::Integer, Kind::Integer],
                optional: 1,
                gives: Gives::SameItems(P::String),
            },
            F::ToLower | F::ToUpper | F::Trim => fixed(&[Kind::Text], P::String),
            F::Concat => Signature {
                arguments: &[Kind::TextOrItems, Kind::TextOrItems],
                optional: 0,
                gives: Gives::SameItems(P::String),
            },
            F::HasSubset | F::HasSubsequence => fixed(&[Kind::Items, Kind::Items], P::Boolean),
            F::GeoDistance => fixed(&[Kind::Shape, Kind::Shape], P::Double),
            F::GeoIntersects => fixed(&[Kind::Shape, Kind::Shape], P::Boolean),
            F::GeoLength => fixed(&[Kind::Shape], P::Double),
            F::IsDefined => fixed(&[Kind::Any], P::Boolean),
            F::Year | F::Month | F::Day => fixed(&[Kind::Day], P::Int32),
            F::Hour | F::Minute | F::Second => fixed(&[Kind::Clock], P::Int32),
            F::FractionalSeconds => fixed(&[Kind::Clock], P::Decimal),
            F::Date => fixed(&[Kind::Moment], P::Date),
            F::Time => fixed(&[Kind::Moment], P::TimeOfDay),
            F::TotalOffsetMinutes => fixed(&[Kind::Moment], P::Int32),
            F::TotalSeconds => fixed(&[Kind::Span], P::Decimal),
            F::Now | F::MinDateTime | F::MaxDateTime => fixed(&[], P::DateTimeOffset),
            F::Round | F::Floor | F::Ceiling => same(&[Kind::Number]),
        }
    }
}

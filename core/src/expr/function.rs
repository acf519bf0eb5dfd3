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
}

/// What an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
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
            return matches!(ty, Type::Unchecked | Type::Null);
        };
        match self {
            Kind::Text => *primitive == P::String,
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
    ];

    /// As it is written; the case matters (4.01 conformance, 13.3 item 9).
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
        }
    }

    /// The function of that name.
    pub fn from_name(name: &str) -> Option<Function> {
        Function::ALL
            .iter()
            .copied()
            .find(|function| function.name() == name)
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
            F::Contains | F::StartsWith | F::EndsWith | F::MatchesPattern => {
                fixed(&[Kind::Text, Kind::Text], P::Boolean)
            }
            F::Length => fixed(&[Kind::Text], P::Int32),
            F::IndexOf => fixed(&[Kind::Text, Kind::Text], P::Int32),
            F::Substring => Signature {
                arguments: &[Kind::Text, Kind::Integer, Kind::Integer],
                optional: 1,
                gives: Gives::This(P::String),
            },
            F::ToLower | F::ToUpper | F::Trim => fixed(&[Kind::Text], P::String),
            F::Concat => fixed(&[Kind::Text, Kind::Text], P::String),
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

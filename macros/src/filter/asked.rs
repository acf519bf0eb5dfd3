//! The methods that canonical functions are written with.

use odata_core::expr::Function;

/// The method for a function that gives a value, asked of its first argument.
pub(super) fn value(function: Function, arguments: usize) -> Option<&'static str> {
    use Function as F;
    Some(match function {
        F::Length => "length",
        F::IndexOf => "index_of",
        F::Substring if arguments == 2 => "substring",
        F::Substring => "substring_of_length",
        F::ToLower => "to_lower",
        F::ToUpper => "to_upper",
        F::Trim => "trim",
        F::Concat => "concat",
        F::Year => "year",
        F::Month => "month",
        F::Day => "day",
        F::Hour => "hour",
        F::Minute => "minute",
        F::Second => "second",
        F::FractionalSeconds => "fractional_seconds",
        F::Date => "date",
        F::Time => "time",
        F::TotalOffsetMinutes => "total_offset_minutes",
        F::TotalSeconds => "total_seconds",
        F::Round => "round",
        F::Floor => "floor",
        F::Ceiling => "ceiling",
        _ => return None,
    })
}

/// The method for a function that is true or false.
pub(super) fn filter(function: Function) -> Option<&'static str> {
    use Function as F;
    Some(match function {
        F::Contains => "contains",
        F::StartsWith => "starts_with",
        F::EndsWith => "ends_with",
        F::MatchesPattern => "matches_pattern",
        _ => return None,
    })
}

/// The function of the crate for one that takes nothing.
pub(super) fn of_nothing(function: Function) -> Option<&'static str> {
    use Function as F;
    Some(match function {
        F::Now => "now",
        F::MinDateTime => "min_date_time",
        F::MaxDateTime => "max_date_time",
        _ => return None,
    })
}

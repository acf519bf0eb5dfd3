//! Canonical functions (URL conventions 5.1.1.5 to 5.1.1.10). Null in, null out.

use odata_core::edm::{Date, DateTimeOffset, TimeOfDay};
use odata_core::expr::Function;

use crate::eval::arithmetic::seconds;
use crate::eval::fixed::{Fixed, Rounding};
use crate::eval::{EvalError, Value, World};

/// Calls the function. Arguments of the wrong sort, which only dynamic properties can bring, give null.
pub(crate) fn call<'v>(
    world: World<'_>,
    function: Function,
    arguments: &[Value<'v>],
) -> Result<Value<'v>, EvalError> {
    use Function as F;
    let moment = |value: Option<DateTimeOffset>| value.map(Value::DateTimeOffset);
    let made = match (function, arguments) {
        (F::Now, _) => Some(Value::DateTimeOffset(world.now)),
        (F::MinDateTime, _) => moment(end_of_time(1, 1, TimeOfDay::default())),
        (F::MaxDateTime, _) => {
            let last = TimeOfDay::new(23, 59, 59, 999_999_900_000).unwrap_or_default();
            moment(end_of_time(9999, 12, last))
        }
        (F::GeoDistance | F::GeoIntersects | F::GeoLength, _) => {
            return Err(EvalError::unsupported(function.name()));
        }
        (F::MatchesPattern, [Value::String(text), Value::String(pattern)]) => {
            let patterns = &world.budget.patterns;
            let matched = patterns.matches(world.budget, text, pattern);
            return matched.map(Value::Boolean);
        }
        (F::Round | F::Floor | F::Ceiling, [number]) => return whole(function, number),
        (_, [Value::String(text), rest @ ..]) => of_text(function, text, rest),
        (F::Date, [Value::DateTimeOffset(at)]) => Some(Value::Date(at.date())),
        (F::Time, [Value::DateTimeOffset(at)]) => Some(Value::TimeOfDay(at.time())),
        (F::TotalOffsetMinutes, [Value::DateTimeOffset(at)]) => {
            Some(Value::Int(at.offset_minutes().into()))
        }
        (F::TotalSeconds, [Value::Duration(span)]) => Some(seconds(span.picoseconds())),
        (_, [Value::DateTimeOffset(at)]) => {
            of_date(function, at.date()).or_else(|| of_time(function, at.time()))
        }
        (_, [Value::Date(date)]) => of_date(function, *date),
        (_, [Value::TimeOfDay(time)]) => of_time(function, *time),
        _ => None,
    };
    Ok(made.unwrap_or(Value::Null))
}

fn end_of_time(year: i32, month: u8, time: TimeOfDay) -> Option<DateTimeOffset> {
    let day = if month == 12 { 31 } else { 1 };
    DateTimeOffset::new(Date::new(year, month, day)?, time, 0)
}

fn of_text<'v>(function: Function, text: &str, rest: &[Value<'v>]) -> Option<Value<'v>> {
    use Function as F;
    Some(match (function, rest) {
        (F::Contains, [Value::String(part)]) => Value::Boolean(text.contains(&**part)),
        (F::StartsWith, [Value::String(part)]) => Value::Boolean(text.starts_with(&**part)),
        (F::EndsWith, [Value::String(part)]) => Value::Boolean(text.ends_with(&**part)),
        (F::Length, []) => Value::Int(text.chars().count() as i64),
        (F::IndexOf, [Value::String(part)]) => Value::Int(index_of(text, part)),
        (F::Substring, [Value::Int(from)]) => Value::text(substring(text, *from, i64::MAX)),
        (F::Substring, [Value::Int(from), Value::Int(length)]) => {
            Value::text(substring(text, *from, *length))
        }
        (F::ToLower, []) => Value::text(text.to_lowercase()),
        (F::ToUpper, []) => Value::text(text.to_uppercase()),
        (F::Trim, []) => Value::text(text.trim().to_owned()),
        (F::Concat, [Value::String(tail)]) => Value::text(format!("{text}{tail}")),
        _ => return None,
    })
}

/// Where the part begins, in characters from zero; -1 where it is not.
fn index_of(text: &str, part: &str) -> i64 {
    let head = text.find(part).and_then(|at| text.get(..at));
    head.map_or(-1, |head| head.chars().count() as i64)
}

/// Characters from a place on; a negative place counts from the end.
fn substring(text: &str, from: i64, length: i64) -> String {
    let skipped = match usize::try_from(from) {
        Ok(from) => from,
        Err(_) => {
            let back = usize::try_from(from.unsigned_abs()).unwrap_or(usize::MAX);
            text.chars().count().saturating_sub(back)
        }
    };
    let length = usize::try_from(length.max(0)).unwrap_or(usize::MAX);
    text.chars().skip(skipped).take(length).collect()
}

fn of_date<'v>(function: Function, date: Date) -> Option<Value<'v>> {
    Some(Value::Int(match function {
        Function::Year => date.year().into(),
        Function::Month => date.month().into(),
        Function::Day => date.day().into(),
        _ => return None,
    }))
}

fn of_time<'v>(function: Function, time: TimeOfDay) -> Option<Value<'v>> {
    Some(match function {
        Function::Hour => Value::Int(time.hour().into()),
        Function::Minute => Value::Int(time.minute().into()),
        Function::Second => Value::Int(time.second().into()),
        Function::FractionalSeconds => seconds(time.picosecond().into()),
        _ => return None,
    })
}

fn whole<'v>(function: Function, number: &Value<'v>) -> Result<Value<'v>, EvalError> {
    let (rounding, rounded): (Rounding, fn(f64) -> f64) = match function {
        Function::Floor => (Rounding::Down, f64::floor),
        Function::Ceiling => (Rounding::Up, f64::ceil),
        _ => (Rounding::Nearest, f64::round),
    };
    match number {
        Value::Int(_) => Ok(number.clone()),
        Value::Double(double) => Ok(Value::Double(rounded(*double))),
        Value::Decimal(decimal) if !decimal.is_finite() => Ok(number.clone()),
        Value::Decimal(decimal) => Fixed::of(decimal)
            .and_then(|fixed| fixed.rounded(rounding))
            .map(|whole| Value::Decimal(whole.into()))
            .ok_or_else(|| EvalError::new(format!("{decimal} has too many digits to round"))),
        _ => Ok(Value::Null),
    }
}

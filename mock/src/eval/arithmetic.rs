//! Arithmetic (URL conventions 5.1.1.2): numbers, dates and durations. Null in, null out.

use odata_core::edm::{Date, DateTimeOffset, Duration};
use odata_core::expr::ArithmeticOp;

use crate::eval::fixed::{Fixed, Rounding};
use crate::eval::{EvalError, Value};

const PICOSECONDS_PER_SECOND: i128 = 1_000_000_000_000;
const PICOSECONDS_PER_DAY: i128 = 86_400 * PICOSECONDS_PER_SECOND;

/// Applies the operator. What does not go together, which only dynamic properties can bring, is null.
pub(crate) fn arithmetic<'v>(
    op: ArithmeticOp,
    left: &Value<'_>,
    right: &Value<'_>,
) -> Result<Value<'v>, EvalError> {
    use ArithmeticOp::{Add, Sub};
    let sign = if op == Sub { -1 } else { 1 };
    let made = match (op, left, right) {
        (op, Value::Int(a), Value::Int(b)) => integers(op, *a, *b)?,
        (Add | Sub, Value::DateTimeOffset(at), Value::Duration(by)) => {
            moved(*at, by.picoseconds().checked_mul(sign)).map(Value::DateTimeOffset)
        }
        (Add | Sub, Value::Date(at), Value::Duration(by)) => {
            date_moved(*at, by.picoseconds().checked_mul(sign)).map(Value::Date)
        }
        (Sub, Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => {
            a.instant().checked_sub(b.instant()).map(duration)
        }
        (Sub, Value::Date(a), Value::Date(b)) => Some(duration(
            i128::from(a.days_from_epoch() - b.days_from_epoch()) * PICOSECONDS_PER_DAY,
        )),
        (Add | Sub, Value::Duration(a), Value::Duration(b)) => {
            let by = b.picoseconds().checked_mul(sign);
            by.and_then(|by| a.picoseconds().checked_add(by))
                .map(duration)
        }
        (_, Value::Duration(span), number) => match number.as_decimal() {
            Some(number) if op != Add && op != Sub => {
                let span = Fixed::new(span.picoseconds(), 0);
                let scaled = Fixed::of(&number)
                    .map(|number| fixed(op, span, number))
                    .transpose()?;
                scaled
                    .flatten()
                    .and_then(|scaled| scaled.rounded(Rounding::Nearest))
                    .map(duration)
            }
            _ => return Ok(Value::Null),
        },
        (op, a, b) => match (a.as_decimal(), b.as_decimal()) {
            (Some(exact_a), Some(exact_b)) => {
                let inexact = |value: &Value<'_>| matches!(value, Value::Double(_));
                if inexact(a) || inexact(b) || !exact_a.is_finite() || !exact_b.is_finite() {
                    Some(doubles(op, exact_a.to_f64(), exact_b.to_f64()))
                } else {
                    let both = Fixed::of(&exact_a).zip(Fixed::of(&exact_b));
                    let made = both.map(|(a, b)| fixed(op, a, b)).transpose()?.flatten();
                    made.and_then(Fixed::to_decimal).map(Value::Decimal)
                }
            }
            _ => return Ok(Value::Null),
        },
    };
    made.ok_or_else(|| EvalError::new(format!("the result of `{}` is out of range", op.name())))
}

/// The value with a minus sign.
pub(crate) fn negated<'v>(value: &Value<'_>) -> Result<Value<'v>, EvalError> {
    match value {
        Value::Double(double) => Ok(Value::Double(-double)),
        Value::Duration(_) => arithmetic(ArithmeticOp::Mul, value, &Value::Int(-1)),
        other => arithmetic(ArithmeticOp::Sub, &Value::Int(0), other),
    }
}

fn division_by_zero(op: ArithmeticOp) -> EvalError {
    EvalError::new(format!("`{}` divides by zero", op.name()))
}

fn integers<'v>(op: ArithmeticOp, a: i64, b: i64) -> Result<Option<Value<'v>>, EvalError> {
    let made = match op {
        ArithmeticOp::Add => a.checked_add(b),
        ArithmeticOp::Sub => a.checked_sub(b),
        ArithmeticOp::Mul => a.checked_mul(b),
        ArithmeticOp::Div | ArithmeticOp::Mod | ArithmeticOp::DivBy if b == 0 => {
            return Err(division_by_zero(op));
        }
        ArithmeticOp::Div => a.checked_div(b),
        ArithmeticOp::Mod => a.checked_rem(b),
        ArithmeticOp::DivBy => {
            let quotient = Fixed::new(a.into(), 0).divided(Fixed::new(b.into(), 0));
            return Ok(quotient.and_then(Fixed::to_decimal).map(Value::Decimal));
        }
    };
    Ok(made.map(Value::Int))
}

fn fixed(op: ArithmeticOp, a: Fixed, b: Fixed) -> Result<Option<Fixed>, EvalError> {
    Ok(match op {
        ArithmeticOp::Add => a.add(b),
        ArithmeticOp::Sub => b.negated().and_then(|b| a.add(b)),
        ArithmeticOp::Mul => a.multiplied(b),
        ArithmeticOp::Div | ArithmeticOp::DivBy | ArithmeticOp::Mod if b.is_zero() => {
            return Err(division_by_zero(op));
        }
        ArithmeticOp::Div | ArithmeticOp::DivBy => a.divided(b),
        ArithmeticOp::Mod => a.remainder(b),
    })
}

/// IEEE 754: no error, but infinities and `NaN`.
fn doubles<'v>(op: ArithmeticOp, a: f64, b: f64) -> Value<'v> {
    Value::Double(match op {
        ArithmeticOp::Add => a + b,
        ArithmeticOp::Sub => a - b,
        ArithmeticOp::Mul => a * b,
        ArithmeticOp::Div | ArithmeticOp::DivBy => a / b,
        ArithmeticOp::Mod => a % b,
    })
}

fn duration<'v>(picoseconds: i128) -> Value<'v> {
    Value::Duration(Duration::from_picoseconds(picoseconds))
}

/// The moment that much later, its offset kept.
fn moved(at: DateTimeOffset, by: Option<i128>) -> Option<DateTimeOffset> {
    let offset = i128::from(at.offset_minutes()) * 60 * PICOSECONDS_PER_SECOND;
    let local = at.instant().checked_add(by?)?.checked_add(offset)?;
    let local = DateTimeOffset::from_instant(local)?;
    DateTimeOffset::new(local.date(), local.time(), at.offset_minutes())
}

fn date_moved(at: Date, by: Option<i128>) -> Option<Date> {
    let instant = i128::from(at.days_from_epoch()) * PICOSECONDS_PER_DAY;
    let days = instant.checked_add(by?)?.div_euclid(PICOSECONDS_PER_DAY);
    Date::from_days_from_epoch(i64::try_from(days).ok()?)
}

/// A number of picoseconds as a decimal number of seconds.
pub(crate) fn seconds<'v>(picoseconds: i128) -> Value<'v> {
    Fixed::new(picoseconds, 12)
        .to_decimal()
        .map_or(Value::Null, Value::Decimal)
}

mod convert;
mod order;
#[cfg(test)]
pub(super) mod tests;

use super::cursor::{Cursor, Reason};
use super::parse_error::read_whole;
use super::{ParseError, PrimitiveType};
use std::fmt::{self, Write};
use std::str::FromStr;

/// An `Edm.Decimal`: a decimal number of any precision, infinite or not a number (`decimalValue`).
///
/// No digit is ever lost, trailing zeros included. Prints without an exponent unless that takes more
/// than 60 characters of mostly zeros. Values are compared as numbers, so `1.0` equals `1.00` and `0`
/// equals `-0`; the order is total, with `NaN` equal to itself and after all others. The default is 0.
///
/// ```
/// use odata_core::edm::Decimal;
/// let price: Decimal = "1.50".parse()?;
/// assert_eq!(price.to_string(), "1.50");
/// assert_eq!(price, "15e-1".parse()?);
/// assert_eq!("1e999999999".parse::<Decimal>()?.to_string(), "1e999999999");
/// assert!(price < Decimal::from(2) && Decimal::INFINITY < Decimal::NAN);
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Repr);

#[derive(Clone, Debug)]
enum Repr {
    /// The number `digits` times ten to the `exponent`; no leading zero but for zero itself.
    Finite {
        negative: bool,
        digits: Box<str>,
        exponent: i64,
    },
    Infinite {
        negative: bool,
    },
    NaN,
}

impl Decimal {
    /// Positive infinity, `INF` (`nanInfinity`).
    pub const INFINITY: Self = Self(Repr::Infinite { negative: false });
    /// Negative infinity, `-INF` (`nanInfinity`).
    pub const NEG_INFINITY: Self = Self(Repr::Infinite { negative: true });
    /// Not a number, `NaN` (`nanInfinity`).
    pub const NAN: Self = Self(Repr::NaN);

    /// The longest text that [`Display`](fmt::Display) prints where an exponent would be shorter.
    const LONGEST_PLAIN: usize = 60;

    /// Whether the value is a number, neither infinite nor `NaN` (`nanInfinity`).
    pub const fn is_finite(&self) -> bool {
        matches!(self.0, Repr::Finite { .. })
    }

    /// Sign, digits and exponent of a finite number.
    pub(super) fn finite_parts(&self) -> Option<(bool, &str, i64)> {
        match &self.0 {
            Repr::Finite {
                negative,
                digits,
                exponent,
            } => Some((*negative, digits, *exponent)),
            _ => None,
        }
    }

    /// Makes a finite number from ASCII digits; leading zeros are dropped, trailing ones kept.
    pub(super) fn from_parts(negative: bool, digits: &str, exponent: i64) -> Self {
        let significant = digits.trim_start_matches('0');
        // A zero has no use for zeros before the point: `0e5` is `0`.
        let (digits, exponent) = if significant.is_empty() {
            ("0", exponent.min(0))
        } else {
            (significant, exponent)
        };
        Self(Repr::Finite {
            negative,
            digits: digits.into(),
            exponent,
        })
    }

    /// Reads the `decimalValue` rule from the head of a text.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Reason> {
        for (word, value) in [
            ("NaN", Self::NAN),
            ("INF", Self::INFINITY),
            ("-INF", Self::NEG_INFINITY),
        ] {
            if cursor.eat(word) {
                return Ok(value);
            }
        }
        let negative = cursor.eat("-");
        if !negative {
            cursor.eat("+");
        }
        let whole = cursor.digits();
        if whole.is_empty() {
            return Err("a number begins with a digit");
        }
        let has_point = cursor.eat(".");
        let fraction = if has_point { cursor.digits() } else { "" };
        if has_point && fraction.is_empty() {
            return Err("a decimal point needs a digit after it");
        }
        let exponent = if cursor.eat_letter('e') {
            read_exponent(cursor)?
        } else {
            0
        };
        let exponent = i64::try_from(exponent.saturating_sub(fraction.len() as i128))
            .map_err(|_| "the exponent is too large")?;
        Ok(Self::from_parts(
            negative,
            &[whole, fraction].concat(),
            exponent,
        ))
    }

    /// Prints without an exponent if that is at most `longest_plain` long or hardly longer than with one.
    pub(super) fn write(&self, out: &mut dyn Write, longest_plain: usize) -> fmt::Result {
        let (negative, digits, exponent) = match &self.0 {
            Repr::NaN => return out.write_str("NaN"),
            Repr::Infinite { negative } => {
                return out.write_str(if *negative { "-INF" } else { "INF" });
            }
            Repr::Finite {
                negative,
                digits,
                exponent,
            } => (*negative, &**digits, *exponent),
        };
        if negative {
            out.write_char('-')?;
        }
        // Zeros to add after the digits, and the number of digits after the point.
        let zeros = usize::try_from(exponent).unwrap_or(0);
        let scale = usize::try_from(exponent.unsigned_abs()).unwrap_or(usize::MAX);
        let scale = if exponent < 0 { scale } else { 0 };
        let plain_length = digits
            .len()
            .saturating_add(zeros)
            .max(scale.saturating_add(2));
        if plain_length > longest_plain.max(digits.len() + 2) {
            return write_scientific(out, digits, exponent);
        }
        match digits
            .len()
            .checked_sub(scale)
            .and_then(|point| digits.split_at_checked(point))
        {
            Some(("", fraction)) => write!(out, "0.{fraction}"),
            Some((whole, "")) => write!(out, "{whole}{:0<zeros$}", ""),
            Some((whole, fraction)) => write!(out, "{whole}.{fraction}"),
            None => write!(out, "0.{digits:0>scale$}"),
        }
    }
}

fn read_exponent(cursor: &mut Cursor<'_>) -> Result<i128, Reason> {
    let negative = cursor.eat("-");
    if !negative {
        cursor.eat("+");
    }
    let digits = cursor.digits();
    if digits.is_empty() {
        return Err("an exponent needs a digit");
    }
    let exponent: i128 = digits.parse().map_err(|_| "the exponent is too large")?;
    Ok(if negative { -exponent } else { exponent })
}

fn write_scientific(out: &mut dyn Write, digits: &str, exponent: i64) -> fmt::Result {
    let (first, others) = digits.split_at_checked(1).unwrap_or((digits, ""));
    out.write_str(first)?;
    if !others.is_empty() {
        write!(out, ".{others}")?;
    }
    write!(out, "e{}", i128::from(exponent) + others.len() as i128)
}

impl Default for Decimal {
    fn default() -> Self {
        Self::from_parts(false, "0", 0)
    }
}

impl FromStr for Decimal {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read_whole(text, PrimitiveType::Decimal, Self::read)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, Self::LONGEST_PLAIN)
    }
}

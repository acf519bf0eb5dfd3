//! Arithmetic with decimals: 128 bits of digits, exact but for quotients.

use odata_core::edm::Decimal;

/// The number `unscaled` divided by ten to the `scale`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixed {
    unscaled: i128,
    scale: u32,
}

/// How a number becomes a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rounding {
    /// To the nearest, a half away from zero (URL conventions 5.1.1.9.1).
    Nearest,
    Down,
    Up,
}

/// Digits after the point of a quotient that does not end.
const QUOTIENT_SCALE: u32 = 28;

fn power_of_ten(exponent: u32) -> Option<i128> {
    10_i128.checked_pow(exponent)
}

impl Fixed {
    pub(crate) fn new(unscaled: i128, scale: u32) -> Self {
        Fixed { unscaled, scale }
    }

    /// The number, if its digits fit.
    pub(crate) fn of(decimal: &Decimal) -> Option<Fixed> {
        let text = decimal.to_string();
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unscaled: i128 = format!("{whole}{fraction}").parse().ok()?;
        let exponent: i64 = exponent.parse().ok()?;
        let scale = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        if unscaled == 0 {
            return Some(Fixed::new(0, 0));
        }
        match u32::try_from(scale) {
            Ok(scale) => Some(Fixed::new(unscaled, scale)).filter(|_| scale <= 38),
            Err(_) => {
                let zeros = u32::try_from(scale.checked_neg()?).ok()?;
                Some(Fixed::new(unscaled.checked_mul(power_of_ten(zeros)?)?, 0))
            }
        }
    }

    pub(crate) fn to_decimal(self) -> Option<Decimal> {
        format!("{}e-{}", self.unscaled, self.scale).parse().ok()
    }

    pub(crate) fn is_zero(self) -> bool {
        self.unscaled == 0
    }

    /// Drops zeros at the end, so that later steps have room.
    fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.unscaled % 10 == 0 {
            self.unscaled /= 10;
            self.scale -= 1;
        }
        self
    }

    fn aligned(self, other: Fixed) -> Option<(i128, i128, u32)> {
        let (a, b) = (self.trimmed(), other.trimmed());
        let scale = a.scale.max(b.scale);
        let up = |one: Fixed| one.unscaled.checked_mul(power_of_ten(scale - one.scale)?);
        Some((up(a)?, up(b)?, scale))
    }

    pub(crate) fn add(self, other: Fixed) -> Option<Fixed> {
        let (a, b, scale) = self.aligned(other)?;
        Some(Fixed::new(a.checked_add(b)?, scale))
    }

    pub(crate) fn negated(self) -> Option<Fixed> {
        Some(Fixed::new(self.unscaled.checked_neg()?, self.scale))
    }

    pub(crate) fn multiplied(self, other: Fixed) -> Option<Fixed> {
        let (a, b) = (self.trimmed(), other.trimmed());
        Some(Fixed::new(
            a.unscaled.checked_mul(b.unscaled)?,
            a.scale + b.scale,
        ))
    }

    /// The quotient, rounded where it does not end; nothing for a divisor of zero.
    pub(crate) fn divided(self, by: Fixed) -> Option<Fixed> {
        let (a, b, _) = self.aligned(by)?;
        let (scale, numerator) = (0..=QUOTIENT_SCALE)
            .rev()
            .find_map(|scale| Some((scale, a.checked_mul(power_of_ten(scale)?)?)))?;
        let quotient = numerator.checked_div(b)?;
        let rest = numerator.checked_rem(b)?;
        let rounds = rest.unsigned_abs() >= b.unsigned_abs() - rest.unsigned_abs();
        let step = if (a < 0) == (b < 0) { 1 } else { -1 };
        let rounded = if rounds {
            quotient.checked_add(step)?
        } else {
            quotient
        };
        Some(Fixed::new(rounded, scale).trimmed())
    }

    /// What whole division leaves over, with the sign of the dividend; nothing for a divisor of zero.
    pub(crate) fn remainder(self, by: Fixed) -> Option<Fixed> {
        let (a, b, scale) = self.aligned(by)?;
        Some(Fixed::new(a.checked_rem(b)?, scale))
    }

    pub(crate) fn rounded(self, rounding: Rounding) -> Option<i128> {
        let one = power_of_ten(self.scale)?;
        let (down, rest) = (self.unscaled.div_euclid(one), self.unscaled.rem_euclid(one));
        let up = match rounding {
            Rounding::Down => false,
            Rounding::Up => rest > 0,
            Rounding::Nearest if self.unscaled < 0 => rest > one - rest,
            Rounding::Nearest => rest > 0 && rest >= one - rest,
        };
        Some(if up { down + 1 } else { down })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str) -> Fixed {
        Fixed::of(&text.parse().unwrap()).unwrap()
    }

    #[track_caller]
    fn is(found: Option<Fixed>, wanted: &str) {
        let found = found.unwrap().to_decimal().unwrap();
        assert_eq!(found, wanted.parse().unwrap(), "{found}");
    }

    #[test]
    fn sums_and_products_are_exact() {
        is(fixed("0.1").add(fixed("0.2")), "0.3");
        is(
            fixed("1e20").add(fixed("-0.000001")),
            "99999999999999999999.999999",
        );
        is(fixed("1.10").multiplied(fixed("-3")), "-3.3");
        is(fixed("-7.5").remainder(fixed("2")), "-1.5");
    }

    #[test]
    fn quotients_are_rounded_at_their_end() {
        is(fixed("5").divided(fixed("2")), "2.5");
        is(
            fixed("1").divided(fixed("3")),
            "0.3333333333333333333333333333",
        );
        is(
            fixed("-2").divided(fixed("3")),
            "-0.6666666666666666666666666667",
        );
        assert!(fixed("1").divided(fixed("0")).is_none());
        assert!(fixed("1").remainder(fixed("0.00")).is_none());
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (text, nearest, down, up) in [
            ("2.5", 3, 2, 3),
            ("-2.5", -3, -3, -2),
            ("2.4", 2, 2, 3),
            ("-2.4", -2, -3, -2),
            ("7", 7, 7, 7),
            ("-7", -7, -7, -7),
            ("0.5", 1, 0, 1),
            ("-0.4", 0, -1, 0),
        ] {
            let wanted = [nearest, down, up].map(Some);
            let found = [Rounding::Nearest, Rounding::Down, Rounding::Up]
                .map(|rounding| fixed(text).rounded(rounding));
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let large = "9".repeat(38);
        assert!(fixed(&large).multiplied(fixed(&large)).is_none());
        assert!(Fixed::of(&"1e999999".parse().unwrap()).is_none());
        assert!(Fixed::of(&"1e-999999".parse().unwrap()).is_none());
        assert!(Fixed::of(&Decimal::NAN).is_none());
    }
}

use super::{ConvertError, Decimal};

impl From<rust_decimal::Decimal> for Decimal {
    fn from(decimal: rust_decimal::Decimal) -> Self {
        let digits = decimal.mantissa().unsigned_abs().to_string();
        Self::from_parts(
            decimal.is_sign_negative(),
            &digits,
            -i64::from(decimal.scale()),
        )
    }
}

impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = ConvertError;

    /// Refuses numbers that would lose a digit other than a trailing zero, infinities and `NaN`.
    fn try_from(decimal: Decimal) -> Result<Self, ConvertError> {
        let (negative, digits, exponent) = decimal.finite_parts().ok_or(ConvertError::NotFinite)?;
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() && exponent < -i64::from(Self::MAX_SCALE) {
            return Ok(Self::ZERO);
        }
        let trimmed = (digits.len() - significant.len()) as i64;
        let shortest = exponent.saturating_add(trimmed);
        let lost = if shortest < 0 {
            ConvertError::TooPrecise
        } else {
            ConvertError::OutOfRange
        };
        exact(negative, digits, exponent)
            .or_else(|| exact(negative, significant, shortest))
            .ok_or(lost)
    }
}

/// The number with this very scale, or with none for a positive exponent.
fn exact(negative: bool, digits: &str, exponent: i64) -> Option<rust_decimal::Decimal> {
    let zeros = u32::try_from(exponent.max(0)).ok()?;
    let scale = u32::try_from(exponent.min(0).unsigned_abs()).ok()?;
    let magnitude = digits
        .parse::<i128>()
        .ok()?
        .checked_mul(10i128.checked_pow(zeros)?)?;
    let mantissa = if negative { -magnitude } else { magnitude };
    rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_numbers_convert_both_ways() {
        for text in [
            "0",
            "1.50",
            "-12.345",
            "79228162514264337593543950335",
            "0.0000000000000000000000000001",
            "-79228162514264337593543950335",
            "0.00",
        ] {
            let decimal: Decimal = text.parse().unwrap();
            let other = rust_decimal::Decimal::try_from(decimal.clone()).unwrap();
            assert_eq!(other.to_string(), text);
            assert_eq!(Decimal::from(other).to_string(), text);
        }
        for (text, other) in [
            ("1e5", "100000"),
            ("1.0000000000000000000000000000000000000000000", "1"),
            ("0e-99", "0"),
        ] {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!(
                rust_decimal::Decimal::try_from(decimal)
                    .unwrap()
                    .to_string(),
                other
            );
        }
    }

    #[test]
    fn no_digit_is_lost_silently() {
        for (text, error) in [
            ("79228162514264337593543950336", ConvertError::OutOfRange),
            ("1e29", ConvertError::OutOfRange),
            ("1e9223372036854775807", ConvertError::OutOfRange),
            ("1e-29", ConvertError::TooPrecise),
            ("1.00000000000000000000000000001", ConvertError::TooPrecise),
            ("1e-9223372036854775808", ConvertError::TooPrecise),
            ("NaN", ConvertError::NotFinite),
            ("INF", ConvertError::NotFinite),
        ] {
            let decimal: Decimal = text.parse().unwrap();
            assert_eq!(
                rust_decimal::Decimal::try_from(decimal),
                Err(error),
                "{text}"
            );
        }
    }
}

use super::{Decimal, Repr};

macro_rules! from_integers {
    ($($integer:ty)+) => {
        $(
            impl From<$integer> for Decimal {
                fn from(integer: $integer) -> Self {
                    let text = integer.to_string();
                    let magnitude = text.trim_start_matches('-');
                    Self::from_parts(magnitude.len() < text.len(), magnitude, 0)
                }
            }
        )+
    };
}

from_integers! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

macro_rules! from_floats {
    ($($float:ty)+) => {
        $(
            impl From<$float> for Decimal {
                /// Takes the shortest decimal text that reads back as this very number.
                fn from(float: $float) -> Self {
                    if float.is_nan() {
                        return Self::NAN;
                    }
                    let negative = float.is_sign_negative();
                    if float.is_infinite() {
                        return Self(Repr::Infinite { negative });
                    }
                    let text = format!("{:e}", float.abs());
                    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
                    // Never missing: the exponent of a float has at most three digits.
                    let exponent: i64 = exponent.parse().unwrap_or_default();
                    let digits = [whole, fraction].concat();
                    Self::from_parts(negative, &digits, exponent - fraction.len() as i64)
                }
            }
        )+
    };
}

from_floats! { f32 f64 }

impl Decimal {
    /// The nearest `Edm.Double`, infinite if the number is too large (`doubleValue`).
    ///
    /// ```
    /// use odata_core::edm::Decimal;
    /// assert_eq!("0.10".parse::<Decimal>()?.to_f64(), 0.1);
    /// # Ok::<(), odata_core::edm::ParseError>(())
    /// ```
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Repr::NaN => f64::NAN,
            Repr::Infinite { negative: false } => f64::INFINITY,
            Repr::Infinite { negative: true } => f64::NEG_INFINITY,
            Repr::Finite {
                negative,
                digits,
                exponent,
            } => {
                // Never missing: the text is a number, and too large a one reads as infinite.
                let magnitude: f64 = format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN);
                if *negative { -magnitude } else { magnitude }
            }
        }
    }

    /// The number as an `Edm.Int64`, if it is an integer in its range (`int64Value`).
    ///
    /// ```
    /// use odata_core::edm::Decimal;
    /// assert_eq!("5.00".parse::<Decimal>()?.to_i64(), Some(5));
    /// assert_eq!("5.01".parse::<Decimal>()?.to_i64(), None);
    /// # Ok::<(), odata_core::edm::ParseError>(())
    /// ```
    pub fn to_i64(&self) -> Option<i64> {
        let (negative, digits, exponent) = self.finite_parts()?;
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return Some(0);
        }
        let trimmed = digits.len() - significant.len();
        let zeros = usize::try_from(i128::from(exponent) + trimmed as i128).ok()?;
        if significant.len().checked_add(zeros)? > i64::MAX.to_string().len() {
            return None;
        }
        let sign = if negative { "-" } else { "" };
        format!("{sign}{significant}{:0<zeros$}", "").parse().ok()
    }
}

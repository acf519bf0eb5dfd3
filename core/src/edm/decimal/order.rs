use super::{Decimal, Repr};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A value in the one form that all texts of the same number share; variants and fields are in order.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Canonical<'a> {
    NegativeInfinity,
    Negative(std::cmp::Reverse<Magnitude<'a>>),
    Zero,
    Positive(Magnitude<'a>),
    Infinity,
    NaN,
}

/// A number above zero as `0.digits` times ten to the `point`, with no trailing zeros.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Magnitude<'a> {
    point: i128,
    digits: &'a str,
}

impl Decimal {
    fn canonical(&self) -> Canonical<'_> {
        let (negative, digits, exponent) = match &self.0 {
            Repr::NaN => return Canonical::NaN,
            Repr::Infinite { negative: true } => return Canonical::NegativeInfinity,
            Repr::Infinite { negative: false } => return Canonical::Infinity,
            Repr::Finite {
                negative,
                digits,
                exponent,
            } => (*negative, digits, *exponent),
        };
        let point = i128::from(exponent) + digits.len() as i128;
        let magnitude = Magnitude {
            point,
            digits: digits.trim_end_matches('0'),
        };
        match (magnitude.digits, negative) {
            ("", _) => Canonical::Zero,
            (_, true) => Canonical::Negative(std::cmp::Reverse(magnitude)),
            (_, false) => Canonical::Positive(magnitude),
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.canonical().cmp(&other.canonical())
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.canonical().hash(state);
    }
}

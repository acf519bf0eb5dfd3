use super::cursor::{Cursor, Reason};
use super::fraction::{PICOSECONDS_PER_SECOND, read_fraction, write_fraction};
use super::parse_error::read_whole;
use super::{ConvertError, ParseError, PrimitiveType};
use std::fmt;
use std::str::FromStr;

const PICOSECONDS: u128 = PICOSECONDS_PER_SECOND as u128;
const PICOSECONDS_PER_NANOSECOND: i128 = 1000;

/// An `Edm.Duration`: a signed number of picoseconds, an XML Schema `dayTimeDuration` (`durationValue`).
///
/// Prints the canonical form, in which hours are below 24 and minutes and seconds below 60.
///
/// ```
/// use odata_core::edm::Duration;
/// let duration: Duration = "P1DT26H3M4.50S".parse()?;
/// assert_eq!(duration.to_string(), "P2DT2H3M4.5S");
/// assert_eq!(Duration::default().to_string(), "PT0S");
/// assert_eq!(Duration::from(std::time::Duration::from_millis(1500)).to_string(), "PT1.5S");
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    picoseconds: i128,
}

impl Duration {
    /// Makes a duration of this many picoseconds (`durationValue`).
    pub const fn from_picoseconds(picoseconds: i128) -> Self {
        Self { picoseconds }
    }

    /// Makes a duration of this many seconds (`durationValue`).
    pub const fn from_seconds(seconds: i64) -> Self {
        Self {
            picoseconds: seconds as i128 * PICOSECONDS_PER_SECOND as i128,
        }
    }

    /// The whole duration in picoseconds (`durationValue`).
    pub const fn picoseconds(self) -> i128 {
        self.picoseconds
    }

    /// Whether the duration is below zero (`durationValue` with `-`).
    pub const fn is_negative(self) -> bool {
        self.picoseconds < 0
    }

    /// Reads the `durationValue` rule from the head of a text, as strictly as XML Schema does.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Reason> {
        const TOO_LONG: Reason = "the duration is too long";
        let negative = cursor.eat("-");
        if !cursor.eat_letter('P') {
            return Err("a duration begins with `P`");
        }
        let mut parts = Parts {
            allowed: &[('D', 86_400)],
            total: 0,
            count: 0,
        };
        parts.read_all(cursor)?;
        if cursor.eat_letter('T') {
            parts.allowed = &[('H', 3600), ('M', 60), ('S', 1)];
            let days = parts.count;
            parts.read_all(cursor)?;
            if parts.count == days {
                return Err("hours, minutes or seconds are missing after the `T`");
            }
        }
        if parts.count == 0 {
            return Err("a duration has at least one part");
        }
        let picoseconds = if negative {
            0i128.checked_sub_unsigned(parts.total)
        } else {
            i128::try_from(parts.total).ok()
        };
        picoseconds.map(Self::from_picoseconds).ok_or(TOO_LONG)
    }
}

/// The parts read so far, and the designators that may still come, with their lengths in seconds.
struct Parts {
    allowed: &'static [(char, u128)],
    total: u128,
    count: usize,
}

impl Parts {
    fn read_all(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Reason> {
        while cursor.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let number: u128 = cursor
                .digits()
                .parse()
                .map_err(|_| "the duration is too long")?;
            let fraction = if cursor.eat(".") {
                Some(read_fraction(cursor)?)
            } else {
                None
            };
            let place = self
                .allowed
                .iter()
                .position(|&(designator, _)| cursor.eat_letter(designator));
            let (part, later) = place
                .and_then(|place| self.allowed.get(place..)?.split_first())
                .ok_or(
                    "a part is D, or H, M and S after a `T`, in this order: no years or months",
                )?;
            if fraction.is_some() && part.0 != 'S' {
                return Err("only the seconds may have a fraction");
            }
            self.total = number
                .checked_mul(part.1 * PICOSECONDS)
                .and_then(|length| length.checked_add(u128::from(fraction.unwrap_or(0))))
                .and_then(|length| length.checked_add(self.total))
                .ok_or("the duration is too long")?;
            self.allowed = later;
            self.count += 1;
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read_whole(text, PrimitiveType::Duration, Self::read)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.picoseconds.unsigned_abs();
        let (seconds, fraction) = (magnitude / PICOSECONDS, (magnitude % PICOSECONDS) as u64);
        let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
        let (minutes, seconds) = (seconds / 60 % 60, seconds % 60);
        f.write_str(if self.is_negative() { "-P" } else { "P" })?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        let has_seconds = seconds > 0 || fraction > 0 || magnitude == 0;
        if hours > 0 || minutes > 0 || has_seconds {
            f.write_str("T")?;
        }
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        if minutes > 0 {
            write!(f, "{minutes}M")?;
        }
        if has_seconds {
            write!(f, "{seconds}")?;
            write_fraction(f, fraction)?;
            f.write_str("S")?;
        }
        Ok(())
    }
}

impl From<std::time::Duration> for Duration {
    fn from(duration: std::time::Duration) -> Self {
        let seconds = i128::from(duration.as_secs()) * i128::from(PICOSECONDS_PER_SECOND);
        let fraction = i128::from(duration.subsec_nanos()) * PICOSECONDS_PER_NANOSECOND;
        Self {
            picoseconds: seconds + fraction,
        }
    }
}

impl TryFrom<Duration> for std::time::Duration {
    type Error = ConvertError;

    /// Refuses durations that are negative, too long, or finer than a nanosecond.
    fn try_from(duration: Duration) -> Result<Self, ConvertError> {
        let picoseconds =
            u128::try_from(duration.picoseconds).map_err(|_| ConvertError::OutOfRange)?;
        if duration.picoseconds % PICOSECONDS_PER_NANOSECOND != 0 {
            return Err(ConvertError::TooPrecise);
        }
        let seconds =
            u64::try_from(picoseconds / PICOSECONDS).map_err(|_| ConvertError::OutOfRange)?;
        let nanoseconds = (picoseconds % PICOSECONDS / 1000) as u32;
        Ok(Self::new(seconds, nanoseconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_are_printed_canonically() {
        for (text, printed) in [
            ("P1DT2H3M4.5S", "P1DT2H3M4.5S"),
            ("-P6DT23H59M59.9999S", "-P6DT23H59M59.9999S"),
            ("PT0S", "PT0S"),
            ("-PT0S", "PT0S"),
            ("P1D", "P1D"),
            ("P0DT24H", "P1D"),
            ("PT90M", "PT1H30M"),
            ("pt36h", "P1DT12H"),
            ("PT0.000000000001S", "PT0.000000000001S"),
            ("PT1.5000000000000000S", "PT1.5S"),
            ("P99999999999999D", "P99999999999999D"),
        ] {
            assert_eq!(
                text.parse::<Duration>().unwrap().to_string(),
                printed,
                "{text}"
            );
        }
    }

    #[test]
    fn broken_durations_are_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1D",
            "P1",
            "P1Y",
            "P1M",
            "PT1D",
            "P1H",
            "PT1S1M",
            "PT1H1H",
            "PT1.5M",
            "P1.5D",
            "PT.5S",
            "PT1.S",
            "+P1D",
            "P-1D",
            "P1D ",
            "PT0.0000000000001S",
            "P9999999999999999999999999D",
            "P99999999999999999999999999999999999999999999D",
        ] {
            assert!(text.parse::<Duration>().is_err(), "{text}");
        }
    }

    #[test]
    fn standard_durations_convert() {
        let standard = std::time::Duration::MAX;
        assert_eq!(
            std::time::Duration::try_from(Duration::from(standard)),
            Ok(standard)
        );
        let longer = Duration::from_picoseconds(i128::MAX - i128::MAX % 1000);
        assert_eq!(
            std::time::Duration::try_from(longer),
            Err(ConvertError::OutOfRange)
        );
        let negative = Duration::from_seconds(-1);
        assert_eq!(
            std::time::Duration::try_from(negative),
            Err(ConvertError::OutOfRange)
        );
    }

    proptest! {
        #[test]
        fn printed_durations_read_back(picoseconds in prop_oneof![any::<i128>(), any::<i64>().prop_map(i128::from), Just(i128::MIN)]) {
            let duration = Duration::from_picoseconds(picoseconds);
            prop_assert_eq!(duration.to_string().parse(), Ok(duration));
        }

        #[test]
        fn no_text_panics(text in "-?P([0-9]{1,60}[DTHMS.]){0,6}|.*") {
            let _ = text.parse::<Duration>();
        }
    }
}

use super::cursor::{Cursor, Reason};
use super::fraction::{PICOSECONDS_PER_SECOND, read_fraction, write_fraction};
use super::parse_error::read_whole;
use super::{ParseError, PrimitiveType};
use std::fmt;
use std::str::FromStr;

/// An `Edm.TimeOfDay`: hour, minute, second and up to twelve digits of fraction (`timeOfDayValue`).
///
/// The second 60 of a leap second is kept as read. The default is midnight.
///
/// ```
/// use odata_core::edm::TimeOfDay;
/// let time: TimeOfDay = "11:22:33.4440".parse()?;
/// assert_eq!((time.hour(), time.minute(), time.second()), (11, 22, 33));
/// assert_eq!(time.picosecond(), 444_000_000_000);
/// assert_eq!(time.to_string(), "11:22:33.444");
/// assert_eq!("11:22".parse::<TimeOfDay>()?.to_string(), "11:22:00");
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TimeOfDay {
    hour: u8,
    minute: u8,
    second: u8,
    picosecond: u64,
}

impl TimeOfDay {
    /// Makes a time, or nothing if a part is too large; a second may be 60 (`timeOfDayValue`).
    pub const fn new(hour: u8, minute: u8, second: u8, picosecond: u64) -> Option<Self> {
        if hour < 24 && minute < 60 && second <= 60 && picosecond < PICOSECONDS_PER_SECOND {
            Some(Self {
                hour,
                minute,
                second,
                picosecond,
            })
        } else {
            None
        }
    }

    /// The hour, 0 to 23 (`hour`).
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59 (`minute`).
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59, or 60 for a leap second (`second`).
    pub const fn second(self) -> u8 {
        self.second
    }

    /// The fraction of the second in picoseconds (`fractionalSeconds`).
    pub const fn picosecond(self) -> u64 {
        self.picosecond
    }

    /// Reads the `timeOfDayValue` rule from the head of a text.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Reason> {
        let start = cursor.clone();
        let hour = cursor.two_digits().ok_or("an hour has two digits")?;
        if hour > 23 {
            *cursor = start;
            return Err("an hour is 00 to 23");
        }
        if !cursor.eat(":") {
            return Err("a `:` is missing after the hour");
        }
        let start = cursor.clone();
        let minute = cursor.two_digits().ok_or("a minute has two digits")?;
        if minute > 59 {
            *cursor = start;
            return Err("a minute is 00 to 59");
        }
        if !cursor.eat(":") {
            return Ok(Self {
                hour,
                minute,
                ..Self::default()
            });
        }
        let second = cursor.two_digits().ok_or("a second has two digits")?;
        let picosecond = if cursor.eat(".") {
            read_fraction(cursor)?
        } else {
            0
        };
        Self::new(hour, minute, second, picosecond).ok_or("a second is 00 to 59, or 60 if it leaps")
    }
}

impl FromStr for TimeOfDay {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read_whole(text, PrimitiveType::TimeOfDay, Self::read)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        write_fraction(f, self.picosecond)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(in super::super) fn any_time() -> impl Strategy<Value = TimeOfDay> {
        let fraction = prop_oneof![
            Just(0),
            0..PICOSECONDS_PER_SECOND,
            (0..1000u64).prop_map(|ms| ms * 1_000_000_000)
        ];
        (0..24u8, 0..60u8, 0..=60u8, fraction).prop_filter_map("in range", |(h, m, s, fraction)| {
            TimeOfDay::new(h, m, s, fraction)
        })
    }

    #[test]
    fn times_are_printed_with_seconds() {
        for (text, printed) in [
            ("00:00", "00:00:00"),
            ("23:59:60", "23:59:60"),
            ("11:22:33.4444444", "11:22:33.4444444"),
            ("11:22:33.000000000001", "11:22:33.000000000001"),
            ("11:22:33.10000000000000", "11:22:33.1"),
        ] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), printed);
        }
    }

    #[test]
    fn impossible_times_are_refused() {
        for text in [
            "",
            "1:22",
            "24:00:00",
            "11:60",
            "11:22:61",
            "11:22:",
            "11:22:3",
            "11:22:33.",
            "11:22.5",
            "11:22:33Z",
            "11-22",
            "11:22:33.0000000000001",
            "+1:22",
        ] {
            assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_times_read_back(time in any_time()) {
            prop_assert_eq!(time.to_string().parse(), Ok(time));
        }

        #[test]
        fn no_text_panics(text in "[0-9:.]{0,20}|.*") {
            let _ = text.parse::<TimeOfDay>();
        }
    }
}

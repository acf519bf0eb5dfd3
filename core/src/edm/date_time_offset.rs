use super::cursor::{Cursor, Reason};
use super::fraction::PICOSECONDS_PER_SECOND;
use super::parse_error::read_whole;
use super::{Date, ParseError, PrimitiveType, TimeOfDay};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

const MINUTES_PER_DAY: i64 = 24 * 60;
const SECONDS_PER_DAY: i64 = MINUTES_PER_DAY * 60;

/// An `Edm.DateTimeOffset`: a date and time with its offset from UTC, as read (`dateTimeOffsetValue`).
///
/// Two values are equal when they are the same instant, whatever their offsets; order and hash agree.
/// A leap second is the same instant as the second after it. The default is 1970-01-01T00:00:00Z.
///
/// ```
/// use odata_core::edm::DateTimeOffset;
/// let summer: DateTimeOffset = "2018-08-01T14:30+02:00".parse()?;
/// assert_eq!(summer.to_string(), "2018-08-01T14:30:00+02:00");
/// assert_eq!(summer.to_utc().to_string(), "2018-08-01T12:30:00Z");
/// assert_eq!(summer, summer.to_utc());
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct DateTimeOffset {
    date: Date,
    time: TimeOfDay,
    offset_minutes: i16,
}

impl DateTimeOffset {
    /// Makes a value from a local date and time and their offset from UTC (`dateTimeOffsetValue`).
    ///
    /// Nothing comes of an offset of a day or more, nor of a date at the very edge of [`Date`] whose
    /// date in UTC is beyond it.
    pub fn new(date: Date, time: TimeOfDay, offset_minutes: i16) -> Option<Self> {
        let value = Self {
            date,
            time,
            offset_minutes,
        };
        let in_range = i64::from(offset_minutes).abs() < MINUTES_PER_DAY;
        value.shifted_to_utc().filter(|_| in_range).map(|_| value)
    }

    /// A date and time in UTC, whose date is not at the edge of [`Date`].
    pub(super) const fn in_utc(date: Date, time: TimeOfDay) -> Self {
        Self {
            date,
            time,
            offset_minutes: 0,
        }
    }

    /// The date where the offset holds (`date`).
    pub const fn date(self) -> Date {
        self.date
    }

    /// The time of day where the offset holds (`timeOfDayValue`).
    pub const fn time(self) -> TimeOfDay {
        self.time
    }

    /// The offset from UTC in minutes, positive to the east (`dateTimeOffsetValue`).
    pub const fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// The same instant with no offset (`dateTimeOffsetValue` with `Z`).
    pub fn to_utc(self) -> Self {
        // Never missing: `new` and `read` let no value through that UTC cannot hold.
        self.shifted_to_utc().unwrap_or(self)
    }

    /// Counts the picoseconds since 1970-01-01T00:00:00Z, leap seconds left out.
    pub fn instant(self) -> i128 {
        let minutes = i64::from(self.time.hour()) * 60 + i64::from(self.time.minute())
            - i64::from(self.offset_minutes);
        let seconds = self.date.days_from_epoch() * SECONDS_PER_DAY
            + minutes * 60
            + i64::from(self.time.second());
        i128::from(seconds) * i128::from(PICOSECONDS_PER_SECOND)
            + i128::from(self.time.picosecond())
    }

    /// The value in UTC this many picoseconds after 1970-01-01T00:00:00Z, or nothing beyond [`Date`].
    pub fn from_instant(picoseconds: i128) -> Option<Self> {
        let per_second = i128::from(PICOSECONDS_PER_SECOND);
        let seconds = i64::try_from(picoseconds.div_euclid(per_second)).ok()?;
        let picosecond = u64::try_from(picoseconds.rem_euclid(per_second)).ok()?;
        let date = Date::from_days_from_epoch(seconds.div_euclid(SECONDS_PER_DAY))?;
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        let part = |number: i64| u8::try_from(number).ok();
        let (hour, minute) = (part(second / 3600)?, part(second / 60 % 60)?);
        let time = TimeOfDay::new(hour, minute, part(second % 60)?, picosecond)?;
        Self::new(date, time, 0)
    }

    /// The value in UTC this many seconds after 1970-01-01T00:00:00Z, or nothing beyond [`Date`].
    ///
    /// ```
    /// use odata_core::edm::DateTimeOffset;
    /// let value = DateTimeOffset::from_unix_seconds(1_533_081_600);
    /// assert_eq!(value.map(|value| value.to_string()).as_deref(), Some("2018-08-01T00:00:00Z"));
    /// ```
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_instant(i128::from(seconds) * i128::from(PICOSECONDS_PER_SECOND))
    }

    /// Shifts by whole minutes, so that a leap second stays one.
    fn shifted_to_utc(self) -> Option<Self> {
        let minutes = self.date.days_from_epoch() * MINUTES_PER_DAY
            + i64::from(self.time.hour()) * 60
            + i64::from(self.time.minute())
            - i64::from(self.offset_minutes);
        let date = Date::from_days_from_epoch(minutes.div_euclid(MINUTES_PER_DAY))?;
        let minute = minutes.rem_euclid(MINUTES_PER_DAY);
        let hour = u8::try_from(minute / 60).ok()?;
        let minute = u8::try_from(minute % 60).ok()?;
        let time = TimeOfDay::new(hour, minute, self.time.second(), self.time.picosecond())?;
        Some(Self {
            date,
            time,
            offset_minutes: 0,
        })
    }

    /// Reads the `dateTimeOffsetValue` rule from the head of a text.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Reason> {
        let date = Date::read(cursor)?;
        if !cursor.eat_letter('T') {
            return Err("a `T` and a time are missing after the date");
        }
        let time = TimeOfDay::read(cursor)?;
        let offset_minutes = read_offset(cursor)?;
        Self::new(date, time, offset_minutes).ok_or("the year is too far away")
    }
}

fn read_offset(cursor: &mut Cursor<'_>) -> Result<i16, Reason> {
    if cursor.eat_letter('Z') {
        return Ok(0);
    }
    let west = cursor.eat("-");
    if !west && !cursor.eat("+") {
        return Err(
            "`Z` or an offset such as `+02:00` (`%2B02:00` in a URL) is missing after the time",
        );
    }
    let hour = cursor
        .two_digits()
        .ok_or("the hour of an offset has two digits")?;
    if !cursor.eat(":") {
        return Err("a `:` is missing in the offset");
    }
    let minute = cursor
        .two_digits()
        .ok_or("the minute of an offset has two digits")?;
    if hour > 23 || minute > 59 {
        return Err("an offset is -23:59 to +23:59");
    }
    let minutes = i16::from(hour) * 60 + i16::from(minute);
    Ok(if west { -minutes } else { minutes })
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for DateTimeOffset {}

impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTimeOffset {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl FromStr for DateTimeOffset {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if let Some(value) = super::usual::date_time_in_utc(text) {
            return Ok(value);
        }
        read_whole(text, PrimitiveType::DateTimeOffset, Self::read)
    }
}

impl fmt::Display for DateTimeOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}", self.date, self.time)?;
        if self.offset_minutes == 0 {
            return f.write_str("Z");
        }
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{date::tests::any_date, time_of_day::tests::any_time};
    use super::*;
    use proptest::prelude::*;

    pub(in super::super) fn any_date_time_offset() -> impl Strategy<Value = DateTimeOffset> {
        let offset = prop_oneof![Just(0), -1439..=1439i16];
        (any_date(), any_time(), offset).prop_filter_map("at the edge", |(date, time, offset)| {
            DateTimeOffset::new(date, time, offset)
        })
    }

    fn read(text: &str) -> DateTimeOffset {
        text.parse().unwrap()
    }

    #[test]
    fn offsets_are_kept_and_instants_compared() {
        for (text, printed, utc) in [
            (
                "2012-09-03t13:52z",
                "2012-09-03T13:52:00Z",
                "2012-09-03T13:52:00Z",
            ),
            (
                "2012-09-03T14:53+02:00",
                "2012-09-03T14:53:00+02:00",
                "2012-09-03T12:53:00Z",
            ),
            (
                "2012-09-03T14:53-00:00",
                "2012-09-03T14:53:00Z",
                "2012-09-03T14:53:00Z",
            ),
            (
                "2012-01-01T00:00:00.5+00:30",
                "2012-01-01T00:00:00.5+00:30",
                "2011-12-31T23:30:00.5Z",
            ),
            (
                "1972-07-01T00:59:60+01:00",
                "1972-07-01T00:59:60+01:00",
                "1972-06-30T23:59:60Z",
            ),
        ] {
            assert_eq!(read(text).to_string(), printed);
            assert_eq!(read(text).to_utc().to_string(), utc);
            assert_eq!(read(text), read(utc));
        }
        assert_eq!(
            DateTimeOffset::default().to_string(),
            "1970-01-01T00:00:00Z"
        );
        assert_eq!(DateTimeOffset::default().instant(), 0);
        assert_eq!(
            DateTimeOffset::from_unix_seconds(-1),
            Some(read("1969-12-31T23:59:59Z"))
        );
        assert_eq!(DateTimeOffset::from_unix_seconds(i64::MAX), None);
        assert!(read("2012-09-03T14:00+02:00") < read("2012-09-03T13:00Z"));
    }

    #[test]
    fn broken_texts_are_refused() {
        for text in [
            "",
            "2012-09-03",
            "2012-09-03T",
            "2012-09-03T13:52",
            "2012-09-03 13:52Z",
            "2012-09-03T13:52+0200",
            "2012-09-03T13:52+02",
            "2012-09-03T13:52+24:00",
            "2012-09-03T13:52 02:00",
            "2012-09-03T24:00Z",
            "2012-09-03T13:52ZZ",
            "2147483647-12-31T23:59-01:00",
            "-2147483648-01-01T00:00+01:00",
        ] {
            assert!(text.parse::<DateTimeOffset>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_values_read_back(value in any_date_time_offset()) {
            let back = read(&value.to_string());
            prop_assert_eq!(back, value);
            prop_assert_eq!(back.offset_minutes(), value.offset_minutes());
            prop_assert_eq!(back.time(), value.time());
            prop_assert_eq!(value.to_utc(), value);
            prop_assert_eq!(DateTimeOffset::from_instant(value.instant()), Some(value));
        }

        #[test]
        fn no_text_panics(text in "-?[0-9]{4,12}-[0-9]{2}-[0-9]{2}[Tt].*|.*", instant in any::<i128>()) {
            let _ = text.parse::<DateTimeOffset>();
            let _ = DateTimeOffset::from_instant(instant);
        }
    }
}

use super::{ConvertError, Date, DateTimeOffset, Duration, TimeOfDay};
use jiff::civil;
use jiff::{SignedDuration, Timestamp, tz};

const PICOSECONDS_PER_NANOSECOND: i128 = 1000;

/// Divides exactly, or says that nanoseconds are too coarse.
fn nanoseconds(picoseconds: i128) -> Result<i128, ConvertError> {
    let exact = picoseconds % PICOSECONDS_PER_NANOSECOND == 0;
    exact
        .then_some(picoseconds / PICOSECONDS_PER_NANOSECOND)
        .ok_or(ConvertError::TooPrecise)
}

impl From<Timestamp> for DateTimeOffset {
    fn from(timestamp: Timestamp) -> Self {
        let utc = tz::Offset::UTC.to_datetime(timestamp);
        // Never missing: the offset is zero.
        Self::new(utc.date().into(), utc.time().into(), 0).unwrap_or_default()
    }
}

impl TryFrom<DateTimeOffset> for Timestamp {
    type Error = ConvertError;

    /// Refuses instants that are beyond jiff's range or finer than a nanosecond.
    fn try_from(value: DateTimeOffset) -> Result<Self, ConvertError> {
        let nanoseconds = nanoseconds(value.instant())?;
        Self::from_nanosecond(nanoseconds).map_err(|_| ConvertError::OutOfRange)
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        // Never missing: both calendars are the proleptic Gregorian one.
        Self::new(date.year().into(), month, day).unwrap_or_default()
    }
}

impl TryFrom<Date> for civil::Date {
    type Error = ConvertError;

    /// Refuses years beyond jiff's range.
    fn try_from(date: Date) -> Result<Self, ConvertError> {
        let out_of_range = |_| ConvertError::OutOfRange;
        let year = i16::try_from(date.year()).map_err(out_of_range)?;
        let month = i8::try_from(date.month()).map_err(out_of_range)?;
        let day = i8::try_from(date.day()).map_err(out_of_range)?;
        Self::new(year, month, day).map_err(|_| ConvertError::OutOfRange)
    }
}

impl From<civil::Time> for TimeOfDay {
    fn from(time: civil::Time) -> Self {
        let picosecond = u64::from(time.subsec_nanosecond().unsigned_abs()) * 1000;
        let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
        // Never missing: the ranges of jiff are within those of the ABNF.
        Self::new(hour, minute, time.second().unsigned_abs(), picosecond).unwrap_or_default()
    }
}

impl TryFrom<TimeOfDay> for civil::Time {
    type Error = ConvertError;

    /// Refuses leap seconds and times finer than a nanosecond.
    fn try_from(time: TimeOfDay) -> Result<Self, ConvertError> {
        let part = |number: u8| i8::try_from(number).map_err(|_| ConvertError::OutOfRange);
        let nanosecond = i32::try_from(nanoseconds(time.picosecond().into())?)
            .map_err(|_| ConvertError::OutOfRange)?;
        Self::new(
            part(time.hour())?,
            part(time.minute())?,
            part(time.second())?,
            nanosecond,
        )
        .map_err(|_| ConvertError::OutOfRange)
    }
}

impl From<SignedDuration> for Duration {
    fn from(duration: SignedDuration) -> Self {
        Self::from_picoseconds(duration.as_nanos() * PICOSECONDS_PER_NANOSECOND)
    }
}

impl TryFrom<Duration> for SignedDuration {
    type Error = ConvertError;

    /// Refuses durations that are too long or finer than a nanosecond.
    fn try_from(duration: Duration) -> Result<Self, ConvertError> {
        const NANOSECONDS_PER_SECOND: i128 = 1_000_000_000;
        let nanoseconds = nanoseconds(duration.picoseconds())?;
        let seconds = i64::try_from(nanoseconds / NANOSECONDS_PER_SECOND)
            .map_err(|_| ConvertError::OutOfRange)?;
        Ok(Self::new(
            seconds,
            (nanoseconds % NANOSECONDS_PER_SECOND) as i32,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_convert_both_ways() {
        let value: DateTimeOffset = "2018-08-01T14:30:00.123456789+02:00".parse().unwrap();
        let timestamp = Timestamp::try_from(value).unwrap();
        assert_eq!(timestamp.to_string(), "2018-08-01T12:30:00.123456789Z");
        assert_eq!(DateTimeOffset::from(timestamp), value);
        for edge in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(Timestamp::try_from(DateTimeOffset::from(edge)), Ok(edge));
        }
        for (text, error) in [
            ("2018-08-01T14:30:00.1234567891Z", ConvertError::TooPrecise),
            ("20180-08-01T14:30:00Z", ConvertError::OutOfRange),
        ] {
            let value: DateTimeOffset = text.parse().unwrap();
            assert_eq!(Timestamp::try_from(value), Err(error));
        }
    }

    #[test]
    fn dates_and_times_convert_both_ways() {
        for edge in [civil::Date::MIN, civil::Date::MAX, civil::date(2000, 2, 29)] {
            assert_eq!(civil::Date::try_from(Date::from(edge)), Ok(edge));
        }
        let far = Date::new(10_000, 1, 1).unwrap();
        assert_eq!(civil::Date::try_from(far), Err(ConvertError::OutOfRange));
        for edge in [civil::Time::MIN, civil::Time::MAX] {
            assert_eq!(civil::Time::try_from(TimeOfDay::from(edge)), Ok(edge));
        }
        let leap = TimeOfDay::new(23, 59, 60, 0).unwrap();
        assert_eq!(civil::Time::try_from(leap), Err(ConvertError::OutOfRange));
        let fine = TimeOfDay::new(23, 59, 59, 1).unwrap();
        assert_eq!(civil::Time::try_from(fine), Err(ConvertError::TooPrecise));
    }

    #[test]
    fn durations_convert_both_ways() {
        for edge in [
            SignedDuration::MIN,
            SignedDuration::MAX,
            SignedDuration::from_millis(-1),
        ] {
            assert_eq!(SignedDuration::try_from(Duration::from(edge)), Ok(edge));
        }
        let fine = Duration::from_picoseconds(1);
        assert_eq!(
            SignedDuration::try_from(fine),
            Err(ConvertError::TooPrecise)
        );
        let long = Duration::from_picoseconds(i128::MIN / 1000 * 1000);
        assert_eq!(
            SignedDuration::try_from(long),
            Err(ConvertError::OutOfRange)
        );
    }
}

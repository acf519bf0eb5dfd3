use super::cursor::{Cursor, Reason};
use super::parse_error::read_whole;
use super::{ParseError, PrimitiveType};
use std::fmt;
use std::str::FromStr;

/// An `Edm.Date`: a day of the proleptic Gregorian calendar, year 0 included (`dateValue`).
///
/// The default is 1970-01-01.
///
/// ```
/// use odata_core::edm::Date;
/// let date: Date = "2018-08-01".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (2018, 8, 1));
/// assert_eq!(Date::new(-10000, 4, 1).map(|date| date.to_string()).as_deref(), Some("-10000-04-01"));
/// # Ok::<(), odata_core::edm::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// Makes a date, or nothing if the month has no such day (`dateValue`).
    pub const fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month) {
            Some(Self { year, month, day })
        } else {
            None
        }
    }

    /// The year, 0 and below before our era (`year`).
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12 (`month`).
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1 (`day`).
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Counts the days since 1970-01-01, negative before it (`dateValue`).
    ///
    /// ```
    /// use odata_core::edm::Date;
    /// assert_eq!("1970-01-02".parse::<Date>()?.days_from_epoch(), 1);
    /// # Ok::<(), odata_core::edm::ParseError>(())
    /// ```
    pub fn days_from_epoch(self) -> i64 {
        let months: i64 = (1..self.month)
            .map(|month| i64::from(days_in_month(self.year, month)))
            .sum();
        days_to_year(i64::from(self.year)) + months + i64::from(self.day) - 1
    }

    /// The date this many days after 1970-01-01, or nothing if its year is not an `i32` (`dateValue`).
    pub fn from_days_from_epoch(days: i64) -> Option<Self> {
        let guess = i128::from(days) * 400 / i128::from(DAYS_IN_400_YEARS) + 1970;
        // The guess takes all years for equally long, so it is wrong by at most one or two.
        let nearest = i64::try_from(guess)
            .ok()
            .filter(|year| year.abs() <= 1 << 32)?;
        let year = (nearest - 2..=nearest + 2)
            .rev()
            .find(|&year| days_to_year(year) <= days)?;
        let mut left = u16::try_from(days - days_to_year(year)).ok()?;
        let year = i32::try_from(year).ok()?;
        for month in 1..=12 {
            let length = u16::from(days_in_month(year, month));
            if left < length {
                return Self::new(year, month, u8::try_from(left + 1).ok()?);
            }
            left -= length;
        }
        None
    }

    /// Reads the `date` rule from the head of a text.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Self, Reason> {
        let negative = cursor.eat("-");
        let digits = cursor.digits();
        if digits.len() < 4 || (digits.len() > 4 && digits.starts_with('0')) {
            return Err("a year has four digits, or more that begin with no zero");
        }
        let year: i64 = digits.parse().map_err(|_| "the year is too far away")?;
        let year = i32::try_from(if negative { -year } else { year })
            .map_err(|_| "the year is too far away")?;
        if !cursor.eat("-") {
            return Err("a `-` is missing after the year");
        }
        let month = cursor.two_digits().ok_or("a month has two digits")?;
        if !(1..=12).contains(&month) {
            return Err("a month is 01 to 12");
        }
        if !cursor.eat("-") {
            return Err("a `-` is missing after the month");
        }
        let day = cursor.two_digits().ok_or("a day has two digits")?;
        Self::new(year, month, day).ok_or("that month has no such day")
    }
}

const DAYS_IN_400_YEARS: i64 = 400 * 365 + 97;

/// The days from 1970-01-01 to the first of January of a year.
const fn days_to_year(year: i64) -> i64 {
    const fn days_since_year_0(year: i64) -> i64 {
        let before = year - 1;
        let leap_days = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
        365 * year + leap_days
    }
    days_since_year_0(year) - days_since_year_0(1970)
}

const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Default for Date {
    fn default() -> Self {
        Self {
            year: 1970,
            month: 1,
            day: 1,
        }
    }
}

impl FromStr for Date {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        read_whole(text, PrimitiveType::Date, Self::read)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(
            f,
            "{sign}{:04}-{:02}-{:02}",
            self.year.unsigned_abs(),
            self.month,
            self.day
        )
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(in super::super) fn any_date() -> impl Strategy<Value = Date> {
        let years = prop_oneof![-2000..3000i32, (i32::MIN + 2)..(i32::MAX - 2)];
        (years, 1..=12u8, 1..=31u8).prop_filter_map("no such day", |(year, month, day)| {
            Date::new(year, month, day)
        })
    }

    #[test]
    fn days_are_counted_from_1970() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2018-08-01", 17_744),
            ("0000-01-01", -719_528),
            ("-0001-12-31", -719_529),
            ("9999-12-31", 2_932_896),
        ] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.days_from_epoch(), days, "{text}");
            assert_eq!(Date::from_days_from_epoch(days), Some(date), "{text}");
        }
        for edge in [Date::new(i32::MAX, 12, 31), Date::new(i32::MIN, 1, 1)] {
            let days = edge.unwrap().days_from_epoch();
            assert_eq!(Date::from_days_from_epoch(days), edge);
            assert_eq!(Date::from_days_from_epoch(days + days.signum()), None);
        }
        assert_eq!(Date::from_days_from_epoch(i64::MAX), None);
        assert_eq!(Date::from_days_from_epoch(i64::MIN), None);
    }

    #[test]
    fn impossible_dates_are_refused() {
        for text in [
            "",
            "2018",
            "2018-8-1",
            "2018-00-01",
            "2018-13-01",
            "2018-02-29",
            "1900-02-29",
            "2018-08-32",
            "2018-08-00",
            "018-08-01",
            "02018-08-01",
            "+2018-08-01",
            "2018-08-01Z",
            "2018-08-01 ",
            "2147483648-01-01",
            "99999999999999999999-01-01",
            "２018-08-01",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_dates_read_back(date in any_date()) {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            prop_assert_eq!(Date::from_days_from_epoch(date.days_from_epoch()), Some(date));
        }

        #[test]
        fn days_run_in_order(days in -800_000_000_000..800_000_000_000i64) {
            if let (Some(a), Some(b)) = (Date::from_days_from_epoch(days), Date::from_days_from_epoch(days + 1)) {
                prop_assert!(a < b);
                prop_assert_eq!(a.days_from_epoch(), days);
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Date>();
        }
    }
}

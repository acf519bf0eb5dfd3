//! Date and time functions (URL conventions 5.1.1.8).

use odata_core::edm::{Date, Decimal, TimeOfDay};
use odata_core::expr::Function;

use super::{Clock, Computed, Day, Field, Moment, Node, Span};

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// The year: `year`.
    pub fn year(self) -> Field<E, i32, R, Computed>
    where
        T: Day,
    {
        self.call(Function::Year, [])
    }

    /// The month, January being 1: `month`.
    pub fn month(self) -> Field<E, i32, R, Computed>
    where
        T: Day,
    {
        self.call(Function::Month, [])
    }

    /// The day of the month: `day`.
    pub fn day(self) -> Field<E, i32, R, Computed>
    where
        T: Day,
    {
        self.call(Function::Day, [])
    }

    /// The hour: `hour`.
    pub fn hour(self) -> Field<E, i32, R, Computed>
    where
        T: Clock,
    {
        self.call(Function::Hour, [])
    }

    /// The minute: `minute`.
    pub fn minute(self) -> Field<E, i32, R, Computed>
    where
        T: Clock,
    {
        self.call(Function::Minute, [])
    }

    /// The second, its fraction dropped: `second`.
    pub fn second(self) -> Field<E, i32, R, Computed>
    where
        T: Clock,
    {
        self.call(Function::Second, [])
    }

    /// The fraction of the second: `fractionalseconds`.
    pub fn fractional_seconds(self) -> Field<E, Decimal, R, Computed>
    where
        T: Clock,
    {
        self.call(Function::FractionalSeconds, [])
    }

    /// The date alone: `date`.
    pub fn date(self) -> Field<E, Date, R, Computed>
    where
        T: Moment,
    {
        self.call(Function::Date, [])
    }

    /// The time of day alone: `time`.
    pub fn time(self) -> Field<E, TimeOfDay, R, Computed>
    where
        T: Moment,
    {
        self.call(Function::Time, [])
    }

    /// How far its clock is ahead of UTC, in minutes: `totaloffsetminutes`.
    pub fn total_offset_minutes(self) -> Field<E, i32, R, Computed>
    where
        T: Moment,
    {
        self.call(Function::TotalOffsetMinutes, [])
    }

    /// The duration in seconds: `totalseconds`.
    pub fn total_seconds(self) -> Field<E, Decimal, R, Computed>
    where
        T: Span,
    {
        self.call(Function::TotalSeconds, [])
    }
}

//! Values are shown to who looks for a fault as everywhere else: by their text.

use std::fmt;

use super::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, TimeOfDay};

macro_rules! by_text {
    ($($value:ty),*) => {$(
        /// As it is printed.
        impl fmt::Debug for $value {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )*};
}

by_text!(
    Binary,
    Date,
    DateTimeOffset,
    Decimal,
    Duration,
    Guid,
    Json,
    TimeOfDay
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_by_its_text() {
        fn shown<T: std::str::FromStr<Err: fmt::Debug> + fmt::Debug>(text: &str) {
            let value: T = text.parse().unwrap();
            assert_eq!(format!("{:?}", Some(&value)), format!("Some({text})"));
            assert_eq!(format!("{value:#?}"), text);
        }
        shown::<Binary>("Zm8=");
        shown::<Date>("2024-02-29");
        shown::<DateTimeOffset>("2024-02-29T10:00:00.5Z");
        shown::<Decimal>("900.500");
        shown::<Decimal>("-INF");
        shown::<Duration>("P1DT2H");
        shown::<Guid>("01234567-89ab-cdef-0123-456789abcdef");
        shown::<TimeOfDay>("23:59:59.5");
        assert_eq!(format!("{:?}", Json::from_text("{\"a\": 1}")), "{\"a\": 1}");
    }
}

use super::super::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
use super::Literal;

macro_rules! from_values {
    ($($variant:ident: $($value:ty),+;)+) => {
        $($(
            impl From<$value> for Literal {
                fn from(value: $value) -> Self {
                    Self::$variant(value.into())
                }
            }
        )+)+
    };
}

from_values! {
    Boolean: bool;
    Int: i8, i16, i32, i64, u8, u16, u32;
    Decimal: Decimal;
    Double: f32, f64;
    String: &str, String, Box<str>;
    Guid: Guid;
    Date: Date;
    TimeOfDay: TimeOfDay;
    DateTimeOffset: DateTimeOffset;
    Duration: Duration;
    Binary: Binary;
}

macro_rules! from_wide_integers {
    ($($integer:ty)+) => {
        $(
            impl From<$integer> for Literal {
                /// Makes a decimal of an integer that needs more than 64 bits.
                fn from(integer: $integer) -> Self {
                    i64::try_from(integer)
                        .map_or_else(|_| Self::Decimal(integer.into()), Self::Int)
                }
            }
        )+
    };
}

from_wide_integers! { u64 i128 u128 }

impl<T: Into<Literal>> From<Option<T>> for Literal {
    /// Makes null of nothing.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

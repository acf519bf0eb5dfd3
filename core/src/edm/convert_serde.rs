use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde_core::de::{Deserialize, Deserializer, Error, Visitor};
use serde_core::{Serialize, Serializer};

use super::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};

/// Reads the text of a value.
struct OfText<T>(PhantomData<T>, &'static str);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for OfText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text of an {}", self.1)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

macro_rules! texts {
    ($($type:ty: $name:literal),*) => {$(
        /// As the text that stands in JSON; of a decimal it is a string, which loses no digit
        /// (`IEEE754Compatible=true`, OData JSON 4.01, 3.2).
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_str(OfText(PhantomData, $name))
            }
        }
    )*};
}

texts! {
    Binary: "Edm.Binary",
    Date: "Edm.Date",
    DateTimeOffset: "Edm.DateTimeOffset",
    Decimal: "Edm.Decimal",
    Duration: "Edm.Duration",
    Guid: "Edm.Guid",
    TimeOfDay: "Edm.TimeOfDay"
}

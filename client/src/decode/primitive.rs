//! Primitive values in JSON (OData JSON 7.1).

use std::str::FromStr;

use odata_core::descriptor::{PropertyType, ValueType};
use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, Literal, TimeOfDay,
};

use super::Value;
use super::slot::{View, ViewMut};
use super::value::Form;
use crate::change::{write_literal, write_single, write_string};
use crate::json::{Fault, Reader};
use crate::service_error::cut;

/// How much is shown of a text that is no value.
const SHOWN: usize = 60;

/// A primitive type (CSDL 3.3).
trait Primitive: Value {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;
    fn write(&self, json: &mut String);
    fn describe() -> PropertyType;

    fn admits_null() -> bool {
        false
    }
}

/// The form of primitive types.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsPrimitive {}

macro_rules! primitive {
    ($($type:ty),*) => {$(
        impl Value for $type {
            type Form = AsPrimitive;
        }

        // For each type by itself and never inline, so that what they lead to is compiled in this crate and not in
        // every program.
        impl Form<$type> for AsPrimitive {
            fn read(value: &mut $type, reader: &mut Reader<'_>) -> Result<(), Fault> {
                Primitive::read(value, reader)
            }

            fn write(value: &$type, json: &mut String) {
                Primitive::write(value, json);
            }

            fn describe() -> PropertyType {
                <$type as Primitive>::describe()
            }

            fn admits_null() -> bool {
                <$type as Primitive>::admits_null()
            }

            #[inline(never)]
            fn view(value: &$type) -> View<'_> {
                View::Plain(value)
            }

            #[inline(never)]
            fn view_mut(value: &mut $type) -> ViewMut<'_> {
                ViewMut::Plain(value)
            }

            #[inline(never)]
            fn option(value: &Option<$type>) -> View<'_> {
                View::Plain(value)
            }

            #[inline(never)]
            fn option_mut(value: &mut Option<$type>) -> ViewMut<'_> {
                ViewMut::Plain(value)
            }

            #[inline(never)]
            fn vec(values: &Vec<$type>) -> View<'_> {
                View::Plain(values)
            }

            #[inline(never)]
            fn vec_mut(values: &mut Vec<$type>) -> ViewMut<'_> {
                ViewMut::Plain(values)
            }
        }
    )*};
}

crate::field::for_each_primitive!(primitive);

impl Primitive for String {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = match reader.plain_string() {
            Some(string) => string.to_owned(),
            None => reader.string()?.into_owned(),
        };
        Ok(())
    }

    fn write(&self, json: &mut String) {
        write_string(self, json);
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::STRING)
    }
}

impl Primitive for bool {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.boolean()?;
        Ok(())
    }

    fn write(&self, json: &mut String) {
        json.push_str(if *self { "true" } else { "false" });
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::BOOLEAN)
    }
}

/// A number, or its text in a string: with `IEEE754Compatible=true`, Int64 and Decimal come as strings.
fn digits<T>(
    reader: &mut Reader<'_>,
    parse: fn(&str) -> Option<T>,
    name: &str,
) -> Result<T, Fault> {
    let start = reader.peek().map_or(0, |_| reader.offset());
    let text = match reader.peek() {
        Some(b'"') => reader.string()?,
        _ => reader.number()?.into(),
    };
    parse(&text)
        .ok_or_else(|| Fault::new(start, format!("`{}` is not an {name}", cut(&text, SHOWN))))
}

/// A whole number that is written with a fraction or an exponent: `5.0` is the number that `5` is.
#[cold]
fn whole(text: &str) -> Option<i64> {
    text.parse::<Decimal>().ok()?.to_i64()
}

macro_rules! integers {
    ($($type:ty: $name:literal $constant:ident),*) => {$(
        impl Primitive for $type {
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                *self = match reader.small_integer(|number| <$type>::try_from(number).ok()) {
                    Some(number) => number,
                    None => digits(
                        reader,
                        |text| text.parse().ok().or_else(|| whole(text)?.try_into().ok()),
                        $name,
                    )?,
                };
                Ok(())
            }

            fn write(&self, json: &mut String) {
                json.push_str(&self.to_string());
            }

            fn describe() -> PropertyType {
                PropertyType::required(ValueType::$constant)
            }
        }
    )*};
}

integers!(
    u8: "Edm.Byte" BYTE,
    i8: "Edm.SByte" SBYTE,
    i16: "Edm.Int16" INT16,
    i32: "Edm.Int32" INT32,
    i64: "Edm.Int64" INT64
);

/// The three values that JSON numbers do not have are strings (OData JSON 7.1).
fn special(text: &str) -> Option<f64> {
    match text {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        // A number that is too large is none, rather than infinity.
        other => other.parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

impl Primitive for f64 {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = digits(reader, special, "Edm.Double")?;
        Ok(())
    }

    fn write(&self, json: &mut String) {
        write_literal(&Literal::Double(*self), json);
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::DOUBLE)
    }
}

impl Primitive for f32 {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let parse = |text: &str| match special(text)? {
            // Parsed anew, since rounding twice can give another number.
            finite if finite.is_finite() => {
                text.parse().ok().filter(|number: &f32| number.is_finite())
            }
            #[allow(
                clippy::cast_possible_truncation,
                reason = "infinities and NaN lose nothing"
            )]
            other => Some(other as f32),
        };
        *self = digits(reader, parse, "Edm.Single")?;
        Ok(())
    }

    fn write(&self, json: &mut String) {
        write_single(*self, json);
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::SINGLE)
    }
}

impl Primitive for Decimal {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = digits(reader, |text| text.parse().ok(), "Edm.Decimal")?;
        Ok(())
    }

    fn write(&self, json: &mut String) {
        write_literal(&Literal::Decimal(self.clone()), json);
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::DECIMAL)
    }
}

/// Any JSON value, kept as it stands.
impl Primitive for Json {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = Json::from_text(reader.raw()?);
        Ok(())
    }

    fn write(&self, json: &mut String) {
        json.push_str(self.text());
    }

    fn describe() -> PropertyType {
        PropertyType::required(ValueType::Untyped)
    }

    fn admits_null() -> bool {
        true
    }
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(reader: &mut Reader<'_>) -> Result<T, Fault> {
    let start = reader.peek().map_or(0, |_| reader.offset());
    let text = reader.string()?;
    text.parse()
        .map_err(|error: T::Err| Fault::new(start, format!("`{}` is {error}", cut(&text, SHOWN))))
}

macro_rules! strings {
    ($($type:ty: $constant:ident),*) => {$(
        impl Primitive for $type {
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                *self = parsed(reader)?;
                Ok(())
            }

            fn write(&self, json: &mut String) {
                write_string(&self.to_string(), json);
            }

            fn describe() -> PropertyType {
                PropertyType::required(ValueType::$constant)
            }
        }
    )*};
}

strings!(
    Binary: BINARY,
    Date: DATE,
    DateTimeOffset: DATE_TIME_OFFSET,
    Duration: DURATION,
    Guid: GUID,
    TimeOfDay: TIME_OF_DAY
);

#[cfg(test)]
mod tests {
    use crate::decode::Value;
    use crate::json::Reader;

    #[test]
    fn a_whole_number_is_read_however_it_is_written() {
        for (text, number) in [
            ("5.0", Some(5)),
            ("-12.00", Some(-12)),
            ("1.5E1", Some(15)),
            ("\"7.0\"", Some(7)),
            ("-0.0", Some(0)),
            ("5.5", None),
            ("1e5", None),
            ("NaN", None),
            ("\"INF\"", None),
            ("1e999999999", None),
        ] {
            let mut value = 1_i16;
            let read = value.read(&mut Reader::new(text));
            assert_eq!(read.ok().map(|()| value), number, "{text}");
        }
    }

    #[test]
    fn a_single_is_written_as_it_came() {
        for text in [
            "3.24", "1550.3", "-0.1", "1e20", "\"INF\"", "\"-INF\"", "\"NaN\"",
        ] {
            let (mut value, mut wrote) = (0_f32, String::new());
            value.read(&mut Reader::new(text)).expect(text);
            Value::write(&value, &mut wrote);
            assert_eq!(wrote, text);
        }
    }
}

//! The values of serde to JSON text.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::exact::{again, write_double};
use super::kept::{ANNOTATED, EXACT, PRESENT};
use crate::change::write_string;
use crate::json::Reader;

/// How serde_json gives numbers where its feature `arbitrary_precision` is on.
const NUMBER: &str = "$serde_json::private::Number";

/// What was given, as JSON.
pub(super) struct Given(pub(super) String);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyValue)
    }
}

struct AnyValue;

fn string<E>(text: &str) -> Result<Given, E> {
    let mut json = String::new();
    write_string(text, &mut json);
    Ok(Given(json))
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Given, E> {
        Ok(Given(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Given, E> {
        Ok(Given(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Given, E> {
        Ok(Given(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Given, E> {
        Ok(Given(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Given, E> {
        Ok(Given(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Given, E> {
        let mut json = String::new();
        match value {
            _ if value.is_finite() => write_double(value, &mut json),
            _ if value.is_nan() => json.push_str("\"NaN\""),
            _ if value > 0.0 => json.push_str("\"INF\""),
            _ => json.push_str("\"-INF\""),
        }
        Ok(Given(json))
    }

    fn visit_str<E>(self, value: &str) -> Result<Given, E> {
        string(value)
    }

    fn visit_unit<E>(self) -> Result<Given, E> {
        Ok(Given("null".to_owned()))
    }

    fn visit_none<E: Error>(self) -> Result<Given, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Given, D::Error> {
        Given::deserialize(from)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Given, D::Error> {
        Given::deserialize(from)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Given, A::Error> {
        let mut json = String::from("[");
        while let Some(Given(item)) = items.next_element()? {
            if json.len() > 1 {
                json.push(',');
            }
            json.push_str(&item);
        }
        json.push(']');
        Ok(Given(json))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given, A::Error> {
        let mut members: Vec<(String, String)> = Vec::new();
        while let Some((name, Given(value))) = map.next_entry::<String, Given>()? {
            members.push((name, value));
        }
        match members.as_slice() {
            [(name, value)] if name == NUMBER => match Reader::new(value).string() {
                Ok(number) => Ok(Given(number.into_owned())),
                Err(fault) => Err(A::Error::custom(fault)),
            },
            _ => Ok(Given(object(members))),
        }
    }
}

/// The object of these members: what is exact stands in place of what is not, and what is ours where it is looked for.
fn object(mut members: Vec<(String, String)>) -> String {
    if let Some(at) = members.iter().position(|(name, _)| name == EXACT) {
        let (_, texts) = members.remove(at);
        // What is no object of texts is nothing of ours.
        let _ = Reader::new(&texts).object(&mut |name, reader| {
            let exact = reader.string()?;
            for (known, value) in &mut members {
                // It may have been changed since.
                if known == name && *value == again(&exact) {
                    *value = exact.clone().into_owned();
                }
            }
            Ok(())
        });
    }
    let place = |name: &str| match name {
        ANNOTATED => 0,
        PRESENT => 2,
        _ => 1,
    };
    members.sort_by_key(|(name, _)| place(name));
    let mut json = String::from("{");
    for (name, value) in members {
        if json.len() > 1 {
            json.push(',');
        }
        write_string(&name, &mut json);
        json.push(':');
        json.push_str(&value);
    }
    json.push('}');
    json
}

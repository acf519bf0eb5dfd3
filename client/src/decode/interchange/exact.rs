//! What the values of serde keep of a JSON text: no spaces, no digits beyond those of a double.

use crate::change::write_string;
use crate::json::{Fault, Reader};

/// A number, as serde has it.
pub(super) enum Number<'t> {
    Signed(i64),
    Unsigned(u64),
    Double(f64),
    /// Too large for any of these.
    Text(&'t str),
}

impl<'t> Number<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        if let Ok(number) = text.parse()
            && text != "-0"
        {
            return Number::Signed(number);
        }
        if let Ok(number) = text.parse() {
            return Number::Unsigned(number);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Number::Double(number),
            _ => Number::Text(text),
        }
    }
}

/// Writes a double by the fewest digits that are no other one.
pub(super) fn write_double(number: f64, json: &mut String) {
    json.push_str(&format!("{number:?}"));
}

/// The text that comes back for that one.
pub(super) fn again(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    // What is no JSON does not get so far.
    match write(&mut Reader::new(text), &mut json) {
        Ok(()) => json,
        Err(_) => text.to_owned(),
    }
}

fn write(reader: &mut Reader<'_>, json: &mut String) -> Result<(), Fault> {
    match reader.peek() {
        Some(b'{') => {
            json.push('{');
            let mut first = true;
            reader.object(&mut |name, reader| {
                if !std::mem::take(&mut first) {
                    json.push(',');
                }
                write_string(name, json);
                json.push(':');
                write(reader, json)
            })?;
            json.push('}');
        }
        Some(b'[') => {
            json.push('[');
            reader.array(&mut |index, reader| {
                if index > 0 {
                    json.push(',');
                }
                write(reader, json)
            })?;
            json.push(']');
        }
        Some(b'"') => write_string(&reader.string()?, json),
        Some(b'-' | b'0'..=b'9') => match Number::of(reader.number()?) {
            Number::Signed(number) => json.push_str(&number.to_string()),
            Number::Unsigned(number) => json.push_str(&number.to_string()),
            Number::Double(number) => write_double(number, json),
            Number::Text(text) => write_string(text, json),
        },
        _ => json.push_str(reader.raw()?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::again;

    #[test]
    fn what_comes_back_is_known() {
        for same in [
            "null",
            "true",
            "\"a\\n\"",
            "1",
            "-7",
            "18446744073709551615",
            "1.5",
            "100.0",
            "1e300",
            r#"{"a":[1,{}],"b":""}"#,
        ] {
            assert_eq!(again(same), same);
        }
        for (text, comes) in [
            ("{ \"a\" : 1 }", r#"{"a":1}"#),
            ("\"a\\/b\\u0041\"", "\"a/bA\""),
            ("1.10", "1.1"),
            ("-0", "-0.0"),
            ("1e400", "\"1e400\""),
            ("12345678901234567890123", "1.2345678901234568e22"),
        ] {
            assert_eq!(again(text), comes);
        }
    }
}

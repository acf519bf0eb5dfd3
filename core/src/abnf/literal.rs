//! Rules of section 7: values as they stand in URLs (`...Literal`) and elsewhere (`...Value`).

use std::fmt::Display;
use std::str::FromStr;

use super::Read;
use crate::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, ParseError, PrimitiveType,
    TimeOfDay, check_geo, check_members,
};
use crate::expr::ExprError;
use crate::expr::escapes::Decoded;
use crate::url::encode_query;

pub(super) fn read(rule: &str, text: &str) -> Option<Read> {
    value(rule, text).or_else(|| literal(rule, text))
}

/// Reads a value with no percent-encoding.
fn value(rule: &str, text: &str) -> Option<Read> {
    let checked = |result: Result<(), &'static str>| match result {
        Ok(()) => Ok(text.to_owned()),
        Err(reason) => Err(ExprError::new(text, 0..text.len(), reason)),
    };
    Some(match rule.to_ascii_lowercase().as_str() {
        "booleanvalue" => checked(match text {
            "true" | "false" => Ok(()),
            _ => Err("true or false is expected"),
        }),
        "datevalue" => parsed::<Date>(text),
        "datetimeoffsetvalue" => parsed::<DateTimeOffset>(text),
        "timeofdayvalue" => parsed::<TimeOfDay>(text),
        "durationvalue" => parsed::<Duration>(text),
        "decimalvalue" | "doublevalue" | "singlevalue" => parsed::<Decimal>(text),
        "bytevalue" => integer(text, 0, u8::MAX.into()),
        "sbytevalue" => integer(text, -128, 128),
        "int16value" => integer(text, i16::MIN.into(), i16::MAX.into()),
        "int32value" => integer(text, i32::MIN.into(), i32::MAX.into()),
        "int64value" => integer(text, i64::MIN, i64::MAX),
        "guidvalue" => parsed::<Guid>(text),
        "binaryvalue" => parsed::<Binary>(text),
        "enumvalue" => checked(check_members(text)),
        "primitivevalue" => any_value(text),
        _ => return None,
    })
}

fn parsed<T: FromStr<Err = ParseError> + Display>(text: &str) -> Read {
    match text.parse::<T>() {
        Ok(value) => Ok(value.to_string()),
        Err(error) => {
            let at = error.offset();
            Err(ExprError::new(text, at..at + 1, error.reason()))
        }
    }
}

fn integer(text: &str, least: i64, most: i64) -> Read {
    let number = text
        .parse::<Decimal>()
        .ok()
        .and_then(|number| number.to_i64());
    let is_plain = !text.contains(['.', 'e', 'E']);
    match number.filter(|number| is_plain && (least..=most).contains(number)) {
        Some(number) => Ok(number.to_string()),
        None => {
            let message = format!("an integer from {least} to {most} is expected");
            Err(ExprError::new(text, 0..text.len(), message))
        }
    }
}

/// A value of any type; of several types that fit, the first in the rule.
fn any_value(text: &str) -> Read {
    let rules = [
        "booleanValue",
        "guidValue",
        "durationValue",
        "dateTimeOffsetValue",
        "dateValue",
        "timeOfDayValue",
        "decimalValue",
        "enumValue",
        "binaryValue",
    ];
    if check_geo(text).is_ok() {
        return Ok(text.to_owned());
    }
    let mut furthest: Option<ExprError> = None;
    for rule in rules {
        match value(rule, text) {
            Some(Ok(printed)) => return Ok(printed),
            Some(Err(error)) => {
                let start = error.range().start;
                if furthest
                    .as_ref()
                    .is_none_or(|fault| fault.range().start < start)
                {
                    furthest = Some(error);
                }
            }
            None => {}
        }
    }
    let none = ExprError::new(text, 0..text.len(), "this is no value");
    Err(furthest.unwrap_or(none))
}

/// Reads a literal that is percent-encoded.
fn literal(rule: &str, text: &str) -> Option<Read> {
    let rule = rule.to_ascii_lowercase();
    if !is_literal_rule(&rule) {
        return None;
    }
    Some(decoded_literal(&rule, text))
}

fn decoded_literal(rule: &str, text: &str) -> Read {
    let decoded = Decoded::new(text, 0..text.len())?;
    let whole = decoded.text.as_str();
    if rule == "guid" {
        return parsed::<Guid>(whole).map_err(|error| decoded.shown(error));
    }
    let fault = |range, message: Box<str>| decoded.shown(ExprError::new(whole, range, message));
    let no_value = || fault(0..whole.len(), "this is no value of the rule".into());
    match Literal::parse_prefix(whole) {
        Ok(Some((literal, length))) if length == whole.len() => {
            if is_of_rule(rule, &literal) {
                Ok(encode_query(&literal.to_string()))
            } else {
                Err(no_value())
            }
        }
        Ok(Some((_, length))) => Err(fault(length..length + 1, "the value ends here".into())),
        Ok(None) => Err(no_value()),
        Err(error) => Err(fault(error.offset..error.offset + 1, error.message)),
    }
}

fn is_literal_rule(rule: &str) -> bool {
    matches!(
        rule,
        "primitiveliteral"
            | "null"
            | "boolean"
            | "guid"
            | "date"
            | "byte"
            | "timeofdayliteral"
            | "datetimeoffsetliteral"
            | "datetimeoffsetvalueinurl"
            | "decimalliteral"
            | "doubleliteral"
            | "singleliteral"
            | "sbyteliteral"
            | "int16literal"
            | "int32literal"
            | "int64literal"
            | "stringliteral"
            | "durationliteral"
            | "enumliteral"
            | "binaryliteral"
    ) || is_geo_rule(rule)
}

fn is_geo_rule(rule: &str) -> bool {
    PrimitiveType::ALL.iter().any(|primitive| {
        let name = primitive.name().trim_start_matches("Edm.");
        primitive.is_geo() && name.eq_ignore_ascii_case(rule)
    })
}

fn is_of_rule(rule: &str, literal: &Literal) -> bool {
    let fits =
        |least, most| matches!(literal, Literal::Int(value) if (least..=most).contains(value));
    // Without its prefix, a duration or a member of an enumeration reads as a string.
    let unprefixed =
        |reads: fn(&str) -> bool| matches!(literal, Literal::String(text) if reads(text));
    match rule {
        "primitiveliteral" => true,
        "null" => matches!(literal, Literal::Null),
        "boolean" => matches!(literal, Literal::Boolean(_)),
        "date" => matches!(literal, Literal::Date(_)),
        "timeofdayliteral" => matches!(literal, Literal::TimeOfDay(_)),
        "datetimeoffsetliteral" | "datetimeoffsetvalueinurl" => {
            matches!(literal, Literal::DateTimeOffset(_))
        }
        "decimalliteral" | "doubleliteral" | "singleliteral" => {
            matches!(
                literal,
                Literal::Int(_) | Literal::Decimal(_) | Literal::Double(_)
            )
        }
        "byte" => fits(0, u8::MAX.into()),
        // The rule has up to three digits; 128 with a plus is in a test case.
        "sbyteliteral" => fits(-128, 128),
        "int16literal" => fits(i16::MIN.into(), i16::MAX.into()),
        "int32literal" => fits(i32::MIN.into(), i32::MAX.into()),
        "int64literal" => fits(i64::MIN, i64::MAX),
        "stringliteral" => matches!(literal, Literal::String(_)),
        "durationliteral" => {
            matches!(literal, Literal::Duration(_))
                || unprefixed(|text| text.parse::<Duration>().is_ok())
        }
        "enumliteral" => {
            matches!(literal, Literal::Enum { .. })
                || unprefixed(|text| check_members(text).is_ok())
        }
        "binaryliteral" => matches!(literal, Literal::Binary(_)),
        geo => literal.primitive_type().is_some_and(|primitive| {
            let name = primitive.name().trim_start_matches("Edm.");
            name.eq_ignore_ascii_case(geo)
        }),
    }
}

//! From JSON, URL literals and plain text to values.

use std::fmt::Display;
use std::str::FromStr;

use odata_core::edm::{Literal, PrimitiveType};
use odata_core::url::raw;
use odata_csdl::model::{Model, TypeKind};
use serde_json::{Number, Value as Json};

use crate::eval::{Object, Value};
use crate::shape::{self, Declared, Shape};

/// Reads a member of a row by what is declared of it, the items of collections not yet looked at.
///
/// # Errors
/// Says what does not fit, in a phrase that goes after "is".
pub(crate) fn json<'a>(
    model: &Model,
    json: &'a Json,
    declared: Declared,
) -> Result<Value<'a>, String> {
    match (json, declared.collection) {
        (Json::Array(items), true) => Ok(Value::Collection {
            items,
            item: declared.shape,
        }),
        (Json::Null, true) => Err("null, and a collection is never null".to_owned()),
        (other, true) => Err(format!("{other}, and should be an array")),
        (single, false) => item(model, single, declared.shape),
    }
}

/// Reads a single value; a null reads as such.
///
/// # Errors
/// As [`json`].
pub(crate) fn item<'a>(model: &Model, json: &'a Json, shape: Shape) -> Result<Value<'a>, String> {
    match (shape, json) {
        (_, Json::Null) => Ok(Value::Null),
        (Shape::Unknown, json) => Ok(untyped(model, json)),
        (Shape::Structured(id), Json::Object(members)) => Ok(Value::Object(Object::new(
            members,
            shape::actual_type(model, Some(id), members),
        ))),
        (Shape::Structured(id), other) => Err(format!(
            "{other}, and should be an object ({})",
            model.structured_type(id).name
        )),
        (Shape::Enum(id), json) => {
            let ty = model.enum_type(id);
            let value = match json {
                Json::String(text) => shape::enum_value(ty, text),
                Json::Number(number) => number.as_i64(),
                _ => None,
            };
            let value = value.ok_or_else(|| {
                let members: Vec<&str> = ty
                    .members
                    .iter()
                    .map(|member| member.name.as_str())
                    .collect();
                format!("{json}, and {} has {}", ty.name, members.join(", "))
            })?;
            Ok(Value::Enum(id, value))
        }
        (Shape::Primitive(primitive), json) => self::primitive(primitive, json),
    }
}

fn primitive(primitive: PrimitiveType, json: &Json) -> Result<Value<'_>, String> {
    use PrimitiveType as P;
    let wrong = |reason: &dyn Display| format!("{json}, {reason}");
    let not_one = || wrong(&format!("and should be an {primitive}"));
    match (primitive, json) {
        (P::Boolean, Json::Bool(truth)) => Ok(Value::Boolean(*truth)),
        (P::String, Json::String(text)) => Ok(Value::text(text)),
        (geo, Json::Object(_)) if geo.is_geo() => Ok(Value::Opaque),
        (P::Stream, _) => Ok(Value::Opaque),
        (number, Json::Number(value)) if number.is_numeric() => {
            from_text(number, &value.to_string()).map_err(|reason| wrong(&reason))
        }
        // Exact in a string whatever the reader of the JSON makes of numbers.
        (P::Int64 | P::Decimal, Json::String(text)) => {
            from_text(primitive, text).map_err(|reason| wrong(&reason))
        }
        (P::Double | P::Single, Json::String(text))
            if matches!(text.as_str(), "INF" | "-INF" | "NaN") =>
        {
            from_text(primitive, text).map_err(|reason| wrong(&reason))
        }
        (_, Json::String(text))
            if !primitive.is_numeric() && !primitive.is_geo() && primitive != P::Boolean =>
        {
            from_text(primitive, text).map_err(|reason| wrong(&reason))
        }
        _ => Err(not_one()),
    }
}

/// Reads the plain text of a value, as it stands in a JSON string or in a path segment.
///
/// # Errors
/// Says why the text is no such value.
pub(crate) fn from_text(primitive: PrimitiveType, text: &str) -> Result<Value<'static>, String> {
    use PrimitiveType as P;
    Ok(match primitive {
        P::Boolean => Value::Boolean(parsed(primitive, text)?),
        P::String => Value::text(text.to_owned()),
        P::Guid => Value::Guid(parsed(primitive, text)?),
        P::Date => Value::Date(parsed(primitive, text)?),
        P::TimeOfDay => Value::TimeOfDay(parsed(primitive, text)?),
        P::DateTimeOffset => Value::DateTimeOffset(parsed(primitive, text)?),
        P::Duration => Value::Duration(parsed(primitive, text)?),
        P::Binary => Value::Binary(parsed(primitive, text)?),
        P::Decimal => Value::Decimal(parsed(primitive, text)?),
        P::Double | P::Single => Value::Double(match text {
            "INF" => f64::INFINITY,
            "-INF" => f64::NEG_INFINITY,
            // A service stores the nearest Single, not the decimal text.
            _ if primitive == P::Single => f64::from(parsed::<f32>(primitive, text)?),
            _ => parsed(primitive, text)?,
        }),
        integer if integer.is_integer() => {
            let value: i64 = parsed(primitive, text)?;
            if !range(integer).contains(&value) {
                return Err(format!("out of the range of {integer}"));
            }
            Value::Int(value)
        }
        _ => Value::Opaque,
    })
}

fn parsed<T: FromStr<Err: Display>>(primitive: PrimitiveType, text: &str) -> Result<T, String> {
    text.parse().map_err(|error: T::Err| {
        let reason = error.to_string();
        let not_an = format!("not an {primitive}");
        if reason.starts_with(&not_an) {
            reason
        } else {
            format!("{not_an}: {reason}")
        }
    })
}

fn range(integer: PrimitiveType) -> std::ops::RangeInclusive<i64> {
    use PrimitiveType as P;
    match integer {
        P::Byte => 0..=u8::MAX.into(),
        P::SByte => i8::MIN.into()..=i8::MAX.into(),
        P::Int16 => i16::MIN.into()..=i16::MAX.into(),
        P::Int32 => i32::MIN.into()..=i32::MAX.into(),
        _ => i64::MIN..=i64::MAX,
    }
}

/// Reads what nothing is declared of, by the form of its JSON.
pub(crate) fn untyped<'a>(model: &Model, json: &'a Json) -> Value<'a> {
    match json {
        Json::Null => Value::Null,
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => untyped_number(number),
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::Collection {
            items,
            item: Shape::Unknown,
        },
        Json::Object(members) => Value::Object(Object::new(
            members,
            shape::actual_type(model, None, members),
        )),
    }
}

fn untyped_number(number: &Number) -> Value<'static> {
    match number.as_i64() {
        Some(int) => Value::Int(int),
        None => Value::Double(number.as_f64().unwrap_or(f64::NAN)),
    }
}

/// The value of a literal. Members of an enumeration that the model does not have are opaque.
pub(crate) fn literal<'a>(model: &Model, literal: &'a Literal) -> Value<'a> {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Int(value) => Value::Int(*value),
        Literal::Decimal(value) => Value::Decimal(value.clone()),
        Literal::Double(value) => Value::Double(*value),
        Literal::String(value) => Value::text(value),
        Literal::Guid(value) => Value::Guid(*value),
        Literal::Date(value) => Value::Date(*value),
        Literal::TimeOfDay(value) => Value::TimeOfDay(*value),
        Literal::DateTimeOffset(value) => Value::DateTimeOffset(*value),
        Literal::Duration(value) => Value::Duration(*value),
        Literal::Binary(value) => Value::Binary(value.clone()),
        Literal::Enum {
            type_name: Some(name),
            members,
        } => match shape::find_type(model, name) {
            Some(TypeKind::Enum(id)) => shape::enum_value(model.enum_type(*id), members)
                .map_or(Value::Opaque, |value| Value::Enum(*id, value)),
            _ => Value::Opaque,
        },
        Literal::Enum {
            type_name: None,
            members,
        } => Value::text(&**members),
        Literal::Geo { .. } => Value::Opaque,
    }
}

/// The text of a value, without quotes or a prefix; members of enumerations by name.
pub(crate) fn text_of(model: &Model, value: &Value<'_>) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Enum(id, number) => Some(shape::enum_text(model.enum_type(*id), *number)),
        Value::Duration(span) => Some(span.to_string()),
        Value::Binary(bytes) => Some(bytes.to_string()),
        other => other.to_literal().map(|literal| raw(&literal)),
    }
}

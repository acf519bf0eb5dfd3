//! `cast` and `isof` (URL conventions 5.1.1.10).

use odata_core::edm::{Decimal, PrimitiveType};
use odata_csdl::model::{EnumTypeId, Model, TypeKind};

use crate::eval::fixed::{Fixed, Rounding};
use crate::eval::value::Sort;
use crate::eval::{Value, read};
use crate::shape;

/// The value as one of the type; null where it cannot be one.
pub(crate) fn cast<'a>(model: &Model, value: &Value<'a>, name: &str) -> Value<'a> {
    match PrimitiveType::from_name(name) {
        Some(primitive) => to_primitive(model, value, primitive).unwrap_or(Value::Null),
        None => match shape::find_type(model, name) {
            Some(TypeKind::Enum(id)) => to_enum(model, value, *id).unwrap_or(Value::Null),
            _ if is_of(model, value, name) => value.clone(),
            _ => Value::Null,
        },
    }
}

/// Whether the value is one of the type.
pub(crate) fn is_of(model: &Model, value: &Value<'_>, name: &str) -> bool {
    match (value, PrimitiveType::from_name(name)) {
        (Value::Null, _) => false,
        (value, Some(primitive)) => {
            let text = read::text_of(model, value);
            let read = text.map(|text| read::from_text(primitive, &text));
            Sort::of(primitive) == value.sort() && read.is_some_and(|read| read.is_ok())
        }
        (Value::Object(object), None) => {
            let wanted = shape::find_structured(model, name);
            object
                .ty
                .zip(wanted)
                .is_some_and(|(ty, wanted)| model.is_a(ty, wanted))
        }
        (Value::Enum(id, _), None) => {
            matches!(shape::find_type(model, name), Some(TypeKind::Enum(wanted)) if wanted == id)
        }
        _ => false,
    }
}

fn to_primitive<'a>(model: &Model, value: &Value<'a>, to: PrimitiveType) -> Option<Value<'a>> {
    if to == PrimitiveType::String {
        return read::text_of(model, value).map(Value::text);
    }
    if let (true, Some(number)) = (to.is_integer(), value.as_decimal()) {
        let whole = Fixed::of(&number).and_then(|fixed| fixed.rounded(Rounding::Nearest))?;
        return read::from_text(to, &Decimal::from(whole).to_string()).ok();
    }
    read::from_text(to, &read::text_of(model, value)?).ok()
}

fn to_enum<'a>(model: &Model, value: &Value<'a>, id: EnumTypeId) -> Option<Value<'a>> {
    let number = match value {
        Value::Enum(own, number) if *own == id => Some(*number),
        Value::String(text) => shape::enum_value(model.enum_type(id), text),
        Value::Int(number) => Some(*number),
        _ => None,
    };
    number.map(|number| Value::Enum(id, number))
}

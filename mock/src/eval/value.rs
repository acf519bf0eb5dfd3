//! What an expression evaluates to.

use std::borrow::Cow;
use std::cmp::Ordering;

use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, PrimitiveType, TimeOfDay,
};
use odata_csdl::model::EnumTypeId;
use serde_json::Value as Json;

use crate::eval::Object;
use crate::shape::Shape;

/// A value, as far as it is possible borrowed from the rows and the expression.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Null,
    Boolean(bool),
    Int(i64),
    Decimal(Decimal),
    Double(f64),
    String(Cow<'a, str>),
    Guid(Guid),
    Date(Date),
    TimeOfDay(TimeOfDay),
    DateTimeOffset(DateTimeOffset),
    Duration(Duration),
    Binary(Binary),
    Enum(EnumTypeId, i64),
    Collection {
        items: &'a [Json],
        item: Shape,
    },
    /// Values that were put together: an array of the expression, or what is left of a collection.
    List(Vec<Value<'a>>),
    Object(Object<'a>),
    /// A shape or a stream: it is there, and nothing else can be asked of it.
    Opaque,
}

/// What sort of value it is; values of two sorts are never equal. The order is the one that sorts mixed columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Null,
    Boolean,
    Number,
    Text,
    Guid,
    Date,
    TimeOfDay,
    DateTimeOffset,
    Duration,
    Binary,
    Enum,
    Other,
}

impl Sort {
    /// The sort of the values of a primitive type.
    pub(crate) fn of(primitive: PrimitiveType) -> Sort {
        use PrimitiveType as P;
        match primitive {
            P::Boolean => Sort::Boolean,
            P::String => Sort::Text,
            P::Guid => Sort::Guid,
            P::Date => Sort::Date,
            P::TimeOfDay => Sort::TimeOfDay,
            P::DateTimeOffset => Sort::DateTimeOffset,
            P::Duration => Sort::Duration,
            P::Binary => Sort::Binary,
            number if number.is_numeric() => Sort::Number,
            _ => Sort::Other,
        }
    }
}

impl<'a> Value<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Value::String(text.into())
    }

    pub(crate) fn sort(&self) -> Sort {
        match self {
            Value::Null => Sort::Null,
            Value::Boolean(_) => Sort::Boolean,
            Value::Int(_) | Value::Decimal(_) | Value::Double(_) => Sort::Number,
            Value::String(_) => Sort::Text,
            Value::Guid(_) => Sort::Guid,
            Value::Date(_) => Sort::Date,
            Value::TimeOfDay(_) => Sort::TimeOfDay,
            Value::DateTimeOffset(_) => Sort::DateTimeOffset,
            Value::Duration(_) => Sort::Duration,
            Value::Binary(_) => Sort::Binary,
            Value::Enum(..) => Sort::Enum,
            Value::Collection { .. } | Value::List(_) | Value::Object(_) | Value::Opaque => {
                Sort::Other
            }
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The truth it holds; nothing for null and for what is neither true nor false.
    pub(crate) fn truth(&self) -> Option<bool> {
        match self {
            Value::Boolean(truth) => Some(*truth),
            _ => None,
        }
    }

    /// A number as a decimal. A double gives its shortest text, so that `0.1` is a tenth.
    pub(crate) fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Value::Int(int) => Some(Decimal::from(*int)),
            Value::Decimal(decimal) => Some(decimal.clone()),
            Value::Double(double) => Some(Decimal::from(*double)),
            _ => None,
        }
    }

    /// Null sorts first, then by [`Sort`], then by value: a total order.
    pub(crate) fn total_order(&self, other: &Value<'_>) -> Ordering {
        self.sort()
            .cmp(&other.sort())
            .then_with(|| match (self, other) {
                (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
                (Value::Int(a), Value::Int(b)) => a.cmp(b),
                (Value::String(a), Value::String(b)) => a.cmp(b),
                (Value::Guid(a), Value::Guid(b)) => a.cmp(b),
                (Value::Date(a), Value::Date(b)) => a.cmp(b),
                (Value::TimeOfDay(a), Value::TimeOfDay(b)) => a.cmp(b),
                (Value::DateTimeOffset(a), Value::DateTimeOffset(b)) => a.cmp(b),
                (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
                (Value::Binary(a), Value::Binary(b)) => a.cmp(b),
                (Value::Enum(a_type, a), Value::Enum(b_type, b)) => (a_type, a).cmp(&(b_type, b)),
                _ => self.as_decimal().cmp(&other.as_decimal()),
            })
    }

    /// As it stands in a URL; nothing for what cannot stand there.
    pub(crate) fn to_literal(&self) -> Option<Literal> {
        Some(match self {
            Value::Null => Literal::Null,
            Value::Boolean(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::Decimal(value) => value.clone().into(),
            Value::Double(value) => (*value).into(),
            Value::String(value) => value.to_string().into(),
            Value::Guid(value) => (*value).into(),
            Value::Date(value) => (*value).into(),
            Value::TimeOfDay(value) => (*value).into(),
            Value::DateTimeOffset(value) => (*value).into(),
            Value::Duration(value) => (*value).into(),
            Value::Binary(value) => value.clone().into(),
            Value::Enum(..)
            | Value::Collection { .. }
            | Value::List(_)
            | Value::Object(_)
            | Value::Opaque => {
                return None;
            }
        })
    }
}

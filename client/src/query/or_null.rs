//! What is given for a parameter of a function that may be null (URL conventions 5.1.1.14.3).

use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, Literal, TimeOfDay,
};

use super::Reference;
use super::entity_argument::EntityArgument;
use super::key::IntoKey;
use crate::decode::{Structured, Value};
use crate::field::{Enumeration, Null};

/// What can be given for a parameter of a function that may be null: a value of type `T`, `Some` of one, `None`, or
/// [`Null`]. `None` is null (`name=null`; URL conventions 5.1.1.14.3); where the parameter is optional, too, `None` leaves
/// it out, and only [`Null`] is null (Core.OptionalParameter).
///
/// A complex value or an entity is given as a reference, `Some` of a text as `Some("text")`.
///
/// ```
/// use odata::{FunctionCall, Null, OnEntity, One, OrNull};
/// # use odata::AnyEntity;
///
/// // As generated code has it: `comment` may be null, `days` may be left out, too.
/// fn remind(
///     comment: impl OrNull<String>,
///     days: impl OrNull<i32>,
/// ) -> FunctionCall<OnEntity<AnyEntity>, One<AnyEntity>> {
///     FunctionCall::plain("remind", true).nullable("comment", comment).nullable_optional("days", days)
/// }
///
/// let call = |call: FunctionCall<_, _>| format!("{call:?}");
/// assert_eq!(call(remind("soon", 3)), "FunctionCall(remind(comment='soon',days=3))");
/// assert_eq!(call(remind(Some("soon"), None)), "FunctionCall(remind(comment='soon'))");
/// assert_eq!(call(remind(None, Null)), "FunctionCall(remind(comment=null,days=null))");
/// ```
#[diagnostic::on_unimplemented(
    message = "a parameter that holds `{T}` or null cannot be given `{Self}`",
    label = "expected a value of `{T}`, `Some` of one, `None`, or `Null`",
    note = "`Some` of a text is `Some(\"text\")`, which `as_deref` makes of an `Option<String>`; complex values and entities are given as references"
)]
pub trait OrNull<T> {
    /// What is written.
    #[doc(hidden)]
    fn given(self) -> Given;
}

/// An item of a collection that may hold nulls, as a parameter of a function: a value of type `T`, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "an item that is `{T}` or null cannot be `{Self}`",
    label = "expected `{T}`, or an `Option` of it"
)]
pub trait ItemOrNull<T> {
    /// The item.
    #[doc(hidden)]
    fn item(self) -> Option<T>;
}

/// What is written for a parameter.
#[doc(hidden)]
#[derive(Debug)]
pub enum Given {
    /// `None`: null, or left out.
    Nothing,
    Null,
    Literal(Literal),
    /// What has no literal, as JSON: it is given by an alias.
    Json(String),
}

impl Given {
    fn literal<T>(value: impl IntoKey<T>) -> Self {
        let literal = value.into_key().into_iter().next();
        literal.map_or(Given::Null, Given::Literal)
    }

    fn json(value: &impl Value) -> Self {
        let mut json = String::new();
        value.write(&mut json);
        Given::Json(json)
    }
}

#[diagnostic::do_not_recommend]
impl<T> OrNull<T> for Null {
    fn given(self) -> Given {
        Given::Null
    }
}

/// What is a value, and what is an `Option` of one. There is one `Option` for each type, so that rustc knows which a bare
/// `None` is.
macro_rules! or_null {
    ($($ty:ty: $($value:ty),*; $option:ty;)*) => {$(
        $(#[diagnostic::do_not_recommend]
        impl OrNull<$ty> for $value {
            fn given(self) -> Given {
                Given::literal::<$ty>(self)
            }
        })*

        #[diagnostic::do_not_recommend]
        impl OrNull<$ty> for Option<$option> {
            fn given(self) -> Given {
                self.map_or(Given::Nothing, Given::literal::<$ty>)
            }
        }
    )*};
}

or_null! {
    String: &str, &String, String; &str;
    bool: bool; bool;
    f32: f32; f32;
    f64: f64; f64;
    u8: u8; u8;
    i8: i8; i8;
    i16: i16; i16;
    i32: i32; i32;
    i64: i64, i32; i64;
    Guid: Guid; Guid;
    Date: Date; Date;
    TimeOfDay: TimeOfDay; TimeOfDay;
    DateTimeOffset: DateTimeOffset; DateTimeOffset;
    Duration: Duration; Duration;
    Decimal: Decimal; Decimal;
    Binary: Binary; Binary;
}

#[cfg(feature = "uuid")]
#[diagnostic::do_not_recommend]
impl OrNull<Guid> for uuid::Uuid {
    fn given(self) -> Given {
        Given::literal::<Guid>(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> OrNull<M> for M {
    fn given(self) -> Given {
        Given::Literal(self.literal())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> OrNull<M> for Option<M> {
    fn given(self) -> Given {
        self.map_or(Given::Nothing, M::given)
    }
}

macro_rules! json_or_null {
    ($(($($bound:tt)*) $ty:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($bound)*> OrNull<$ty> for &$ty {
            fn given(self) -> Given {
                Given::json(self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($bound)*> OrNull<$ty> for Option<&$ty> {
            fn given(self) -> Given {
                self.map_or(Given::Nothing, Given::json)
            }
        }
    )*};
}

json_or_null! {
    (T: Structured) T;
    () Json;
}

/// An entity that is there.
#[diagnostic::do_not_recommend]
impl<T: Structured> OrNull<T> for &Reference<T> {
    fn given(self) -> Given {
        Given::Json(EntityArgument::<T>::json(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value> ItemOrNull<T> for T {
    fn item(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value> ItemOrNull<T> for Option<T> {
    fn item(self) -> Option<T> {
        self
    }
}

macro_rules! items {
    ($($value:ty => $ty:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl ItemOrNull<$ty> for $value {
            fn item(self) -> Option<$ty> {
                Some(self.into())
            }
        }

        #[diagnostic::do_not_recommend]
        impl ItemOrNull<$ty> for Option<$value> {
            fn item(self) -> Option<$ty> {
                self.map(Into::into)
            }
        }
    )*};
}

items! { &str => String, &String => String, i32 => i64 }

//! What a property can be set to.

use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, Literal, TimeOfDay,
};

use super::Changes;
use super::body::Member;
use super::complete::Demands;
use super::json::{write_literal, write_single};
use crate::decode::{Nested, Structured, write_member};
use crate::field::{Edm, Enumeration, ListedNumber, Null, Nullable, TakesFraction, TakesText};

/// What a property of type `T` can be set to.
#[diagnostic::on_unimplemented(
    message = "a property that holds `{T}` cannot be set to `{Self}`",
    label = "expected a value of the property's own type",
    note = "a complex property is set to `Changes` of its type"
)]
pub trait Assign<T> {
    /// Writes the value as JSON (OData JSON 7).
    fn write(self, json: &mut String);

    /// The same, apart from the version that it is written for.
    #[doc(hidden)]
    fn member(self) -> Member
    where
        Self: Sized,
    {
        let mut json = String::new();
        self.write(&mut json);
        Member::Json(json)
    }

    /// Why it cannot be written as 4.0 has it, if so.
    #[doc(hidden)]
    fn unwritable(&self) -> Option<&'static str> {
        None
    }
}

impl<T: Nullable> Assign<T> for Null {
    fn write(self, json: &mut String) {
        json.push_str("null");
    }
}

/// `None` is null.
#[diagnostic::do_not_recommend]
impl<T, V: Assign<T>> Assign<Option<T>> for Option<V> {
    fn write(self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }

    fn member(self) -> Member {
        match self {
            Some(value) => value.member(),
            None => Member::Json("null".to_owned()),
        }
    }

    fn unwritable(&self) -> Option<&'static str> {
        self.as_ref().and_then(V::unwritable)
    }
}

/// A collection.
#[diagnostic::do_not_recommend]
impl<T, V: Assign<T>> Assign<Vec<T>> for Vec<V> {
    fn write(self, json: &mut String) {
        json.push('[');
        for (at, value) in self.into_iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            value.write(json);
        }
        json.push(']');
    }

    fn member(self) -> Member {
        Member::list(self.into_iter().map(V::member).collect())
    }

    fn unwritable(&self) -> Option<&'static str> {
        self.iter().find_map(V::unwritable)
    }
}

macro_rules! complex {
    ($($property:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<C: Structured> Assign<$property> for Changes<C> {
            fn write(self, json: &mut String) {
                json.push_str(&self.to_string());
            }

            fn member(self) -> Member {
                Member::Object(self.into_body().demanding(Demands::of::<C>()))
            }
        }
    )*};
}

complex!(C, Nested<C>, Option<Nested<C>>, Option<C>);

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Assign<M> for M {
    fn write(self, json: &mut String) {
        write_member(&self, json);
    }
}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Assign<Option<M>> for M {
    fn write(self, json: &mut String) {
        write_member(&self, json);
    }
}

impl<T: Edm> Assign<T> for &str
where
    T::Written: TakesText,
{
    fn write(self, json: &mut String) {
        write_literal(&Literal::String(self.to_owned()), json);
    }
}

impl<T: Edm> Assign<T> for f64
where
    T::Written: TakesFraction,
{
    fn write(self, json: &mut String) {
        write_literal(&Literal::Double(self), json);
    }
}

macro_rules! listed_numbers {
    ($($value:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<M: ListedNumber> Assign<M> for $value {
            fn write(self, json: &mut String) {
                write_literal(&Literal::from(self), json);
            }
        }

        #[diagnostic::do_not_recommend]
        impl<M: ListedNumber> Assign<Option<M>> for $value {
            fn write(self, json: &mut String) {
                write_literal(&Literal::from(self), json);
            }
        }
    )*};
}

listed_numbers!(i32, i64, Decimal);

macro_rules! decimals {
    ($($property:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Assign<$property> for Decimal {
            fn write(self, json: &mut String) {
                write_literal(&Literal::Decimal(self), json);
            }

            fn unwritable(&self) -> Option<&'static str> {
                let why = "only 4.01 has decimals that are no number or have no end";
                (!self.is_finite()).then_some(why)
            }
        }
    )*};
}

decimals!(Decimal, Option<Decimal>);

macro_rules! singles {
    ($($property:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Assign<$property> for f32 {
            fn write(self, json: &mut String) {
                write_single(self, json);
            }
        }
    )*};
}

singles!(f32, Option<f32>);

macro_rules! values {
    ($($value:ty => $property:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Assign<$property> for $value {
            fn write(self, json: &mut String) {
                write_literal(&Literal::from(self), json);
            }
        }

        #[diagnostic::do_not_recommend]
        impl Assign<Option<$property>> for $value {
            fn write(self, json: &mut String) {
                write_literal(&Literal::from(self), json);
            }
        }
    )*};
}

values! {
    String => String, bool => bool,
    u8 => u8, i8 => i8, i16 => i16, i32 => i32, i64 => i64, i32 => i64, u32 => i64,
    u8 => f32, i8 => f32, i16 => f32, u16 => f32, i32 => f32,
    u8 => f64, i8 => f64, i16 => f64, u16 => f64, i32 => f64, u32 => f64,
    u8 => Decimal, i8 => Decimal, i16 => Decimal, u16 => Decimal, i32 => Decimal, u32 => Decimal, i64 => Decimal,
    Guid => Guid, Date => Date, TimeOfDay => TimeOfDay, DateTimeOffset => DateTimeOffset,
    Duration => Duration, Binary => Binary,
}

macro_rules! untyped {
    ($($property:ty),*) => {$(
        /// JSON as it stands.
        #[diagnostic::do_not_recommend]
        impl Assign<$property> for Json {
            fn write(self, json: &mut String) {
                json.push_str(self.text());
            }
        }
    )*};
}

untyped!(Json, Option<Json>);

#[cfg(feature = "jiff")]
#[diagnostic::do_not_recommend]
impl Assign<DateTimeOffset> for jiff::Timestamp {
    fn write(self, json: &mut String) {
        write_literal(&Literal::DateTimeOffset(self.into()), json);
    }
}

#[cfg(feature = "jiff")]
#[diagnostic::do_not_recommend]
impl Assign<Option<DateTimeOffset>> for jiff::Timestamp {
    fn write(self, json: &mut String) {
        write_literal(&Literal::DateTimeOffset(self.into()), json);
    }
}

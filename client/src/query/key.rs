//! Keys (URL conventions 4.3.1).

use std::any::Any;
use std::marker::PhantomData;

use odata_core::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Literal, TimeOfDay};

use odata_core::descriptor::TypeInfo;

use crate::decode::{Record, Structured, Value};

/// An entity type; generated code implements it.
pub trait Entity: Structured {
    /// The type of its key: that of the key property, or a tuple when there are several.
    type Key: KeyOf;

    /// Its key.
    fn key(&self) -> Self::Key {
        Self::Key::of(self, Self::INFO)
    }

    /// Its ETag, if one came with it.
    fn etag(&self) -> Option<&str> {
        self.extras().etag()
    }
}

/// What a key can be made of: the values of properties.
#[doc(hidden)]
pub trait KeyOf: Sized {
    /// For what rustc says of a key that is given as text.
    type Kind;

    fn of(record: &dyn Record, info: &TypeInfo) -> Self;
}

/// A key of one property.
#[doc(hidden)]
#[derive(Debug)]
pub struct Single<T>(PhantomData<fn() -> T>);

/// A key of several properties.
#[doc(hidden)]
#[derive(Debug)]
pub struct Several<T>(PhantomData<fn() -> T>);

/// A key that a text is.
#[doc(hidden)]
pub trait TakesText {}

impl<T: IsText> TakesText for Single<T> {}
impl<T: IsOne> TakesText for Several<T> {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the key of this entity set is `{Self}`, and this is a text",
    label = "expected `{Self}`, which a text is parsed to: `\"...\".parse::<{Self}>()?`"
)]
pub trait IsText {}

#[diagnostic::do_not_recommend]
impl IsText for String {}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the key of this entity set is `{Self}`, and this is one text",
    label = "expected a tuple: the values of all key properties, in the order of the schema"
)]
pub trait IsOne {}

/// The value of the key property with that place in the key.
fn part<T: Value>(record: &dyn Record, info: &TypeInfo, at: usize) -> T {
    let name = info.key.get(at);
    let index = name.and_then(|name| info.properties.iter().position(|known| known == name));
    let slot = index.map(|index| record.slot(index) as &dyn Any);
    let value = slot.and_then(|slot| slot.downcast_ref::<T>().cloned());
    value.unwrap_or_default()
}

#[diagnostic::do_not_recommend]
impl<T: Value> KeyOf for T {
    type Kind = Single<T>;

    fn of(record: &dyn Record, info: &TypeInfo) -> Self {
        part(record, info, 0)
    }
}

/// A value for a key of type `K`.
#[diagnostic::on_unimplemented(
    message = "the key of this entity set is `{K}`, and this is `{Self}`",
    label = "expected `{K}`",
    note = "a key of several properties is a tuple of them, in the order of the schema"
)]
pub trait IntoKey<K> {
    /// The values of the key properties, in the order of the schema.
    fn into_key(self) -> Vec<Literal>;
}

macro_rules! keys {
    ($($value:ty => $key:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl IntoKey<$key> for $value {
            fn into_key(self) -> Vec<Literal> {
                vec![Literal::from(self)]
            }
        }
    )*};
}

keys! {
    String => String,
    bool => bool, f32 => f32, f64 => f64, u8 => u8, i8 => i8, i16 => i16, i32 => i32, i64 => i64, i32 => i64,
    Guid => Guid, Date => Date, TimeOfDay => TimeOfDay, DateTimeOffset => DateTimeOffset,
    Duration => Duration, Decimal => Decimal, Binary => Binary
}

impl<K: KeyOf> IntoKey<K> for &str
where
    K::Kind: TakesText,
{
    fn into_key(self) -> Vec<Literal> {
        vec![Literal::from(self)]
    }
}

#[diagnostic::do_not_recommend]
impl IntoKey<String> for &String {
    fn into_key(self) -> Vec<Literal> {
        vec![Literal::from(self.as_str())]
    }
}

#[cfg(feature = "uuid")]
impl IntoKey<Guid> for uuid::Uuid {
    fn into_key(self) -> Vec<Literal> {
        vec![Literal::Guid(self.into())]
    }
}

#[diagnostic::do_not_recommend]
impl<M: crate::field::Enumeration> IntoKey<M> for M {
    fn into_key(self) -> Vec<Literal> {
        vec![self.literal()]
    }
}

macro_rules! tuple_key {
    ($($value:ident $key:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($key, $value: IntoKey<$key>),*> IntoKey<($($key,)*)> for ($($value,)*) {
            fn into_key(self) -> Vec<Literal> {
                let mut all = Vec::new();
                $(all.extend(self.$index.into_key());)*
                all
            }
        }
    };
}

macro_rules! tuple_of {
    ($($key:ident $index:tt),*) => {
        #[diagnostic::do_not_recommend]
        impl<$($key: Value),*> KeyOf for ($($key,)*) {
            type Kind = Several<Self>;

            fn of(record: &dyn Record, info: &TypeInfo) -> Self {
                ($(part::<$key>(record, info, $index),)*)
            }
        }
    };
}

tuple_of!(A 0, B 1);
tuple_of!(A 0, B 1, C 2);
tuple_of!(A 0, B 1, C 2, D 3);
tuple_of!(A 0, B 1, C 2, D 3, F 4);
tuple_of!(A 0, B 1, C 2, D 3, F 4, G 5);
tuple_of!(A 0, B 1, C 2, D 3, F 4, G 5, H 6);
tuple_of!(A 0, B 1, C 2, D 3, F 4, G 5, H 6, I 7);

tuple_key!(A KA 0, B KB 1);
tuple_key!(A KA 0, B KB 1, C KC 2);
tuple_key!(A KA 0, B KB 1, C KC 2, D KD 3);
tuple_key!(A KA 0, B KB 1, C KC 2, D KD 3, F KF 4);
tuple_key!(A KA 0, B KB 1, C KC 2, D KD 3, F KF 4, G KG 5);
tuple_key!(A KA 0, B KB 1, C KC 2, D KD 3, F KF 4, G KG 5, H KH 6);
tuple_key!(A KA 0, B KB 1, C KC 2, D KD 3, F KF 4, G KG 5, H KH 6, I KI 7);

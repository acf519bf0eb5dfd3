//! Values through formats of serde, and back.

use odata::Structured;
use odata::decode::interchange::{
    Deserialize, Deserializer, Serialize, Serializer, deserialize, serialize,
};

/// What generated code has where `serde = true` is asked for, for any type.
struct Any<T>(T);

impl<T: Structured> Serialize for Any<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize(&self.0, to)
    }
}

impl<'de, T: Structured> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from).map(Any)
    }
}

/// Makes sure that a value is the same after JSON and after MessagePack.
///
/// # Panics
/// When it is not.
pub fn survives<T: Structured>(value: &T) {
    let held = Any(value.clone());
    // NaN is equal to nothing.
    let has_nan = *value != value.clone();
    let is_same = |read: &T| match has_nan {
        false => read == value,
        true => format!("{read:?}") == format!("{value:?}"),
    };
    let json = serde_json::to_string(&held).expect("JSON");
    let read: Any<T> =
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert!(is_same(&read.0), "{json}: {:?} and {value:?}", read.0);
    let packed = rmp_serde::to_vec(&held).expect("MessagePack");
    let read: Any<T> = rmp_serde::from_slice(&packed).expect("what was packed");
    assert!(is_same(&read.0), "{json}: {:?} and {value:?}", read.0);
}

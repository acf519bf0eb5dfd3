//! What can stand in a property.

use std::any::Any;
use std::fmt;

use odata_core::descriptor::PropertyType;

use super::place::Place;
use crate::json::{Fault, Reader};

/// A value that a property can hold: primitives, enumerations, generated types, and `Option` and `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of OData's",
    label = "expected a primitive type, a generated type, or an `Option` or `Vec` of one"
)]
pub trait Value: Default + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// Reads the value that comes next.
    ///
    /// # Errors
    /// When it is of another type, or not well formed.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Writes the value as JSON (OData JSON 7).
    fn write(&self, json: &mut String);

    /// The type that a property of this type has.
    fn describe() -> PropertyType;

    /// Whether null is one of its values.
    fn admits_null() -> bool {
        false
    }

    /// Whether it is null, or a collection of nothing.
    fn is_absent(&self) -> bool {
        false
    }

    /// Takes what the payload says of the property beside its value, such as `nextLink`; says whether it did.
    fn annotate(&mut self, _term: &str, _json: &str) -> bool {
        false
    }
}

/// A [`Value`] whose type is forgotten: what generated code shows of a property. Nobody has to implement it.
#[doc(hidden)]
pub trait Slot: Any + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn read_json(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;
    fn write_json(&self, json: &mut String);
    fn property_type(&self) -> PropertyType;
    fn may_be_null(&self) -> bool;
    fn is_nothing(&self) -> bool;
    fn take_annotation(&mut self, term: &str, json: &str) -> bool;
    /// Whether the other is of the same type and equal.
    fn same(&self, other: &dyn Any) -> bool;
    /// Becomes what the other is, when that is of the same type.
    fn assign(&mut self, other: &dyn Any);
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn place(&self) -> Place;
}

impl<T: Value> Slot for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn read_json(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.read(reader)
    }

    fn write_json(&self, json: &mut String) {
        self.write(json);
    }

    fn property_type(&self) -> PropertyType {
        T::describe()
    }

    fn may_be_null(&self) -> bool {
        T::admits_null()
    }

    fn is_nothing(&self) -> bool {
        self.is_absent()
    }

    fn take_annotation(&mut self, term: &str, json: &str) -> bool {
        self.annotate(term, json)
    }

    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn assign(&mut self, other: &dyn Any) {
        if let Some(other) = other.downcast_ref::<T>() {
            self.clone_from(other);
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn place(&self) -> Place {
        Place::of::<T>()
    }
}

/// Null is `None`.
impl<T: Value> Value for Option<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.null() {
            *self = None;
            return Ok(());
        }
        match self {
            // What was said of it before it came is kept.
            Some(value) if value.is_absent() => value.read(reader),
            _ => self.insert(T::default()).read(reader),
        }
    }

    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }

    fn describe() -> PropertyType {
        T::describe().nullable()
    }

    fn admits_null() -> bool {
        true
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn annotate(&mut self, term: &str, json: &str) -> bool {
        if let Some(value) = self {
            return value.annotate(term, json);
        }
        let mut value = T::default();
        let taken = value.annotate(term, json);
        if taken {
            *self = Some(value);
        }
        taken
    }
}

/// A collection. Null reads as an empty one: a collection cannot be null (CSDL 7.2.1), yet some services say so.
impl<T: Value> Value for Vec<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.clear();
        if reader.null() {
            return Ok(());
        }
        reader.array(&mut |_, reader| {
            let mut item = T::default();
            item.read(reader)?;
            self.push(item);
            Ok(())
        })
    }

    fn write(&self, json: &mut String) {
        super::write::array(self.len(), &mut |at, json| self[at].write(json), json);
    }

    fn describe() -> PropertyType {
        T::describe().collection()
    }

    fn admits_null() -> bool {
        true
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

//! What can stand in a property.

use std::any::Any;
use std::fmt;

use odata_core::descriptor::PropertyType;

use super::items::of_item;
use super::slot::{View, ViewMut};
use crate::json::{Fault, Reader};

/// A value that a property can hold: primitives, enumerations, generated types, and `Option` and `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of OData's",
    label = "expected a primitive type, a generated type, or an `Option` or `Vec` of one"
)]
pub trait Value: Default + Clone + PartialEq + fmt::Debug + Send + Sync + 'static {
    /// How values of this kind are read and written.
    #[doc(hidden)]
    type Form: Form<Self>;

    /// Reads the value that comes next.
    ///
    /// # Errors
    /// When it is of another type, or not well formed.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        Self::Form::read(self, reader)
    }

    /// Writes the value as JSON (OData JSON 7).
    fn write(&self, json: &mut String) {
        Self::Form::write(self, json);
    }

    /// The type that a property of this type has.
    fn describe() -> PropertyType {
        Self::Form::describe()
    }

    /// Whether null is one of its values.
    fn admits_null() -> bool {
        Self::Form::admits_null()
    }

    /// Whether it is null, or a collection of nothing.
    fn is_absent(&self) -> bool {
        Self::Form::is_absent(self)
    }
}

/// How the values of a type are read, written and shown to the one decoder, which does not know their type.
///
/// Generated code names the form of a type, and has none of this in it.
#[doc(hidden)]
pub trait Form<T: Value> {
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault>;

    fn write(value: &T, json: &mut String);

    fn describe() -> PropertyType;

    fn admits_null() -> bool {
        false
    }

    fn is_absent(_: &T) -> bool {
        false
    }

    fn view(value: &T) -> View<'_> {
        View::Plain(value)
    }

    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Plain(value)
    }

    /// What an `Option` of it is.
    fn option(value: &Option<T>) -> View<'_> {
        View::Plain(value)
    }

    fn option_mut(value: &mut Option<T>) -> ViewMut<'_> {
        ViewMut::Plain(value)
    }

    /// What a `Vec` of it is.
    #[allow(clippy::ptr_arg, reason = "the vector is what the property holds")]
    fn vec(values: &Vec<T>) -> View<'_> {
        View::Plain(values)
    }

    fn vec_mut(values: &mut Vec<T>) -> ViewMut<'_> {
        ViewMut::Plain(values)
    }
}

/// A value that knows by itself how it is read and written, its type forgotten.
#[doc(hidden)]
pub trait Plain {
    fn read_plain(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;
    fn write_plain(&self, json: &mut String);
    fn property_type(&self) -> PropertyType;
    fn may_be_null(&self) -> bool;
    fn is_nothing(&self) -> bool;
    fn equals(&self, other: &dyn Any) -> bool;
    fn become_like(&mut self, other: &dyn Any);
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Value> Plain for T {
    fn read_plain(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.read(reader)
    }

    fn write_plain(&self, json: &mut String) {
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

    fn equals(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }

    fn become_like(&mut self, other: &dyn Any) {
        if let Some(other) = other.downcast_ref::<T>() {
            self.clone_from(other);
        }
    }

    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl<T: Value> Value for Option<T> {
    type Form = AsOption;
}

/// The form of what may be null: null is `None`.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsOption {}

impl<T: Value> Form<Option<T>> for AsOption {
    fn read(value: &mut Option<T>, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.null() {
            *value = None;
            return Ok(());
        }
        value.insert(T::default()).read(reader)
    }

    fn write(value: &Option<T>, json: &mut String) {
        match value {
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

    fn is_absent(value: &Option<T>) -> bool {
        value.is_none()
    }

    fn view(value: &Option<T>) -> View<'_> {
        T::Form::option(value)
    }

    fn view_mut(value: &mut Option<T>) -> ViewMut<'_> {
        T::Form::option_mut(value)
    }
}

impl<T: Value> Value for Vec<T> {
    type Form = AsVec;
}

/// The form of collections. Null reads as an empty one: a collection cannot be null (CSDL 7.2.1), yet some services
/// say so.
#[doc(hidden)]
#[derive(Debug)]
pub enum AsVec {}

impl<T: Value> Form<Vec<T>> for AsVec {
    fn read(values: &mut Vec<T>, reader: &mut Reader<'_>) -> Result<(), Fault> {
        values.clear();
        if reader.null() {
            return Ok(());
        }
        reader.array(&mut |_, reader| {
            let mut item = T::default();
            item.read(reader).map_err(|fault| of_item(fault, reader))?;
            values.push(item);
            Ok(())
        })
    }

    fn write(values: &Vec<T>, json: &mut String) {
        super::write::array(values.len(), &mut |at, json| values[at].write(json), json);
    }

    fn describe() -> PropertyType {
        T::describe().collection()
    }

    fn admits_null() -> bool {
        true
    }

    fn is_absent(values: &Vec<T>) -> bool {
        values.is_empty()
    }

    fn view(values: &Vec<T>) -> View<'_> {
        T::Form::vec(values)
    }

    fn view_mut(values: &mut Vec<T>) -> ViewMut<'_> {
        T::Form::vec_mut(values)
    }
}

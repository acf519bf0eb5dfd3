//! What can stand in a property.

use crate::json::{Fault, Reader};

/// A value that a property can hold: primitives, enumerations, generated types, and `Option` and `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of OData's",
    label = "expected a primitive type, a generated type, or an `Option` or `Vec` of one"
)]
pub trait Value: Send + Sync + 'static {
    /// Reads the value that comes next.
    ///
    /// # Errors
    /// When it is of another type, or not well formed.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Whether null is one of its values.
    fn admits_null(&self) -> bool {
        false
    }
}

/// Null is `None`.
impl<T: Value + Default> Value for Option<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.null() {
            *self = None;
            return Ok(());
        }
        self.insert(T::default()).read(reader)
    }

    fn admits_null(&self) -> bool {
        true
    }
}

impl<T: Value> Value for Box<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        (**self).read(reader)
    }
}

/// A collection. Null reads as an empty one: a collection cannot be null (CSDL 7.2.1), yet some services say so.
impl<T: Value + Default> Value for Vec<T> {
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

    fn admits_null(&self) -> bool {
        true
    }
}

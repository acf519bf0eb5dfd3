//! A value of a generated type inside another one.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use odata_core::descriptor::PropertyType;

use super::structured::{Record, same, show};
use super::{Structured, Value, read, write};
use crate::json::{Fault, Reader};

/// A complex value, or an entity, inside another value. Use it like a `Box<T>`.
///
/// It differs from a `Box` in what it costs the compiler: a type that holds a `Nested<T>` does not have to look into `T`, so that types may be
/// nested in each other as deep as a schema likes, and one that is not used is not compiled into a program.
///
/// # Example
/// ```
/// # use odata::doc_example::LibraryFile;
/// use odata::Nested;
/// let mut file: Nested<LibraryFile> = Nested::default();
/// file.file_name = "a.ps1".to_owned();
/// assert_eq!(file.into_inner().file_name, "a.ps1");
/// ```
pub struct Nested<T> {
    // Always a `T`.
    value: Box<dyn Record>,
    of: PhantomData<fn() -> T>,
}

impl<T: Structured> Nested<T> {
    /// Puts it inside.
    pub fn new(value: T) -> Self {
        Nested {
            value: Box::new(value),
            of: PhantomData,
        }
    }

    /// Takes it out.
    pub fn into_inner(mut self) -> T {
        std::mem::take(&mut *self)
    }
}

impl<T: Structured> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self.value.as_any().downcast_ref() {
            Some(value) => value,
            None => unreachable!("a Nested<T> is only made of a T"),
        }
    }
}

impl<T: Structured> DerefMut for Nested<T> {
    fn deref_mut(&mut self) -> &mut T {
        match self.value.as_any_mut().downcast_mut() {
            Some(value) => value,
            None => unreachable!("a Nested<T> is only made of a T"),
        }
    }
}

impl<T: Structured> AsRef<T> for Nested<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: Structured> From<T> for Nested<T> {
    fn from(value: T) -> Self {
        Nested::new(value)
    }
}

impl<T: Structured> Default for Nested<T> {
    fn default() -> Self {
        Nested::new(T::default())
    }
}

impl<T> Clone for Nested<T> {
    fn clone(&self) -> Self {
        Nested {
            value: self.value.boxed(),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for Nested<T> {
    fn eq(&self, other: &Self) -> bool {
        same(&*self.value, &*other.value)
    }
}

impl<T: Structured> PartialEq<T> for Nested<T> {
    fn eq(&self, other: &T) -> bool {
        same(&*self.value, other)
    }
}

impl<T> fmt::Debug for Nested<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&*self.value, f)
    }
}

impl<T: Structured> Value for Nested<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read::record(&mut *self.value, reader)
    }

    fn write(&self, json: &mut String) {
        write::record(&*self.value, json);
    }

    fn describe() -> PropertyType {
        T::describe()
    }
}

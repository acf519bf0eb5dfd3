//! A value of a generated type inside another one.
#![allow(
    clippy::manual_map,
    reason = "a closure would be compiled for each type"
)]

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use odata_core::descriptor::{PropertyType, TypeInfo};

use super::held::Held;
use super::made::Made;
use super::slot::{View, ViewMut};
use super::structured::{Record, copy_of, same, show, type_info};
use super::value::Form;
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
    value: Held,
    of: PhantomData<fn() -> T>,
}

impl<T: Structured> Nested<T> {
    /// Puts it inside.
    pub fn new(value: T) -> Self {
        Nested::of(Box::new(value))
    }

    /// Takes it out.
    pub fn into_inner(mut self) -> T {
        std::mem::take(&mut *self)
    }
}

impl<T> Nested<T> {
    /// What is known to be a `T`.
    pub(super) fn of(value: Box<dyn Record>) -> Self {
        Nested {
            value: Held(value),
            of: PhantomData,
        }
    }
}

impl<T: Structured> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match (&*self.value.0 as &dyn Any).downcast_ref() {
            Some(value) => value,
            None => unreachable!("a Nested<T> is only made of a T"),
        }
    }
}

impl<T: Structured> DerefMut for Nested<T> {
    fn deref_mut(&mut self) -> &mut T {
        match (&mut *self.value.0 as &mut dyn Any).downcast_mut() {
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
        Nested::of(copy_of(&*self.value.0))
    }
}

impl<T> PartialEq for Nested<T> {
    fn eq(&self, other: &Self) -> bool {
        same(&*self.value.0, &*other.value.0)
    }
}

impl<T: Structured> PartialEq<T> for Nested<T> {
    fn eq(&self, other: &T) -> bool {
        same(&*self.value.0, other)
    }
}

impl<T> fmt::Debug for Nested<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&*self.value.0, f)
    }
}

impl<T: Structured> Value for Nested<T> {
    type Form = AsNested;
}

/// The form of [`Nested`].
#[doc(hidden)]
#[derive(Debug)]
pub enum AsNested {}

impl<T: Structured> Form<Nested<T>> for AsNested {
    fn read(value: &mut Nested<T>, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read::record(&mut *value.value.0, reader)
    }

    fn write(value: &Nested<T>, json: &mut String) {
        write::record(&*value.value.0, json);
    }

    fn describe() -> PropertyType {
        T::describe()
    }

    fn view(value: &Nested<T>) -> View<'_> {
        View::One(Some(&*value.value.0), RecordOf::new::<T>(false))
    }

    fn view_mut(value: &mut Nested<T>) -> ViewMut<'_> {
        ViewMut::One(value, RecordOf::new::<T>(false))
    }

    fn option(value: &Option<Nested<T>>) -> View<'_> {
        let value: Option<&dyn Record> = match value {
            Some(nested) => Some(&*nested.value.0),
            None => None,
        };
        View::One(value, RecordOf::new::<T>(true))
    }

    fn option_mut(value: &mut Option<Nested<T>>) -> ViewMut<'_> {
        ViewMut::One(value, RecordOf::new::<T>(true))
    }
}

/// Where a complex value or an entity is, or null, its type forgotten.
#[doc(hidden)]
pub trait One {
    /// Puts in what is of that type, and gives what was there: dropping it here would be compiled for each type.
    fn put(&mut self, value: Option<Held>) -> Option<Held>;
}

/// What a property holds that holds records.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct RecordOf {
    pub(super) fresh: fn() -> Box<dyn Record>,
    pub(super) info: fn() -> &'static TypeInfo,
    pub(super) nullable: bool,
}

impl RecordOf {
    pub(super) fn new<T: Structured>(nullable: bool) -> Self {
        RecordOf {
            fresh: Vec::<T>::fresh,
            info: type_info::<T>,
            nullable,
        }
    }
}

impl<T: Structured> One for Nested<T> {
    fn put(&mut self, value: Option<Held>) -> Option<Held> {
        match value {
            Some(value) => Some(std::mem::replace(&mut self.value, value)),
            None => None,
        }
    }
}

impl<T: Structured> One for Option<Nested<T>> {
    fn put(&mut self, value: Option<Held>) -> Option<Held> {
        let value = match value {
            Some(value) => Some(Nested {
                value,
                of: PhantomData,
            }),
            None => None,
        };
        match std::mem::replace(self, value) {
            Some(before) => Some(before.value),
            None => None,
        }
    }
}

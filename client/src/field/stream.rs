//! Properties that are streams of bytes.

use std::fmt;
use std::marker::PhantomData;

/// A property of `E` of type Edm.Stream: no part of the entity's payload, but bytes at a URL of their own.
///
/// Generated code has a constant of this type for each: `animal.stream(Animal::PHOTO)`.
pub struct StreamProperty<E> {
    name: &'static str,
    of: PhantomData<fn() -> E>,
}

impl<E> StreamProperty<E> {
    /// The one of that name on the wire.
    pub const fn new(name: &'static str) -> Self {
        StreamProperty {
            name,
            of: PhantomData,
        }
    }

    /// Its name on the wire.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl<E> Clone for StreamProperty<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for StreamProperty<E> {}

impl<E> fmt::Debug for StreamProperty<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StreamProperty({})", self.name)
    }
}

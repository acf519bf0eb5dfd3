//! Which results other requests can refer to.

use crate::change::Saved;
use crate::decode::Structured;

/// What a request gives whose result other requests of the batch can refer to: an entity, or one that may not be sent back.
pub trait Refers: sealed::Sealed {
    /// The entity.
    type Entity: Structured;
}

mod sealed {
    pub trait Sealed {}
    impl<E: crate::decode::Structured> Sealed for E {}
    impl<E: crate::decode::Structured> Sealed for Option<E> {}
    impl<E: crate::decode::Structured> Sealed for crate::Saved<E> {}
}

impl<E: Structured> Refers for E {
    type Entity = E;
}

impl<E: Structured> Refers for Option<E> {
    type Entity = E;
}

impl<E: Structured> Refers for Saved<E> {
    type Entity = E;
}

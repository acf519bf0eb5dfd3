//! What a change is to be answered with (Protocol 4.01, 8.2.8.7).

use http::header::{HeaderName, HeaderValue};

use super::Saved;

pub(super) const PREFER: HeaderName = HeaderName::from_static("prefer");
pub(super) const REPRESENTATION: HeaderValue = HeaderValue::from_static("return=representation");
pub(super) const MINIMAL: HeaderValue = HeaderValue::from_static("return=minimal");

/// The entity as it is after the change: `Prefer: return=representation`. Where it does not come, it is read.
#[derive(Clone, Copy, Debug)]
pub enum Representation {}

/// Nothing but where the entity is and which ETag it has: `Prefer: return=minimal`. What came is a [`Saved`].
#[derive(Clone, Copy, Debug)]
pub enum Minimal {}

/// Whatever the service sends unasked: the entity, or nothing.
#[derive(Clone, Copy, Debug)]
pub enum AsServed {}

/// What a change is to be answered with: [`Representation`], [`Minimal`] or [`AsServed`].
pub trait Wanted<E>: sealed::Sealed {
    /// What sending the change gives.
    type Output;

    #[doc(hidden)]
    const PREFER: Option<HeaderValue>;

    /// Whether the entity is read where it does not come.
    #[doc(hidden)]
    const WHOLE: bool = false;

    /// What was wanted, or what came back where the entity has to be read first.
    #[doc(hidden)]
    fn of(saved: Saved<E>) -> Result<Self::Output, Box<Saved<E>>>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Representation {}
    impl Sealed for super::Minimal {}
    impl Sealed for super::AsServed {}
}

impl<E> Wanted<E> for Representation {
    type Output = E;

    const PREFER: Option<HeaderValue> = Some(REPRESENTATION);
    const WHOLE: bool = true;

    fn of(saved: Saved<E>) -> Result<E, Box<Saved<E>>> {
        saved.into_whole()
    }
}

impl<E> Wanted<E> for Minimal {
    type Output = Saved<E>;

    const PREFER: Option<HeaderValue> = Some(MINIMAL);

    fn of(saved: Saved<E>) -> Result<Saved<E>, Box<Saved<E>>> {
        Ok(saved)
    }
}

impl<E> Wanted<E> for AsServed {
    type Output = Option<E>;

    const PREFER: Option<HeaderValue> = None;

    fn of(saved: Saved<E>) -> Result<Option<E>, Box<Saved<E>>> {
        Ok(saved.into_entity())
    }
}

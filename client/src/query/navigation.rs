//! Following navigation properties (URL conventions 4.3.2).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::descriptor::EntitySetInfo;
use odata_core::url::encode_segment;

use super::target::Target;
use crate::client::Client;

/// A navigation property of `E`, and what it leads to: [`Many`](crate::Many) or [`One`](crate::One) of a type.
///
/// Generated code has one for each: `defender.machines().by_key(id).navigate(Machine::ALERTS)`.
pub struct Navigation<E, T> {
    name: &'static str,
    info: Option<&'static EntitySetInfo>,
    ends: PhantomData<fn() -> (E, T)>,
}

impl<E, T> Navigation<E, T> {
    /// The one of that description.
    pub const fn new(info: &'static EntitySetInfo) -> Self {
        Navigation {
            name: info.name,
            info: Some(info),
            ends: PhantomData,
        }
    }

    /// Its name on the wire.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// The one of that name, of which no more is known.
#[doc(hidden)]
pub const fn navigation<E, T>(name: &'static str) -> Navigation<E, T> {
    Navigation {
        name,
        info: None,
        ends: PhantomData,
    }
}

impl<E, T: Target> Navigation<E, T> {
    pub(super) fn below(&self, client: &Client, path: &str) -> T::Asked {
        let path = format!("{path}/{}", encode_segment(self.name));
        let info = self.info.unwrap_or(T::PLAIN);
        T::ask(client, info, Arc::from(path), Vec::new())
    }
}

impl<E, T> Clone for Navigation<E, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T> Copy for Navigation<E, T> {}

impl<E, T> fmt::Debug for Navigation<E, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Navigation({})", self.name)
    }
}

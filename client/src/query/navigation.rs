//! Following navigation properties (URL conventions 4.3.2).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::descriptor::EntitySetInfo;
use odata_core::url::encode_segment;

use super::target::Target;
use crate::client::Client;
use crate::field::Open;

/// A navigation property of `E`, and what it leads to: [`Many`](crate::Many) or [`One`](crate::One) of a type.
///
/// Generated code has one for each: `defender.machines().by_key(id).navigate(Machine::ALERTS)`. The third parameter says
/// whether it can be expanded; it is [`Open`] unless the service restricts it.
pub struct Navigation<E, T, R = Open> {
    name: &'static str,
    info: Option<&'static EntitySetInfo>,
    /// The restrictions of an entity set are not held against it.
    pub(super) unchecked: bool,
    types: Types<E, T, R>,
}

type Types<E, T, R> = PhantomData<fn() -> (E, T, R)>;

impl<E, T, R> Navigation<E, T, R> {
    /// The one of that description.
    pub const fn new(info: &'static EntitySetInfo) -> Self {
        Navigation {
            name: info.name,
            info: Some(info),
            unchecked: false,
            types: PhantomData,
        }
    }

    /// Its name on the wire.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is known of it.
    pub(super) fn known(&self) -> Option<&'static EntitySetInfo> {
        self.info
    }

    /// The same with no restriction: expands what the service says it does not expand.
    #[must_use]
    pub fn unchecked(self) -> Navigation<E, T> {
        Navigation {
            name: self.name,
            info: self.info,
            unchecked: true,
            types: PhantomData,
        }
    }
}

/// The one of that name, of which no more is known.
#[doc(hidden)]
pub const fn navigation<E, T, R>(name: &'static str) -> Navigation<E, T, R> {
    Navigation {
        name,
        info: None,
        unchecked: false,
        types: PhantomData,
    }
}

impl<E, T: Target, R> Navigation<E, T, R> {
    /// The arguments of a function that led to the path go along.
    pub(super) fn below(
        &self,
        client: &Client,
        path: &str,
        arguments: Vec<(String, String)>,
    ) -> T::Asked {
        let path = format!("{path}/{}", encode_segment(self.name));
        self.at(client, path, arguments)
    }

    /// At a path of its own.
    pub(super) fn at(
        &self,
        client: &Client,
        path: String,
        arguments: Vec<(String, String)>,
    ) -> T::Asked {
        let info = self.info.unwrap_or(T::PLAIN);
        T::related(T::ask(client, info, Arc::from(path), arguments))
    }
}

impl<E, T, R> Clone for Navigation<E, T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T, R> Copy for Navigation<E, T, R> {}

impl<E, T, R> fmt::Debug for Navigation<E, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Navigation({})", self.name)
    }
}

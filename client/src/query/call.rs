//! What is called on an entity, on a complex value, on a set, or on nothing: functions and actions.

use std::marker::PhantomData;
use std::sync::Arc;

use super::function::FunctionCall;
use super::target::Target;
use crate::client::Client;
use crate::field::DerivedFrom;

/// What an operation is called on: one entity, a singleton, or a value of a complex type.
pub struct OnEntity<E>(PhantomData<fn() -> E>);

/// What an operation is called on: an entity set, or another collection of entities or of complex values.
pub struct OnSet<E>(PhantomData<fn() -> E>);

/// A call that can be made on a `B`: of what is called on it, or on the type that it extends (Protocol 4.01, 11.5.1).
/// Whatever is a [`Called`] is one.
#[diagnostic::on_unimplemented(
    message = "this is not called on `{B}`",
    label = "`{Self}` is called on something else",
    note = "what an entity set is given is called on `OnSet` of its type or of one that this extends, what one entity is given on `OnEntity`",
    note = "what is bound to a complex type is called on a property of that type"
)]
pub trait Call<B, How = Own>: Called {}

#[diagnostic::do_not_recommend]
impl<B: Takes<C::On, How>, How, C: Called> Call<B, How> for C {}

/// A call, and what it is called on: of a function ([`FunctionCall`]), or of an action ([`ActionCall`](crate::ActionCall)).
/// Generated code makes them, and has types of its own for those that have optional parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no call",
    label = "the call of a function or of an action is expected"
)]
pub trait Called {
    /// What it is called on.
    type On;
    /// What can be asked then, or sent.
    type Asked;

    /// The call at that place.
    #[doc(hidden)]
    fn on(self, place: Place) -> Self::Asked;
}

/// What takes the calls that are made on a `B`. `How` tells its own from those of the type that it extends, so that rustc finds
/// which it is.
#[doc(hidden)]
pub trait Takes<B, How> {}

/// Those of its own type.
#[doc(hidden)]
#[derive(Debug)]
pub struct Own;

/// Those of a base type.
#[doc(hidden)]
#[derive(Debug)]
pub struct Inherited;

impl<B> Takes<B, Own> for B {}
impl<D: DerivedFrom<B>, B> Takes<OnEntity<B>, Inherited> for OnEntity<D> {}
impl<D: DerivedFrom<B>, B> Takes<OnSet<B>, Inherited> for OnSet<D> {}

/// Where something is called.
#[derive(Debug)]
pub struct Place {
    pub(super) client: Client,
    /// Below the root, percent-encoded; nothing for the root itself.
    pub(super) path: Arc<str>,
    /// Those of the functions that led here.
    pub(super) arguments: Vec<(String, String)>,
    /// That of the entity, where it was read.
    pub(super) etag: Option<String>,
    /// Why nothing is called there, if so.
    pub(super) wrong: Option<String>,
}

impl Place {
    pub(super) fn new(client: &Client, path: Arc<str>, arguments: Vec<(String, String)>) -> Self {
        Place {
            client: client.clone(),
            path,
            arguments,
            etag: None,
            wrong: None,
        }
    }

    pub(super) fn root(client: &Client) -> Self {
        Place::new(client, Arc::from(""), Vec::new())
    }

    /// The path of what is called so there, `/` between the parts of its name.
    pub(super) fn path_of(&self, name: &str) -> String {
        let name = name.split('/').map(odata_core::url::encode_segment);
        let name = name.collect::<Vec<_>>().join("/");
        match &*self.path {
            "" => name,
            path => format!("{path}/{name}"),
        }
    }
}

impl<B, R: Target> Called for FunctionCall<B, R> {
    type On = B;
    type Asked = R::Asked;

    fn on(self, place: Place) -> R::Asked {
        self.at(place)
    }
}

//! The call of an action and its parameters.

use std::fmt;
use std::marker::PhantomData;

use odata_core::descriptor::EntitySetInfo;

use super::{Action, Answers};
use crate::change::{Assign, Body, Deed, Member, Payload, Refused};
use crate::client::Client;
use crate::error::Result;
use crate::query::call::{Called, Place};

/// What a parameter that takes a `T` can be.
#[diagnostic::on_unimplemented(
    message = "a parameter that takes `{T}` cannot be `{Self}`",
    label = "expected a value of the parameter's own type",
    note = "only a nullable parameter, which takes an `Option`, can be `odata::Null`",
    note = "a complex value or an entity is given by reference, or as `Changes` of its type"
)]
pub trait Argument<T> {
    /// What is sent of it, apart from the version that it is written for.
    #[doc(hidden)]
    fn member(self) -> Member;

    /// Why it cannot be written as 4.0 has it, if so.
    #[doc(hidden)]
    fn unwritable(&self) -> Option<&'static str>;
}

#[diagnostic::do_not_recommend]
impl<T, V: Assign<T>> Argument<T> for V {
    fn member(self) -> Member {
        Assign::member(self)
    }

    fn unwritable(&self) -> Option<&'static str> {
        Assign::unwritable(self)
    }
}

/// A call of an action, with its parameters. Generated code makes it; [`EntitySet::call`](crate::EntitySet::call) or
/// [`EntityQuery::call`](crate::EntityQuery::call) says what it is called on.
#[must_use = "nothing is called before it is given to `call`"]
pub struct ActionCall<B, R> {
    name: &'static str,
    info: Option<&'static EntitySetInfo>,
    members: Members,
    on: PhantomData<fn() -> (B, R)>,
}

impl<B, R> ActionCall<B, R> {
    /// A call without parameters.
    pub fn new(info: &'static EntitySetInfo) -> Self {
        ActionCall {
            info: Some(info),
            ..ActionCall::plain(info.name)
        }
    }

    /// The same, of one of which no more is known than its name.
    pub fn plain(name: &'static str) -> Self {
        ActionCall {
            name,
            info: None,
            members: Members::default(),
            on: PhantomData,
        }
    }

    /// What is known of it.
    pub(in crate::query) fn known(&self) -> Option<&'static EntitySetInfo> {
        self.info
    }

    /// Gives a parameter; a second value for the same one replaces the first.
    pub fn set<T>(mut self, name: &'static str, value: impl Argument<T>) -> Self {
        self.members.set(name, value);
        self
    }

    /// What holds it, with methods of its own; generated code does this.
    #[doc(hidden)]
    pub fn held_by<H>(self, hold: fn(Self) -> H) -> H {
        hold(self)
    }
}

impl<B, R: Answers> ActionCall<B, R> {
    fn at(self, place: Place) -> Action<R> {
        Action {
            path: place.path_of(self.name),
            client: place.client.of(self.info.unwrap_or(R::PLAIN)),
            arguments: place.arguments,
            members: self.members,
            etag: place.etag,
            target: None,
            wrong: place.wrong,
            answer: PhantomData,
        }
    }
}

impl<R: Answers> ActionCall<(), R> {
    /// An action that is called on nothing; generated code does this.
    pub fn at_root(self, client: &Client) -> Action<R> {
        self.at(Place::root(client))
    }
}

impl<B, R: Answers> Called for ActionCall<B, R> {
    type On = B;
    type Asked = Action<R>;

    fn on(self, place: Place) -> Action<R> {
        self.at(place)
    }
}

impl<B, R> Clone for ActionCall<B, R> {
    fn clone(&self) -> Self {
        ActionCall {
            name: self.name,
            info: self.info,
            members: self.members.clone(),
            on: PhantomData,
        }
    }
}

impl<B, R> fmt::Debug for ActionCall<B, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActionCall({})", self.name)
    }
}

/// The parameters that were given, in the order in which they were.
#[derive(Clone, Debug, Default)]
pub(super) struct Members(Body);

impl Members {
    pub(super) fn set<T>(&mut self, name: &'static str, value: impl Argument<T>) {
        let why = value.unwritable();
        self.put(name, value.member(), why);
    }

    fn put(&mut self, name: &'static str, value: Member, why: Option<&'static str>) {
        self.0.refuse(name, Refused::V4_0, why);
        self.0.put(name, value);
    }

    /// One object; an empty one where nothing was given, which 4.0 asks for (OData JSON 4.01, 18).
    ///
    /// # Errors
    /// When something cannot be written in the version of the service.
    pub(super) fn payload(&self, client: &Client) -> Result<Payload> {
        self.0.check(Deed::Call, client.version())?;
        // What is related in it is not there yet, as far as the service knows.
        Payload::of(&self.0, None, Deed::Insert, client)
    }
}

//! The call of an action and its parameters.

use std::fmt;
use std::marker::PhantomData;

use odata_core::descriptor::EntitySetInfo;

use super::{Action, Answers};
use crate::change::{Assign, write_string};
use crate::client::Client;
use crate::query::call::{Call, Place};

/// What a parameter that takes a `T` can be.
#[diagnostic::on_unimplemented(
    message = "a parameter that takes `{T}` cannot be `{Self}`",
    label = "expected a value of the parameter's own type",
    note = "only a nullable parameter, which takes an `Option`, can be `odata::Null`",
    note = "a complex value or an entity is given by reference, or as `Changes` of its type"
)]
pub trait Argument<T> {
    /// Writes it as JSON (OData JSON 7).
    #[doc(hidden)]
    fn write(self, json: &mut String);

    /// Why it cannot be written as 4.0 has it, if so.
    #[doc(hidden)]
    fn unwritable(&self) -> Option<&'static str>;
}

#[diagnostic::do_not_recommend]
impl<T, V: Assign<T>> Argument<T> for V {
    fn write(self, json: &mut String) {
        Assign::write(self, json);
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

impl<B, R: Answers> Call<B> for ActionCall<B, R> {
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

/// The parameters that were given, as JSON, in the order in which they were.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    given: Vec<(&'static str, String)>,
    /// Why they cannot be sent, if so.
    pub(super) refused: Option<String>,
}

impl Members {
    pub(super) fn set<T>(&mut self, name: &'static str, value: impl Argument<T>) {
        let why = value.unwritable();
        let mut json = String::new();
        value.write(&mut json);
        self.put(name, json, why);
    }

    fn put(&mut self, name: &'static str, json: String, why: Option<&'static str>) {
        if let Some(why) = why {
            let refused = || format!("the parameter `{name}` cannot be written: {why}");
            self.refused.get_or_insert_with(refused);
        }
        self.given.retain(|(known, _)| *known != name);
        self.given.push((name, json));
    }
}

/// One object; an empty one where nothing was given, which 4.0 asks for (OData JSON 4.01, 18).
impl fmt::Display for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut json = String::from("{");
        for (at, (name, value)) in self.given.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            write_string(name, &mut json);
            json.push(':');
            json.push_str(value);
        }
        json.push('}');
        f.write_str(&json)
    }
}

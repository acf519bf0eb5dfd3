//! Calling a function (Protocol 11.5.4).

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::descriptor::EntitySetInfo;
use odata_core::edm::Literal;
use odata_core::url::{encode_segment, raw};

use super::call::Place;
use super::entity_argument::EntityArgument;
use super::key::IntoKey;
use super::or_null::{Given, ItemOrNull, OrNull};
use super::target::Target;
use crate::client::Client;
use crate::decode::Value;

/// A call of a function, with its arguments. Generated code makes it; [`EntitySet::call`](crate::EntitySet::call) or
/// [`EntityQuery::call`](crate::EntityQuery::call) says what it is called on.
#[must_use = "nothing is called before it is given to `call`"]
pub struct FunctionCall<B, R> {
    name: &'static str,
    info: Option<&'static EntitySetInfo>,
    parentheses: bool,
    inline: Vec<String>,
    options: Vec<(String, String)>,
    on: PhantomData<fn() -> (B, R)>,
}

impl<B, R> FunctionCall<B, R> {
    /// A call without arguments. `parentheses` says whether they are written when nothing stands between them.
    pub fn new(info: &'static EntitySetInfo, parentheses: bool) -> Self {
        FunctionCall {
            info: Some(info),
            ..FunctionCall::plain(info.name, parentheses)
        }
    }

    /// The same, of one of which no more is known than its name.
    pub fn plain(name: &'static str, parentheses: bool) -> Self {
        FunctionCall {
            name,
            info: None,
            parentheses,
            inline: Vec::new(),
            options: Vec::new(),
            on: PhantomData,
        }
    }

    /// What is known of it.
    pub(super) fn known(&self) -> Option<&'static EntitySetInfo> {
        self.info
    }

    /// An argument between the parentheses: `name=literal`.
    pub fn inline<T>(self, name: &str, value: impl IntoKey<T>) -> Self {
        let literal = value.into_key().into_iter().next().unwrap_or(Literal::Null);
        self.literal(name, &literal)
    }

    fn literal(mut self, name: &str, literal: &Literal) -> Self {
        let value = encode_segment(&literal.to_string());
        self.inline.push(format!("{name}={value}"));
        self
    }

    /// The same, when there is one: an optional parameter may be left out (Core.OptionalParameter).
    pub fn inline_optional<T>(self, name: &str, value: Option<impl IntoKey<T>>) -> Self {
        match value {
            Some(value) => self.inline(name, value),
            None => self,
        }
    }

    /// An argument by an alias, as complex values, entities and collections are given: `name=@name`, and in the query
    /// string `@name={...}` (Protocol 11.5.4.1.1). Where that alias is one of a call before it, it is `@name2`.
    pub fn alias<T: Value>(self, name: &str, value: &T) -> Self {
        let mut json = String::new();
        value.write(&mut json);
        self.aliased(name, json)
    }

    /// An entity by an alias: what is there of it, or a reference to it.
    pub fn entity<T>(self, name: &str, value: impl EntityArgument<T>) -> Self {
        self.aliased(name, value.json())
    }

    /// The same, when there is one.
    pub fn alias_optional<T: Value>(self, name: &str, value: Option<&T>) -> Self {
        match value {
            Some(value) => self.alias(name, value),
            None => self,
        }
    }

    /// A collection by an alias: `name=@name`, and in the query string `@name=[...]`.
    pub fn alias_items<T: Value>(
        self,
        name: &str,
        items: impl IntoIterator<Item = impl Into<T>>,
    ) -> Self {
        let items: Vec<T> = items.into_iter().map(Into::into).collect();
        self.alias(name, &items)
    }

    /// An argument that may be null: `name=null` (URL conventions 5.1.1.14.3). What has no literal is given by an alias.
    pub fn nullable<T>(self, name: &str, value: impl OrNull<T>) -> Self {
        match value.given() {
            Given::Nothing => self.literal(name, &Literal::Null),
            given => self.given(name, given),
        }
    }

    /// The same, of an optional parameter: `None` leaves it out.
    pub fn nullable_optional<T>(self, name: &str, value: impl OrNull<T>) -> Self {
        self.given(name, value.given())
    }

    fn given(self, name: &str, given: Given) -> Self {
        match given {
            Given::Nothing => self,
            Given::Null => self.literal(name, &Literal::Null),
            Given::Literal(literal) => self.literal(name, &literal),
            Given::Json(json) => self.aliased(name, json),
        }
    }

    /// A collection that may hold nulls, by an alias.
    pub fn nullable_items<T: Value>(
        self,
        name: &str,
        items: impl IntoIterator<Item = impl ItemOrNull<T>>,
    ) -> Self {
        let items: Vec<Option<T>> = items.into_iter().map(ItemOrNull::item).collect();
        self.alias(name, &items)
    }

    fn aliased(mut self, name: &str, json: String) -> Self {
        self.inline.push(format!("{name}=@{name}"));
        self.options.push((format!("@{name}"), json));
        self
    }

    /// Gives its aliases other names where those are taken: an alias stands for one value in all of the URL (URL conventions 5.3).
    fn rename_aliases(&mut self, taken: &[(String, String)]) {
        let mut options: Vec<(String, String)> = Vec::new();
        for (name, value) in std::mem::take(&mut self.options) {
            let is_taken = |name: &str| {
                let mut known = taken.iter().chain(&options);
                known.any(|(known, _)| known == name)
            };
            let renamed = match name.strip_prefix('@') {
                Some(parameter) if is_taken(&name) => {
                    let others = (2..).map(|number: u32| format!("{name}{number}"));
                    let other = others.into_iter().find(|other: &String| !is_taken(other));
                    other.map(|other| (format!("{parameter}={name}"), parameter, other))
                }
                _ => None,
            };
            let name = match renamed {
                Some((written, parameter, other)) => {
                    if let Some(argument) = self.inline.iter_mut().find(|one| **one == written) {
                        *argument = format!("{parameter}={other}");
                    }
                    other
                }
                None => name,
            };
            options.push((name, value));
        }
        self.options = options;
    }

    /// An argument in the query string, as services of their own making take it: no quotes around texts.
    pub fn option<T>(mut self, name: &str, value: impl IntoKey<T>) -> Self {
        let literal = value.into_key().into_iter().next().unwrap_or(Literal::Null);
        self.options.push((name.to_owned(), raw(&literal)));
        self
    }

    /// The same, when there is one.
    pub fn optional<T>(self, name: &str, value: Option<impl IntoKey<T>>) -> Self {
        match value {
            Some(value) => self.option(name, value),
            None => self,
        }
    }
}

impl<B, R: Target> FunctionCall<B, R> {
    pub(super) fn at(mut self, place: Place) -> R::Asked {
        self.rename_aliases(&place.arguments);
        let mut path = place.path_of(self.name);
        if self.parentheses || !self.inline.is_empty() {
            path.push_str(&format!("({})", self.inline.join(",")));
        }
        let mut arguments = place.arguments;
        arguments.extend(self.options);
        let info = self.info.unwrap_or(R::PLAIN);
        let asked = R::ask(&place.client, info, Arc::from(path), arguments);
        R::unless(asked, place.wrong)
    }
}

impl<R: Target> FunctionCall<(), R> {
    /// A function that is called on nothing; generated code does this.
    pub fn at_root(self, client: &Client) -> R::Asked {
        self.at(Place::root(client))
    }
}

impl<B, R> fmt::Debug for FunctionCall<B, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FunctionCall({}({}))", self.name, self.inline.join(","))
    }
}

//! What comes back from an action.

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use odata_core::descriptor::EntitySetInfo;

use super::super::entity::read;
use super::super::page::Page;
use super::super::rows::page_of;
use super::super::shape::Shape;
use super::super::target::{Just, Many, NOTHING, One, Target};
use super::super::value::read_value;
use crate::client::{Answer, Client};
use crate::decode::{Structured, Value};
use crate::error::{Error, Result};
use crate::json::Manner;
use crate::read::whole_page;

/// Nothing: an action that has no return type.
#[derive(Debug)]
pub enum Nothing {}

/// Bytes: Edm.Stream.
#[derive(Debug)]
pub enum Media {}

/// What an action answers with: [`One`] or [`Many`] of a type, [`Just`] a value, [`Media`], or [`Nothing`].
pub trait Answers: sealed::Sealed + 'static {
    /// What [`Action::send`](crate::Action::send) gives: the entity or complex value, the first [`Page`], the value, the bytes,
    /// or `()`.
    type Output: 'static;

    /// What is known of an action of which only this is known.
    #[doc(hidden)]
    const PLAIN: &'static EntitySetInfo;

    /// What is asked for, if not JSON.
    #[doc(hidden)]
    const ACCEPT: Option<HeaderValue> = None;

    #[doc(hidden)]
    fn read(client: &Client, answer: &Answer) -> Result<Self::Output>;
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for super::Many<T> {}
    impl<T> Sealed for super::One<T> {}
    impl<T> Sealed for super::Just<T> {}
    impl Sealed for super::Media {}
    impl Sealed for super::Nothing {}
}

pub(in crate::query) static UNKNOWN: EntitySetInfo = EntitySetInfo::plain(|| &NOTHING);

impl Answers for Nothing {
    type Output = ();

    const PLAIN: &'static EntitySetInfo = &UNKNOWN;

    /// Whatever a service writes all the same.
    fn read(_: &Client, _: &Answer) -> Result<()> {
        Ok(())
    }
}

impl<T: Structured> Answers for One<T> {
    type Output = T;

    const PLAIN: &'static EntitySetInfo = <One<T> as Target>::PLAIN;

    fn read(client: &Client, answer: &Answer) -> Result<T> {
        one(client, answer)?.ok_or_else(|| {
            Error::payload("the action gave nothing: `send_optional` takes that as an answer")
        })
    }
}

impl<T: Structured> Answers for Many<T> {
    type Output = Page<T>;

    const PLAIN: &'static EntitySetInfo = <Many<T> as Target>::PLAIN;

    fn read(client: &Client, answer: &Answer) -> Result<Page<T>> {
        page(client, &Shape::whole(), answer)
    }
}

impl<T: Value> Answers for Just<T> {
    type Output = T;

    const PLAIN: &'static EntitySetInfo = &UNKNOWN;

    fn read(_: &Client, answer: &Answer) -> Result<T> {
        let mut value = T::default();
        read_value(&mut value, T::describe(), answer)?;
        Ok(value)
    }
}

impl Answers for Media {
    type Output = Option<Bytes>;

    const PLAIN: &'static EntitySetInfo = &UNKNOWN;

    const ACCEPT: Option<HeaderValue> = Some(HeaderValue::from_static("*/*"));

    fn read(_: &Client, answer: &Answer) -> Result<Option<Bytes>> {
        Ok((!answer.is_nothing()).then(|| answer.bytes().clone()))
    }
}

/// One entity or complex value; nothing where there is none.
pub(super) fn one<T: Structured>(client: &Client, answer: &Answer) -> Result<Option<T>> {
    match answer.is_nothing() {
        true => Ok(None),
        false => read(client, &Shape::whole(), answer).map(Some),
    }
}

/// The same; nothing also where the service has accepted the call and does not answer it now.
pub(super) fn one_or_later<T: Structured>(client: &Client, answer: &Answer) -> Result<Option<T>> {
    match answer.status() == StatusCode::ACCEPTED && answer.is_empty() {
        true => Ok(None),
        false => one(client, answer),
    }
}

/// A page; an empty one where the service says that there is nothing.
pub(super) fn page<T>(client: &Client, shape: &Shape<T>, answer: &Answer) -> Result<Page<T>> {
    let mut items = Vec::new();
    if answer.is_nothing() {
        return Ok(page_of(items, Default::default()));
    }
    let envelope = whole_page(client, Manner::default(), answer, &mut |reader| {
        shape.decode_behind(&mut items, reader)
    })?;
    Ok(page_of(items, envelope))
}

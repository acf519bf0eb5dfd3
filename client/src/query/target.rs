//! What a navigation property leads to, or a function gives: many, one, or a value.

use std::marker::PhantomData;
use std::sync::Arc;

use odata_core::descriptor::{EntitySetInfo, PropertyType, TypeInfo, ValueType};

use super::action::Media;
use super::collection::Query;
use super::entity::EntityQuery;
use super::options::Options;
use super::raw::RawQuery;
use super::resource::Resource;
use super::value::ValueQuery;
use crate::client::Client;
use crate::decode::{Structured, Value, type_info};

/// A collection of entities, or of values of a complex type.
pub struct Many<T>(PhantomData<fn() -> T>);

/// One entity, or one value of a complex type.
pub struct One<T>(PhantomData<fn() -> T>);

/// A value that is neither: a text, a number, a collection of these.
pub struct Just<T>(PhantomData<fn() -> T>);

/// What is asked when a navigation property is followed or a function is called.
pub trait Target: sealed::Sealed {
    /// The question: [`Query`], [`EntityQuery`], [`ValueQuery`], or [`RawQuery`] for bytes.
    type Asked;

    /// What is known of something of which only the type is known.
    #[doc(hidden)]
    const PLAIN: &'static EntitySetInfo;

    #[doc(hidden)]
    fn ask(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Vec<(String, String)>,
    ) -> Self::Asked;

    /// The same, which a navigation property leads to.
    #[doc(hidden)]
    fn related(asked: Self::Asked) -> Self::Asked {
        asked
    }

    /// The same, not sent if there is a reason: what it is reached from is not to be asked.
    #[doc(hidden)]
    fn unless(asked: Self::Asked, why: Option<String>) -> Self::Asked;
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for super::Many<T> {}
    impl<T> Sealed for super::One<T> {}
    impl<T> Sealed for super::Just<T> {}
    impl Sealed for super::Media {}
}

/// The type of what is no entity.
pub(super) static NOTHING: TypeInfo = TypeInfo {
    name: "",
    properties: &[],
    key: &[],
    open: true,
    describe: |_| PropertyType::required(ValueType::Untyped),
};

fn with(custom: Vec<(String, String)>) -> Options {
    let mut options = Options::none();
    options.custom = custom;
    options
}

impl<T: Structured> Target for Many<T> {
    type Asked = Query<T>;

    const PLAIN: &'static EntitySetInfo = &EntitySetInfo::plain(type_info::<T>);

    fn ask(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Vec<(String, String)>,
    ) -> Query<T> {
        Query::below(client, info, path, with(options))
    }

    fn related(asked: Query<T>) -> Query<T> {
        asked.of_navigation(true)
    }

    fn unless(mut asked: Query<T>, why: Option<String>) -> Query<T> {
        asked.is_wrong(why);
        asked
    }
}

impl<T: Structured> Target for One<T> {
    type Asked = EntityQuery<T>;

    const PLAIN: &'static EntitySetInfo = &EntitySetInfo::plain(type_info::<T>);

    fn ask(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Vec<(String, String)>,
    ) -> EntityQuery<T> {
        EntityQuery::below(client, info, path, with(options))
    }

    fn related(asked: EntityQuery<T>) -> EntityQuery<T> {
        asked.of_navigation(true)
    }

    fn unless(asked: EntityQuery<T>, why: Option<String>) -> EntityQuery<T> {
        asked.wrong_if(why)
    }
}

impl<T: Value + Default> Target for Just<T> {
    type Asked = ValueQuery<T>;

    const PLAIN: &'static EntitySetInfo = &EntitySetInfo::plain(|| &NOTHING);

    fn ask(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Vec<(String, String)>,
    ) -> ValueQuery<T> {
        ValueQuery::below(&client.of(info), &path, options)
    }

    fn unless(asked: ValueQuery<T>, why: Option<String>) -> ValueQuery<T> {
        asked.refused_if(why)
    }
}

impl Target for Media {
    type Asked = RawQuery;

    const PLAIN: &'static EntitySetInfo = &EntitySetInfo::plain(|| &NOTHING);

    fn ask(
        client: &Client,
        info: &'static EntitySetInfo,
        path: Arc<str>,
        options: Vec<(String, String)>,
    ) -> RawQuery {
        let query = with(options).to_query();
        RawQuery::new(Resource::new(&client.of(info), &*path, query))
    }

    fn unless(asked: RawQuery, why: Option<String>) -> RawQuery {
        asked.refused_if(why)
    }
}

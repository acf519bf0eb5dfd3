//! Queries: what is asked of an entity set, and how its answer is read.

mod all;
mod alternate_key;
mod asked;
mod collection;
mod crossjoin;
mod entity;
mod entity_set;
mod function;
mod functions;
mod key;
mod navigation;
mod page;
mod raw;
mod reference;
mod restriction;
mod rows;
mod shape;
mod target;
mod total;
mod value;

pub use all::AnyEntity;
pub use alternate_key::AlternateKey;
pub use collection::Query;
pub use crossjoin::{CrossJoin, Joined};
pub use entity::EntityQuery;
pub use entity_set::EntitySet;
pub use function::{FunctionCall, OnEntity, OnSet};
pub use key::{Entity, IntoKey};
pub use navigation::{Navigation, navigation};
pub use page::Page;
pub use raw::{RawBody, RawQuery};
pub use reference::{EntityById, OneReferenceQuery, Reference, ReferenceQuery};
pub use rows::Rows;
pub use target::{Just, Many, One, Target};
pub use total::TotalQuery;
pub use value::ValueQuery;

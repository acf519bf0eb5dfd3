//! Queries: what is asked of an entity set, and how its answer is read.

mod collection;
mod entity;
mod key;
mod page;
mod restriction;
mod rows;
mod shape;

pub use collection::{EntitySet, Query};
pub use entity::EntityQuery;
pub use key::{Entity, IntoKey};
pub use page::Page;
pub use rows::Rows;

//! Queries: what is asked of an entity set, and how its answer is read.

mod apply;
mod collection;
mod entity;
mod entity_set;
mod expand;
mod expand_navigation;
mod expand_rows;
mod function;
mod functions;
mod key;
mod navigation;
mod page;
mod restriction;
mod rows;
mod shape;
mod target;

pub use apply::Grouped;
pub use collection::Query;
pub use entity::EntityQuery;
pub use entity_set::EntitySet;
pub use expand::{Expand, HowMany, IntoExpand, Related};
pub use function::{FunctionCall, OnEntity, OnSet};
pub use key::{Entity, IntoKey};
pub use navigation::{Navigation, navigation};
pub use page::Page;
pub use rows::Rows;
pub use target::{Just, Many, One, Target, ValueQuery};

//! Payload to value and back, driven by the constant tables of generated code. Nothing here is generic over the type that is
//! read: the one decoder is compiled once, however many types a service has.

mod derived;
mod expanded;
mod extras;
mod held;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub mod interchange;
mod items;
mod made;
mod member;
mod nested;
mod page;
mod place;
mod primitive;
mod read;
mod row;
mod rows;
mod slot;
mod structured;
mod text;
mod value;
mod write;

pub use derived::Derived;
pub(crate) use derived::is_or_extends;
pub use expanded::Expanded;
pub use extras::{Extras, MediaInfo, OperationInfo};
pub(crate) use made::Made;
pub(crate) use member::write as write_member;
pub use member::{AsMember, same_member};
pub use nested::Nested;
pub(crate) use page::Envelope;
pub use place::Place;
pub(crate) use read::{read_value, record as read_record};
pub use row::{Absence, Columns, Step};
pub(crate) use row::{Column, row};
pub use slot::Slot;
pub use structured::{Record, Structured, copied, describe, equal, shown, type_info};
pub(crate) use structured::{keep_etag, keeps_any};
pub use text::{from_json, to_json};
pub use value::{Form, Value};

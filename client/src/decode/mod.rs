//! Payload to value and back, driven by the constant tables of generated code. Nothing here is generic over the type that is
//! read: the one decoder is compiled once, however many types a service has.

mod derived;
mod enumeration;
mod expanded;
mod extras;
mod nested;
mod page;
mod place;
mod primitive;
mod read;
mod row;
mod structured;
mod value;
mod write;

pub use derived::Derived;
pub use enumeration::{describe_member, read_member, write_member};
pub use expanded::Expanded;
pub use extras::Extras;
pub use nested::Nested;
pub(crate) use page::read_page;
pub use place::Place;
pub(crate) use row::{Slots, row};
pub use structured::{Record, Structured, copied, describe, equal, shown, type_info};
pub use value::{Slot, Value};

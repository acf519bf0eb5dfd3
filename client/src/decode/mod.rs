//! Payload to value, driven by the constant tables of generated code. Nothing here is generic over the type that is
//! read: the one decoder is compiled once, however many types a service has.

mod enumeration;
mod extras;
mod page;
mod primitive;
mod record;
mod row;
mod value;

pub use enumeration::member;
pub use extras::Extras;
pub(crate) use page::read_page;
pub use record::{Record, Structured, record, type_info};
pub(crate) use row::{Slots, row};
pub use value::Value;

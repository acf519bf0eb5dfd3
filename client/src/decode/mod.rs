//! Payload to value, driven by the constant tables of generated code. Nothing here is generic over the type that is
//! read: the one decoder is compiled once, however many types a service has.

mod extras;
mod page;
mod primitive;
mod record;
mod row;
mod value;

pub use extras::Extras;
pub(crate) use page::{Envelope, read_page};
pub use record::{Record, Structured, record};
pub(crate) use row::{Slots, row};
pub use value::Value;

//! JSON as it comes from the wire: one reader over a whole text, concrete on purpose. Generic readers are compiled
//! again for every type that is read; this one is compiled once.

mod fault;
mod manner;
mod members;
mod number;
mod order;
mod plain;
mod reader;
mod text;

pub use fault::Fault;
pub(crate) use manner::Manner;
pub(crate) use members::same;
pub(crate) use order::Orders;
pub use reader::{MAX_DEPTH, Reader};

//! Batches as `multipart/mixed` (Protocol 4.01, 11.7.3 and 11.7.4).

mod boundary;
mod head;
mod message;
mod parts;
mod read;
mod write;

pub(super) use boundary::boundary_of;
pub(super) use read::read;
pub(super) use write::write;

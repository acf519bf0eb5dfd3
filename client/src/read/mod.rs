//! Answers that are read while they arrive: items come out of a page before it has ended.
//!
//! Nothing here is generic over what is read: pages, bytes and links are the same for every type.

mod arriving;
mod body;
mod next_link;
mod page;
mod scan;
mod text;
mod trail;
mod whole;

pub(crate) use arriving::{Arriving, outgoing};
pub(crate) use body::{AT_ONCE, Body};
pub(crate) use page::{DecodeItem, Step};
pub(crate) use whole::whole_page;

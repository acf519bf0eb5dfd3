//! Requests whose answers come later (Protocol 11.6, 8.2.8.8).

mod asking;
mod monitor;
mod pending;
mod waits;

pub use asking::{AsyncAnswer, AsyncRequest};
pub use pending::Pending;

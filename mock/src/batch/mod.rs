//! `$batch`: requests that come together (Protocol 4.01, 11.7; OData JSON 4.01, 19).
//!
//! The client has a reader of its own, which forgives more than this one. A reader that both shared would share its mistakes, and what the
//! two agree on would prove nothing.

mod answer;
mod atomic;
mod json;
mod json_answer;
mod lines;
mod multipart;
mod multipart_answer;
mod part;
mod quirk;
mod reference;
mod run;

pub(crate) use answer::answer;
pub use quirk::BatchQuirk;

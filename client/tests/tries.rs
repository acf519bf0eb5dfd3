//! What is tried again, when, how often, and what is said of it.

#[path = "tries/again.rs"]
mod again;
#[path = "tries/done.rs"]
mod done;
#[path = "tries/pages.rs"]
mod pages;
#[path = "tries/proof.rs"]
mod proof;
#[path = "tries/ranges.rs"]
mod ranges;
#[cfg(feature = "reqwest")]
#[path = "tries/refused.rs"]
mod refused;
#[path = "tries/sequence.rs"]
mod sequence;
#[path = "tries/time.rs"]
mod time;
#[path = "tries/told.rs"]
mod told;

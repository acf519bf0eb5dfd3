//! A client that is left running, against servers that say and do whatever they like: real sockets, byte by byte.
#![cfg(feature = "reqwest")]

#[path = "running/blocked.rs"]
mod blocked;
#[path = "running/bodies.rs"]
mod bodies;
#[path = "running/dropped.rs"]
mod dropped;
#[path = "running/links.rs"]
mod links;
#[path = "running/parts.rs"]
mod parts;
#[path = "running/patience.rs"]
mod patience;
#[path = "running/proofs.rs"]
mod proofs;
#[path = "running/redirects.rs"]
mod redirects;
#[path = "running/secrets.rs"]
mod secrets;
#[cfg(feature = "tower")]
#[path = "running/waits.rs"]
mod waits;
#[path = "running/wire.rs"]
mod wire;

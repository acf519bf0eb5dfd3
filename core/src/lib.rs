//! The ground that the OData crates stand on, with no I/O: EDM values and literals, expressions (tree, parser,
//! printer), URLs, the constant descriptors that generated code carries, and the `Transport` trait.
//!
//! Users depend on the `odata` crate, which re-exports what they meet.

pub mod descriptor;
pub mod edm;
pub mod expr;
pub mod names;
#[cfg(feature = "transport")]
pub mod transport;
pub mod url;

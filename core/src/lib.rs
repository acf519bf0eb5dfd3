//! The ground that the OData crates stand on, with no I/O: EDM values and literals, expressions and URLs (tree, parser,
//! printer), headers, the constant descriptors that generated code carries, and the `Transport` trait.
//!
//! Users depend on the `odata` crate, which re-exports what they meet.

pub mod abnf;
pub mod descriptor;
pub mod edm;
pub mod expr;
pub mod header;
pub mod names;
#[cfg(feature = "transport")]
pub mod transport;
pub mod url;

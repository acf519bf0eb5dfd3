//! Reads OData CSDL: documents with spans, a resolved model, diagnostics that show the line.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

pub mod diagnostic;
pub mod json;
pub mod model;
mod read;
pub mod source;
pub mod syntax;
pub mod write;
pub mod xml;

pub use read::read;

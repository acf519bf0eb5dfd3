//! Reads OData CSDL: documents with spans, a resolved model, diagnostics that show the line.

pub mod diagnostic;
pub mod source;

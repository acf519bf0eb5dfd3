//! The document is no XML.

odata::service!("specs/malformed_document/service.toml");

fn main() {}

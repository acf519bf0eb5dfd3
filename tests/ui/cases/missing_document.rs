//! service.toml names a document that does not exist.

odata::service!("specs/missing_document/service.toml");

fn main() {}

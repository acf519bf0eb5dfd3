//! Impls for serde without the feature of the runtime that has them.

odata::service!("specs/interchange/service.toml");

fn main() {}

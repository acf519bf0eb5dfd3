//! There is no service.toml.

odata::service!("specs/defendr/service.toml");

fn main() {}

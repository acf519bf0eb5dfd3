//! service.toml asks for an entity set that the document does not have.

odata::service!("specs/misspelt_entity_set/service.toml");

fn main() {}

//! The question whether an address is of a type that does not extend it.

odata::service!("specs/fleet/service.toml");

fn main() {
    let _ = Machine::ADDRESS.is_of::<Server>();
}

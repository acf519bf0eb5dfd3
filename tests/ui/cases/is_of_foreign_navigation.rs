//! The question whether what a navigation property leads to is of a type that does not extend it.

odata::service!("specs/fleet/service.toml");

fn main() {
    let _ = Machine::GATEWAY.is_of::<RackAddress>();
}

//! The question whether a text is of a type.

odata::service!("specs/fleet/service.toml");

fn main() {
    let _ = Machine::DNS_NAME.is_of::<Server>();
}

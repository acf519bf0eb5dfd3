//! A cast to a type that does not extend the set's.

odata::service!("specs/fleet/service.toml");

fn ask(fleet: &Fleet) {
    let _ = fleet.machines().cast::<Installation>();
}

fn main() {}

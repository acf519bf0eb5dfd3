//! The question whether a machine is of a type that does not extend it.

odata::service!("specs/fleet/service.toml");

fn ask(fleet: &Fleet) {
    let _ = fleet.machines().filter(odata::Filter::is_of::<Installation>());
}

fn main() {}

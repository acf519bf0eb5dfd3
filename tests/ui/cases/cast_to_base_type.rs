//! A cast back to the base type.

odata::service!("specs/fleet/service.toml");

fn ask(fleet: &Fleet) {
    let _ = fleet.machines().top(5).cast::<Server>().cast::<Machine>();
}

fn main() {}

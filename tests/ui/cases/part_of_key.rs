//! One value for a key of two properties.

odata::service!("specs/fleet/service.toml");

fn query(fleet: &Fleet) {
    let _ = fleet.installations().by_key("Contoso Agent");
}

fn main() {}

//! The expansion of another type's navigation property.

odata::service!("specs/yard/service.toml");

fn ask(yard: &Yard) {
    let _ = yard.trips().expand(Truck::TRIPS);
}

fn main() {}

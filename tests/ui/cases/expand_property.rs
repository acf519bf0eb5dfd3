//! The expansion of a property that leads nowhere.

odata::service!("specs/yard/service.toml");

fn ask(yard: &Yard) {
    let _ = yard.trucks().expand(Truck::PLATE);
}

fn main() {}

//! An expansion that the set does not support.

odata::service!("specs/yard/service.toml");

fn ask(yard: &Yard) {
    let _ = yard.trucks().expand(Truck::TRIPS);
    let _ = yard.trucks().expand(Truck::DRIVER.unchecked());
    let _ = yard.trucks().expand(Truck::DRIVER);
}

fn main() {}

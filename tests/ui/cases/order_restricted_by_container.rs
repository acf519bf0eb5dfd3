//! An order that the container of all sets says is not supported; one of them supports it.

odata::service!("specs/yard/service.toml");

fn main() {
    let _ = Trip::ID.asc();
    let _ = Truck::PLATE.asc();
}

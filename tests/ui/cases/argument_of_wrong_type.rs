//! Arguments of functions that may be null, of other types.

odata::service!("specs/yard/service.toml");

fn ask(name: Option<String>) {
    let _ = Truck::free(None, None);
    let _ = Truck::free("three", "Chur");
    let _ = Truck::free(3, name);
}

fn main() {}

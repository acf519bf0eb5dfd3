//! Fields of a selection that are no properties, and structs that cannot be one.

odata::service!("specs/estate/service.toml");

#[derive(odata::Select)]
#[odata(Machine)]
struct Device {
    idd: String,
    #[odata(expand)]
    alerts: String,
}

#[derive(odata::Select)]
struct Unknown {
    id: String,
}

#[derive(odata::Select)]
#[odata(Machine)]
struct Tuple(String);

fn main() {}

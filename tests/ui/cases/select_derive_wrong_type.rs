//! Fields of a selection that are not of the types of their properties.

odata::service!("specs/estate/service.toml");

#[derive(odata::Select)]
#[odata(Machine)]
struct Device {
    id: u64,
    owner: String,
    #[odata(expand)]
    alerts: Vec<Person>,
}

fn main() {}

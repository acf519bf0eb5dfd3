//! An order by what is computed from a property that the service does not sort by.

odata::service!("specs/rights/service.toml");

fn main() {
    let _ = Machine::OWNER.to_lower().asc();
}

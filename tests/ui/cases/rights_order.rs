//! An order by a property that the service does not sort by.

odata::service!("specs/rights/service.toml");

fn main() {
    let _ = Machine::OWNER.desc();
}

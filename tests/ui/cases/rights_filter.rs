//! A filter over a property that the service's page leaves out of what can be filtered.

odata::service!("specs/rights/service.toml");

fn main() {
    let _ = Machine::OS_BUILD.eq(3);
}

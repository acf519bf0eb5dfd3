//! A filter over what is computed from a property that cannot be filtered.

odata::service!("specs/rights/service.toml");

fn main() {
    let _ = Report::TITLE.to_lower().length().gt(3);
}

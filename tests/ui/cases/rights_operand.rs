//! A comparison with a property that cannot be filtered.

odata::service!("specs/rights/service.toml");

fn main() {
    let _ = Report::ID.unchecked().eq(Report::TITLE);
}

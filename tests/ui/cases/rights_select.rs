//! A selection where the service does not support selecting.

odata::service!("specs/rights/service.toml");

fn rights() -> Rights {
    unreachable!()
}

fn main() {
    let _ = rights().reports().select(Report::TITLE);
}

//! A property of another entity selected.

odata::service!("specs/defender/service.toml");
odata::service!("specs/fleet/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().select(Machine::DNS_NAME);
}

fn main() {}

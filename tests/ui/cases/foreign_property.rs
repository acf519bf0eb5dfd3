//! A filter over the properties of another entity.

odata::service!("specs/defender/service.toml");
odata::service!("specs/fleet/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().filter(Machine::DNS_NAME.eq("web-1"));
}

fn main() {}

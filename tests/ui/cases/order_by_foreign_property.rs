//! An order by a property of another entity.

odata::service!("specs/defender/service.toml");
odata::service!("specs/fleet/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().order_by(Machine::LAST_SEEN.desc());
}

fn main() {}

//! A property selected by its name on the wire.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().select("fileName");
}

fn main() {}

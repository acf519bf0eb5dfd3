//! An integer for a key that is a String.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().by_key(5);
}

fn main() {}

//! A text in place of a typed filter.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().filter("fileName eq 'a.ps1'");
}

fn main() {}

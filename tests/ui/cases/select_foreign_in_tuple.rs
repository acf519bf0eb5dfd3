//! A property of another entity among those that are selected.

odata::service!("specs/defender/service.toml");
odata::service!("specs/fleet/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().select((LibraryFile::FILE_NAME, Machine::DNS_NAME));
}

fn main() {}

//! An order that does not say which end comes first.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().order_by(LibraryFile::FILE_NAME);
}

fn main() {}

//! Something computed selected.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().select(LibraryFile::FILE_NAME.to_lower());
}

fn main() {}

//! Something computed among what is selected.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().select((LibraryFile::SHA256, LibraryFile::FILE_NAME.to_lower()));
}

fn main() {}

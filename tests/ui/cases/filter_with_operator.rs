//! Rust's `==` in place of `eq`.

odata::service!("specs/defender/service.toml");

fn query(defender: &Defender) {
    let _ = defender.library_files().filter(LibraryFile::FILE_NAME == "a.ps1");
}

fn main() {}

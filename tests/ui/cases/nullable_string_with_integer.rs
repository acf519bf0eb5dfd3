//! A nullable String compared with an integer.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::SHA256.eq(5);
}

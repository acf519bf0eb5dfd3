//! A String compared with an integer.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.eq(5);
}

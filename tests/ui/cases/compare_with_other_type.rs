//! A property compared with one of another type.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.eq(LibraryFile::CREATION_TIME);
}

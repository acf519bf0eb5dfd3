//! A key compared with null.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.eq(odata::Null);
}

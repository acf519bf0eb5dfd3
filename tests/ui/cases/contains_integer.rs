//! An integer looked for in a String.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.contains(5);
}

//! `year` asked of a String.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::DESCRIPTION.year();
}

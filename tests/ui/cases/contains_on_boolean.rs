//! `contains` asked of a Boolean.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::HAS_PARAMETERS.contains("true");
}

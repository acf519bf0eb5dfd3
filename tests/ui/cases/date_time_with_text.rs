//! A DateTimeOffset compared with its text.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::LAST_UPDATED_TIME.gt("2026-01-01T00:00:00Z");
}

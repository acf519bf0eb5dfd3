//! A property compared with one of another entity.

odata::service!("specs/defender/service.toml");
odata::service!("specs/fleet/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.eq(Machine::DNS_NAME);
}

//! A filter that joins the properties of two entities.

odata::service!("specs/defender/service.toml");
odata::service!("specs/fleet/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.eq("a.ps1").and(Machine::DNS_NAME.eq("web-1"));
}

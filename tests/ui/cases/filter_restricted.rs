//! A filter over a property that the service does not support `$filter` on.

odata::service!("specs/defender/service.toml");

struct Sha1;

const SHA1: odata::Field<LibraryFile, String, Sha1> = odata::Field::new("sha1");

fn main() {
    let _ = SHA1.eq("da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

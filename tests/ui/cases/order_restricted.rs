//! An order by a property that the service does not support `$orderby` on.

odata::service!("specs/defender/service.toml");

struct Sha1;

const SHA1: odata::Field<LibraryFile, String, Sha1> = odata::Field::new("sha1");

fn main() {
    let _ = SHA1.asc();
}

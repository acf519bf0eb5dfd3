//! Rust's `&&` in place of `and`.

odata::service!("specs/defender/service.toml");

fn main() {
    let _ = LibraryFile::FILE_NAME.eq("a.ps1") && LibraryFile::SHA256.eq(odata::Null);
}

//! `service!` without a path.

odata::service!(Defender);

fn main() {}

//! OData values, literals, expressions, URLs and descriptors, with no I/O.

pub mod names;

//! What holds a record in another one.

use odata_core::descriptor::{PropertyType, TypeInfo, ValueType};

use super::structured::Record;
use super::{Derived, Slot};

/// A record in a box, and how it is dropped: by one call.
///
/// What drops a `Box<dyn Record>` is compiled wherever a type is dropped that has such a property, and once more for the case that
/// a drop panics. A large entity has dozens, each with branches that all passes of LLVM walk through: they
/// were most of what a program paid for it. So the box is handed over, and what is left in its place is known to need nothing.
#[doc(hidden)]
pub struct Held(pub(super) Box<dyn Record>);

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        dropped(std::mem::replace(&mut self.0, Box::new(Nothing)));
    }
}

/// `extern "C"`, which no panic leaves, so that nothing has to be dropped after one. Types of properties do not panic when dropped.
#[inline(never)]
#[allow(
    improper_ctypes_definitions,
    reason = "only how panics end is wanted of it"
)]
extern "C" fn dropped(record: Box<dyn Record>) {
    drop(record);
}

/// What is there once the record was taken. It has no size, so that nothing is allocated for it.
struct Nothing;

const NOTHING: &TypeInfo = &TypeInfo {
    name: "",
    properties: &[],
    key: &[],
    open: false,
    describe: |_| PropertyType::required(ValueType::Untyped),
};

impl Record for Nothing {
    fn info(&self) -> &'static TypeInfo {
        NOTHING
    }

    fn slot(&self, _: usize) -> &dyn Slot {
        super::extras::none()
    }

    fn derived(&self) -> &'static [Derived] {
        &[]
    }

    fn fresh(&self) -> fn() -> Box<dyn Record> {
        || Box::new(Nothing)
    }
}

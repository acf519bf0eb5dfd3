//! A property of a value whose type is forgotten, to be written. The one place of this crate where there is `unsafe`.
//!
//! Generated code shows each property once, to be read: `fn slot(&self, index: usize) -> &dyn Slot`. A second accessor
//! for writing would cost a fifth more of compile time. Where the property lies in its owner is
//! known from the reference that the first one gives, and what it is from the reference's type; so one that can be written through
//! is made of the same place.

use std::ptr;

use super::structured::Record;
use super::{Slot, Value};

/// What has to be known of a type to make a reference to a value of it from its address.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    size: usize,
    /// The bits of an address that are zero where a value of it may be.
    aligned: usize,
    cast: fn(*mut u8) -> *mut dyn Slot,
}

impl Place {
    pub(super) const fn of<T: Value>() -> Self {
        Place {
            size: size_of::<T>(),
            aligned: align_of::<T>() - 1,
            cast: cast::<T>,
        }
    }
}

fn cast<T: Value>(address: *mut u8) -> *mut dyn Slot {
    address.cast::<T>()
}

/// The property with that index, to be written; the extras when there is no such index.
///
/// None when what the owner shows does not lie within the owner itself, which generated code never does.
#[expect(unsafe_code, reason = "see the comment in it")]
pub(super) fn slot_mut(owner: &mut dyn Record, index: usize) -> Option<&mut dyn Slot> {
    let size = size_of_val(owner);
    let (address, place) = {
        let slot = owner.slot(index);
        (ptr::from_ref(slot).cast::<u8>().addr(), slot.place())
    };
    let start: *mut u8 = ptr::from_mut(owner).cast();
    let offset = address.checked_sub(start.addr())?;
    let within = offset
        .checked_add(place.size)
        .is_some_and(|end| end <= size);
    if !within || address & place.aligned != 0 {
        return None;
    }
    // SAFETY: `slot` was a reference to a value of the type that `place` is of: `Slot::place` is implemented for every type at
    // once, by its own type. The value lies wholly within `owner`, as was just checked, nothing has touched it since, and
    // `slot` is gone. `owner` is borrowed mutably for as long as what is returned, and `start`
    // is made from it, so that nobody else can reach the value meanwhile.
    Some(unsafe { &mut *(place.cast)(start.add(offset)) })
}

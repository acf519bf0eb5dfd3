//! The system's random numbers: for ids, what divides the parts of a body, and waits that must not all be the same.

/// 64 random bits; nothing where the system has none.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn bits() -> Option<u64> {
    use std::hash::{BuildHasher, RandomState};

    // What hash maps are seeded with is random there.
    Some(RandomState::new().hash_one(0_u8))
}

/// 64 random bits; nothing where the system has none. What hash maps are seeded with in a browser is the same each time.
#[cfg(target_arch = "wasm32")]
pub(crate) fn bits() -> Option<u64> {
    getrandom::u64().ok()
}

/// 128 random bits, as hexadecimal digits: a line that no body has in it.
pub(crate) fn boundary() -> String {
    let bits = || bits().unwrap_or_default();
    format!("{:016x}{:016x}", bits(), bits())
}

//! The client that is measured, set up as it comes but for its limits.

use odata::RateLimit;

use crate::machines::Defender;

/// A limit that nothing here reaches, in place of the documented one, which would be all that is measured: what it takes
/// to keep a limit counts.
const NEVER_REACHED: RateLimit = RateLimit::per_second(1_000_000);

pub fn client(root: String) -> Defender {
    Defender::builder()
        .base_url(root)
        .documented_limits(false)
        .rate_limit(NEVER_REACHED)
        .build()
        .expect("a client")
}

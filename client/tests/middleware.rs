//! Transports around transports, and what else goes along with a request.

#[path = "middleware/added.rs"]
mod added;
#[path = "middleware/csrf.rs"]
mod csrf;
#[cfg(feature = "record")]
#[path = "middleware/recording.rs"]
mod recording;
#[cfg(feature = "record")]
#[path = "middleware/secrets.rs"]
mod secrets;
#[path = "tries/sequence.rs"]
#[cfg(any(feature = "record", feature = "tower"))]
#[allow(dead_code, reason = "other tests use the rest")]
mod sequence;
#[cfg(feature = "tower")]
#[path = "middleware/tower.rs"]
mod tower;

//! What can be seen of a client at work.

#[path = "sight/curl.rs"]
mod curl;
#[path = "sight/metrics.rs"]
mod metrics;
#[path = "tries/sequence.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod sequence;
#[cfg(feature = "tracing")]
#[path = "sight/spans.rs"]
mod spans;

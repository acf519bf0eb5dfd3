//! What can be seen of a client at work: spans and events, a hook for metrics, requests as `curl` takes them.

mod call;
mod counted;
mod curl;
mod observer;
#[cfg(not(feature = "tracing"))]
#[path = "no_spans.rs"]
mod spans;
#[cfg(feature = "tracing")]
mod spans;

use http::HeaderMap;

pub(crate) use call::Sight;
pub use curl::Curl;
pub use observer::{Failure, Observed, Observer};
pub(crate) use spans::{Spanned, asked_for, broke_off};

/// The id under which the service knows a request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    [
        "request-id",
        "x-ms-request-id",
        "x-correlation-id",
        "x-correlationid",
        "sap-passport-id",
    ]
    .into_iter()
    .find_map(|name| headers.get(name)?.to_str().ok())
}

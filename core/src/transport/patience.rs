//! How long an answer is waited for.

use std::time::Duration;

/// How long the answer to one request is waited for: for its head, and for each piece of its body. It is an
/// [extension](http::Request::extensions) of a request whose call says so, and counts in place of the time that the transport would wait
/// by itself, whether that is shorter or longer.
///
/// # Example: a transport that waits for thirty seconds unless a request says otherwise
/// ```
/// use std::time::Duration;
/// use odata_core::transport::{Patience, RequestBody};
///
/// fn patience(request: &http::Request<RequestBody>) -> Duration {
///     let own = request.extensions().get::<Patience>();
///     own.map_or(Duration::from_secs(30), |patience| patience.0)
/// }
///
/// let mut request = http::Request::new(RequestBody::empty());
/// assert_eq!(patience(&request).as_secs(), 30);
/// request.extensions_mut().insert(Patience(Duration::from_secs(240)));
/// assert_eq!(patience(&request).as_secs(), 240);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience(pub Duration);

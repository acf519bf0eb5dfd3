//! The headers of a request.

use http::HeaderMap;
use http::header::{ACCEPT, HeaderName, HeaderValue, USER_AGENT};
use odata_core::transport::BoxFuture;

use super::{Client, Credential, Outgoing};
use crate::error::{Error, Kind, Result};

/// The highest version of the protocol that is understood. 4.0 is what every V4 service answers with; some of those
/// that know no 4.01 refuse its name.
const MAX_VERSION: HeaderValue = HeaderValue::from_static("4.0");
const ODATA_MAX_VERSION: HeaderName = HeaderName::from_static("odata-maxversion");
const MINIMAL_JSON: HeaderValue =
    HeaderValue::from_static("application/json;odata.metadata=minimal");
/// What the client is called.
pub(super) const AGENT: HeaderValue =
    HeaderValue::from_static(concat!("odata-rs/", env!("CARGO_PKG_VERSION")));

/// The headers of a request that has none of its own.
pub(super) fn usual() -> HeaderMap {
    // With room for those that are added on the way.
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(ACCEPT, MINIMAL_JSON);
    headers.insert(ODATA_MAX_VERSION, MAX_VERSION);
    headers.insert(USER_AGENT, AGENT);
    headers
}

impl Client {
    /// All headers, and with them what proves who is asking, which is told, too.
    pub(super) fn proven<'c>(
        &'c self,
        outgoing: &'c Outgoing,
        credential: &'c dyn Credential,
        proof: &'c mut Option<HeaderValue>,
    ) -> BoxFuture<'c, Result<HeaderMap>> {
        Box::pin(async move {
            let mut headers = self.all_headers(outgoing);
            *proof = None;
            if self.trusts(&outgoing.url) {
                let value = credential.authorization(self.shared.scope.as_deref());
                let mut value = value.await.map_err(|error| {
                    Error::new(Kind::Credential {
                        reason: error.to_string(),
                    })
                })?;
                // Whatever prints the headers, in a transport or a log, prints none of it.
                value.set_sensitive(true);
                *proof = Some(value.clone());
                headers.insert(credential.header(), value);
            }
            Ok(headers)
        })
    }

    /// The headers, but for what proves who is asking.
    pub(super) fn all_headers(&self, outgoing: &Outgoing) -> HeaderMap {
        if outgoing.headers.is_empty() && self.added.is_empty() {
            return self.shared.usual.clone();
        }
        let mut headers = self.headers(outgoing);
        headers.entry(USER_AGENT).or_insert(AGENT);
        headers
    }

    /// The headers, but for those that say who is asking.
    pub(crate) fn headers(&self, outgoing: &Outgoing) -> HeaderMap {
        let mut headers = match outgoing.headers.is_empty() {
            true => HeaderMap::new(),
            false => outgoing.headers.clone(),
        };
        if !headers.contains_key(ACCEPT) {
            headers.insert(ACCEPT, MINIMAL_JSON);
        }
        headers.insert(ODATA_MAX_VERSION, MAX_VERSION);
        if !self.added.is_empty() && self.trusts(&outgoing.url) {
            self.added.put_into(&mut headers);
        }
        headers
    }
}

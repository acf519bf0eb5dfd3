//! Answers that were written down, for the client to read.

use bytes::Bytes;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use serde_json::Value;

/// A transport that answers every request with this.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The status.
    pub status: u16,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Replay {
    /// JSON with that status.
    #[must_use]
    pub fn json(status: u16, body: Vec<u8>) -> Self {
        Replay {
            status,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body,
        }
    }
}

impl Transport for Replay {
    fn send(
        &self,
        _request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let mut response = http::Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(name, value);
        }
        let body = ResponseBody::from(Bytes::from(self.body.clone()));
        let response = response.body(body).map_err(TransportError::other);
        Box::pin(async move { response })
    }
}

/// Makes sure that the error says all that was sent of it.
///
/// # Panics
/// When it does not.
pub fn says(error: &odata::ServiceError, sent: &Value) {
    // V2 puts the language beside the message; SAP's V4 services do so for errors of the gateway.
    let message = sent["message"]
        .as_str()
        .or(sent["message"]["value"].as_str());
    assert_eq!(error.code(), sent["code"].as_str().expect("a code"));
    assert_eq!(error.message(), message.expect("a message"));
    assert_eq!(error.target(), sent["target"].as_str());
    let details = sent["details"].as_array().map_or(&[][..], |all| all);
    assert_eq!(error.details().len(), details.len());
    for (error, sent) in error.details().iter().zip(details) {
        says(error, sent);
    }
    let inner = error
        .inner()
        .map(|inner| serde_json::from_str(inner).expect("JSON"));
    assert_eq!(inner.as_ref(), sent.get("innererror"));
    for name in sent.as_object().expect("an error").keys() {
        let known = ["code", "message", "target", "details", "innererror"].contains(&&**name);
        assert!(
            known || name.starts_with('@'),
            "`{name}` of the error is lost"
        );
    }
}

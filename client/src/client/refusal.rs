//! What an answer asks for or is that is no success: a pause, an error of the service.

use std::time::Duration;

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use url::Url;

use super::challenge::{Access, without_proof};
use super::retry_after::retry_after;
use super::{Answer, Client, Head};
use crate::error::{Error, Kind, Result};
use crate::request::Message;
use crate::service_error::ServiceError;
use crate::sight::request_id;

impl Client {
    /// Nobody asks again before the service wants it (RFC 9110, 10.2.3). What another host says is not for the service's own.
    pub(super) fn heed(&self, asked: &Url, status: StatusCode, headers: &HeaderMap) {
        let is_busy = matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        );
        if is_busy
            && self.trusts(asked)
            && let Some(time) = self.retry_after(headers)
        {
            self.shared.limits.stop(self.operation(), time);
        }
    }

    pub(crate) fn retry_after(&self, headers: &HeaderMap) -> Option<Duration> {
        let date = self.shared.clock.as_ref().map(|clock| clock.date());
        retry_after(headers, date)
    }

    /// What came within another answer, as the answer to what was asked at that URL.
    ///
    /// # Errors
    /// The service's error, where it is one.
    pub(crate) fn answer_within(&self, url: &Url, message: Message) -> Result<Answer> {
        let Message {
            status,
            headers,
            body,
        } = message;
        if !status.is_success() {
            return Err(self.service_error(status, &headers, &body, None));
        }
        let head = Head {
            url: url.clone(),
            asked: None,
            status,
            headers,
            proof: None,
        };
        Ok(Answer::new(Box::new(head), body))
    }

    /// The error that an answer is; `proof` is what went along with what was asked, where that is known.
    pub(super) fn service_error(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        proof: Option<Option<&HeaderValue>>,
    ) -> Error {
        let has_credential = self.shared.credential.is_some();
        let access = proof.and_then(|proof| Access::of(status, headers, proof, has_credential));
        let text = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let content_type = text(CONTENT_TYPE.as_str());
        let body = without_proof(body, proof.flatten());
        let error = Error::new(Kind::Service {
            status,
            error: ServiceError::from_body(&body, content_type.as_deref()),
            request_id: request_id(headers).map(str::to_owned),
            retry_after: self.retry_after(headers),
            access,
        });
        error.hiding(proof.flatten())
    }
}

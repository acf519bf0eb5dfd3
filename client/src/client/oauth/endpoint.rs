//! One request to a token endpoint, and its answer.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::{Method, Request, StatusCode};
use odata_core::transport::{RequestBody, Transport};
use url::Url;

use super::answer::{self, Refusal};
use super::hints::{ENCODED, hint};
use crate::client::builder::default_transport;
use crate::client::errand::{self, Failure};
use crate::client::headers::AGENT;
use crate::client::tokens::Time;
use crate::client::{AccessToken, CredentialError};
use crate::error::shown;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How a token endpoint is reached.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) transport: Option<Arc<dyn Transport>>,
    /// Made when it is first needed, since one may still be given.
    usual: Arc<Mutex<Option<Arc<dyn Transport>>>>,
    pub(super) time: Time,
}

/// What is sent.
pub(super) struct TokenRequest<'a> {
    pub(super) url: &'a Url,
    pub(super) authorization: Option<HeaderValue>,
    pub(super) form: String,
    /// What must not be shown, should the endpoint repeat it.
    pub(super) secret: Option<&'a str>,
    /// Whether the header has it in another form.
    pub(super) is_encoded: bool,
}

impl Endpoint {
    pub(super) fn new() -> Self {
        Endpoint {
            transport: None,
            usual: Arc::default(),
            time: Time::usual(),
        }
    }

    fn transport(&self, url: &Url) -> Result<Arc<dyn Transport>, CredentialError> {
        if let Some(given) = &self.transport {
            return Ok(given.clone());
        }
        let mut usual = self.usual.lock().unwrap_or_else(PoisonError::into_inner);
        match &*usual {
            Some(made) => Ok(made.clone()),
            None => {
                let made = default_transport(url)
                    .map_err(|error| CredentialError::new(error.to_string()))?;
                let made: Arc<dyn Transport> = Arc::new(made);
                *usual = Some(made.clone());
                Ok(made)
            }
        }
    }

    /// Asks once.
    pub(super) async fn ask(&self, request: TokenRequest<'_>) -> Result<AccessToken, Failure> {
        let (at, secret, is_encoded) = (shown(request.url), request.secret, request.is_encoded);
        let transport = self.transport(request.url)?;
        let request = request.into_http()?;
        let reply = errand::once(&*transport, &self.time, ("a token", &at), request).await?;
        if reply.status.is_success() {
            let refused = match answer::token(&reply.body) {
                Ok(token) => return Ok(token),
                Err(answer::NoToken::Refused(refusal)) => refusal.text(secret),
                // Nothing of the answer is shown: a token may stand in it.
                Err(answer::NoToken::Unreadable(reason)) => reason.to_owned(),
            };
            return Err(CredentialError::new(format!("`{at}`: {refused}")).into());
        }
        let refusal = answer::refusal(&reply.body);
        let refusal = refusal.as_ref();
        let error = CredentialError::new(format!(
            "`{at}` answered {}: {}",
            reply.status,
            said(reply.status, refusal, secret, is_encoded)
        ));
        let says_so = refusal.is_some_and(Refusal::is_temporary);
        Err(Failure::of(&reply, error, says_so, &self.time))
    }
}

impl TokenRequest<'_> {
    fn into_http(self) -> Result<Request<RequestBody>, CredentialError> {
        let mut request = Request::new(RequestBody::from(Bytes::from(self.form)));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.as_str().parse().map_err(|_| {
            CredentialError::new(format!("`{}` is no URL that can be asked", shown(self.url)))
        })?;
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, FORM);
        headers.insert(ACCEPT, JSON);
        headers.insert(USER_AGENT, AGENT);
        if let Some(authorization) = self.authorization {
            headers.insert(AUTHORIZATION, authorization);
        }
        Ok(request)
    }
}

/// What the endpoint says, and what to do about it.
fn said(
    status: StatusCode,
    refusal: Option<&Refusal>,
    secret: Option<&str>,
    is_encoded: bool,
) -> String {
    let Some(refusal) = refusal else {
        return match status.is_redirection() {
            true => "a redirect, which is not followed with a secret".to_owned(),
            false => "and no reason that can be read (RFC 6749, 5.2)".to_owned(),
        };
    };
    let text = refusal.text(secret);
    match hint(refusal) {
        _ if is_encoded && refusal.error == "invalid_client" => format!("{text}; {ENCODED}"),
        Some(hint) => format!("{text}; {hint}"),
        None => text,
    }
}

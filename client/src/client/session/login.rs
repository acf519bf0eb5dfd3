//! Logging in and out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request, StatusCode};
use odata_core::transport::{BoxFuture, RequestBody};
use url::Url;

use super::answer;
use super::terms::{Terms, TokenIn, X_AUTH_TOKEN, at, joined};
use super::text::said;
use crate::client::errand::{self, Confidential, Failure, Reply};
use crate::client::headers::usual;
use crate::client::tokens::Time;
use crate::client::{AccessToken, Connection, CredentialError, TokenSource};
use crate::error::shown;

/// How often a login is sent on to where the service says.
const MAX_REDIRECTS: usize = 3;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Words by which Redfish says that it has no room for another session, whatever the status (the registry `Base`, DSP8011).
const NO_ROOM: [&str; 2] = ["SessionLimitExceeded", "CreateLimitReachedForResource"];

/// The logins of one service, one at a time.
pub(super) struct Login {
    terms: Arc<Terms>,
    connection: Connection,
    time: Time,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    refused: Option<Refused>,
}

/// The newest session.
pub(super) struct Held {
    value: HeaderValue,
    /// What ends it, if something does.
    end: Option<(Method, Url)>,
}

struct Refused {
    error: CredentialError,
    at: Option<Duration>,
}

impl Held {
    pub(super) fn value(&self) -> &HeaderValue {
        &self.value
    }
}

impl Login {
    pub(super) fn new(terms: Arc<Terms>, connection: Connection) -> Self {
        Login {
            terms,
            time: connection.time(),
            connection,
            state: Mutex::default(),
        }
    }

    pub(super) fn root(&self) -> &Url {
        self.connection.root()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session that is to be ended.
    pub(super) fn take(&self) -> Option<Held> {
        self.state().held.take()
    }

    /// It was not ended.
    pub(super) fn put_back(&self, held: Held) {
        self.state().held.get_or_insert(held);
    }

    /// What was refused may be sent again.
    pub(super) fn allow(&self) {
        self.state().refused = None;
    }

    /// Why nothing is sent now, if so.
    fn refused(&self) -> Option<CredentialError> {
        let mut state = self.state();
        let refused = state.refused.as_ref()?;
        let ends = self.terms.again_after.zip(refused.at);
        if ends.is_some_and(|(after, at)| self.time.now() >= Some(at.saturating_add(after))) {
            state.refused = None;
            return None;
        }
        Some(refused.error.clone())
    }

    /// Logs in once.
    async fn log_in(&self) -> Result<AccessToken, Failure> {
        let first = at(&self.connection, &self.terms.path)?;
        let (mut asked, mut reply) = self.post(first).await?;
        let is_elsewhere = matches!(reply.status.as_u16(), 404 | 405) && self.terms.has_link;
        if is_elsewhere && let Some(link) = self.link().await?.filter(|link| *link != asked) {
            (asked, reply) = self.post(link).await?;
        }
        if !reply.status.is_success() {
            return Err(self.failed(&asked, &reply));
        }
        let none = |reason: String| CredentialError::new(format!("`{}`: {reason}", shown(&asked)));
        let Some(token) = &self.terms.token else {
            return Err(none("it is not said where the token is".to_owned()).into());
        };
        let value = answer::token(&reply, token).map_err(none)?;
        let end = match &self.terms.logout {
            Some(path) => Some((Method::POST, at(&self.connection, path)?)),
            None => answer::made(&reply, &asked).map(|made| (Method::DELETE, made)),
        };
        let mut state = self.state();
        state.refused = None;
        state.held = Some(Held {
            value: value.clone(),
            end,
        });
        Ok(AccessToken::of_header(value))
    }

    /// Sends the login; a redirect is followed where it is sent on as it is, and where the service is.
    async fn post(&self, mut url: Url) -> Result<(Url, Reply), Failure> {
        for _ in 0..MAX_REDIRECTS {
            let body = Bytes::from(self.terms.body());
            let reply = self.ask(Method::POST, &url, body.into(), None).await?;
            let location = reply.headers.get(http::header::LOCATION);
            let location = location.and_then(|location| location.to_str().ok());
            match location.filter(|_| matches!(reply.status.as_u16(), 307 | 308)) {
                Some(location) => url = joined(&self.connection, &url, location)?,
                None => return Ok((url, reply)),
            }
        }
        Err(CredentialError::new(format!(
            "`{}`: more than {MAX_REDIRECTS} redirects, one after the other",
            shown(&url)
        ))
        .into())
    }

    /// Where the root says that sessions are; anybody may read it (DSP0266, "Service root request").
    async fn link(&self) -> Result<Option<Url>, Failure> {
        let root = self.connection.root();
        let reply = self
            .ask(Method::GET, root, RequestBody::empty(), None)
            .await?;
        Ok(match answer::link(&reply.body) {
            Some(link) => Some(joined(&self.connection, root, &link)?),
            None => None,
        })
    }

    /// What comes of an answer without success. A refusal is kept.
    fn failed(&self, asked: &Url, reply: &Reply) -> Failure {
        let (at, status) = (shown(asked), reply.status);
        if status.is_redirection() {
            let error =
                format!("`{at}` answered {status}: a redirect that is not followed with a login");
            return CredentialError::new(error).into();
        }
        let said = said(&reply.body, &self.terms);
        if !is_refusal(reply) {
            let error = CredentialError::new(format!("`{at}` answered {status}: {said}"));
            return Failure::of(reply, error, false, &self.time);
        }
        let said = said.trim_end_matches('.');
        let names: Vec<String> = self.terms.names().map(|name| format!("`{name}`")).collect();
        let error = CredentialError::new(format!(
            "`{at}` refused the login ({status}): {said}; what was sent ({}) is not sent again before `Session::log_in_again`, so that no account is locked",
            names.join(", ")
        ));
        self.state().refused = Some(Refused {
            error: error.clone(),
            at: self.time.now(),
        });
        error.into()
    }

    /// Ends it.
    ///
    /// # Errors
    /// When the service did not end it.
    pub(super) async fn end(&self, held: &Held) -> Result<(), CredentialError> {
        let Some((method, url)) = &held.end else {
            return Ok(());
        };
        // It is a link of the answer's.
        joined(&self.connection, url, url.as_str())?;
        errand::tried(&self.time, || Box::pin(self.end_once(method, url, held))).await
    }

    async fn end_once(&self, method: &Method, url: &Url, held: &Held) -> Result<(), Failure> {
        let (method, body) = (method.clone(), RequestBody::empty());
        let reply = self.ask(method, url, body, Some(&held.value)).await?;
        // What is not known any more is over.
        if reply.status.is_success() || matches!(reply.status.as_u16(), 401 | 404 | 410) {
            return Ok(());
        }
        let said = said(&reply.body, &self.terms);
        let error = CredentialError::new(format!(
            "the session was not ended: `{}` answered {}: {said}",
            shown(url),
            reply.status
        ));
        Err(Failure::of(&reply, error, false, &self.time))
    }

    async fn ask(
        &self,
        method: Method,
        url: &Url,
        body: RequestBody,
        token: Option<&HeaderValue>,
    ) -> Result<Reply, Failure> {
        let at = shown(url);
        let mut request = Request::new(body);
        *request.uri_mut() = url
            .as_str()
            .parse()
            .map_err(|_| CredentialError::new(format!("`{at}` is no URL that can be asked")))?;
        let mut headers = usual();
        self.connection.add_headers(&mut headers);
        if method == Method::POST {
            headers.insert(CONTENT_TYPE, JSON);
            request.extensions_mut().insert(Confidential);
        }
        if let Some(token) = token {
            let name = self
                .terms
                .token
                .as_ref()
                .map_or(X_AUTH_TOKEN, TokenIn::header);
            headers.insert(name, token.clone());
        }
        *request.headers_mut() = headers;
        *request.method_mut() = method;
        let what = match token {
            Some(_) => "the end of a session",
            None => "a session",
        };
        let transport = self.connection.transport();
        errand::once(&*transport, &self.time, (what, &at), request).await
    }
}

impl TokenSource for Login {
    fn token<'a>(
        &'a self,
        _scope: Option<&'a str>,
    ) -> BoxFuture<'a, Result<AccessToken, CredentialError>> {
        Box::pin(async move {
            match self.refused() {
                Some(error) => Err(error),
                None => errand::tried(&self.time, || Box::pin(self.log_in())).await,
            }
        })
    }
}

/// Whether the service does not accept who logs in: another try would count against the account.
fn is_refusal(reply: &Reply) -> bool {
    match reply.status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => true,
        StatusCode::BAD_REQUEST => {
            let body = String::from_utf8_lossy(&reply.body);
            !NO_ROOM.iter().any(|word| body.contains(word))
        }
        _ => false,
    }
}

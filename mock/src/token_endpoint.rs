//! The endpoint where clients get tokens, and what tokens are worth.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};
use odata_core::url::decode;
use serde_json::json;

use crate::{Canned, SeenRequest};

type Assertion = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// Who gets tokens at `POST /{tenant}/oauth2/v2.0/token`, for
/// [`MockService::token_endpoint`](crate::MockService::token_endpoint).
///
/// It takes the client credentials grant of RFC 6749, 4.4, with the client's id and secret, or an assertion, in the form (2.3.1;
/// RFC 7521, 4.2), as Microsoft Entra has it.
///
/// ```
/// # const CSDL: &str = include_str!("../tests/files.xml");
/// use odata_core::transport::{RequestBody, Transport};
/// use odata_mock::{MockService, TokenEndpoint};
/// use std::time::Duration;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let endpoint = TokenEndpoint::new("contoso", "app", "secret").lifetime(Duration::from_secs(3));
/// let service = MockService::from_csdl(CSDL)?.token_endpoint(endpoint);
/// let form = "grant_type=client_credentials&client_id=app&client_secret=secret&scope=x%2F.default";
/// let request = http::Request::post("http://mock.invalid/contoso/oauth2/v2.0/token")
///     .header("content-type", "application/x-www-form-urlencoded")
///     .body(RequestBody::from(bytes::Bytes::from(form)))?;
/// assert_eq!(service.transport().send(request).await?.status(), 200);
/// assert_eq!(service.counts().tokens, 1);
/// let request = http::Request::get("http://mock.invalid/api/files").body(RequestBody::empty())?;
/// assert_eq!(service.transport().send(request).await?.status(), 401);
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct TokenEndpoint {
    path: String,
    client_id: String,
    secret: String,
    scope: Option<String>,
    lifetime: Duration,
    assertion: Option<Assertion>,
}

impl TokenEndpoint {
    /// The endpoint of a tenant with one client. Tokens hold for an hour.
    pub fn new(tenant: &str, client_id: impl Into<String>, secret: impl Into<String>) -> Self {
        TokenEndpoint {
            path: format!("/{tenant}/oauth2/v2.0/token"),
            client_id: client_id.into(),
            secret: secret.into(),
            scope: None,
            lifetime: Duration::from_secs(3600),
            assertion: None,
        }
    }

    /// How long a token holds. `expires_in` has it in whole seconds, rounded down.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The only scope for which there are tokens; any, unless it is said.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Takes a `client_assertion` in place of the secret, where a closure says that it is a good one (RFC 7523, 2.2).
    ///
    /// ```
    /// use odata_mock::TokenEndpoint;
    /// let endpoint = TokenEndpoint::new("contoso", "app", "secret")
    ///     .assertion(|jwt| jwt.split('.').count() == 3);
    /// # let _ = endpoint;
    /// ```
    #[must_use]
    pub fn assertion(mut self, is_good: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.assertion = Some(Arc::new(is_good));
        self
    }
}

/// Shows no secret.
impl fmt::Debug for TokenEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenEndpoint")
            .field("path", &self.path)
            .field("client_id", &self.client_id)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// An endpoint and the tokens that it gave out.
#[derive(Debug)]
pub(crate) struct Tokens {
    endpoint: TokenEndpoint,
    given: Mutex<Given>,
}

#[derive(Debug, Default)]
struct Given {
    count: u64,
    /// Those that may still hold, and when they end.
    held: VecDeque<(String, Instant)>,
}

/// Why there is no token (RFC 6749, 5.2).
struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: String,
}

impl Tokens {
    pub(crate) fn new(endpoint: TokenEndpoint) -> Self {
        Tokens {
            endpoint,
            given: Mutex::default(),
        }
    }

    /// Whether a request asks for a token.
    pub(crate) fn is_asked(&self, request: &SeenRequest) -> bool {
        request.path() == self.endpoint.path
    }

    /// A token or a refusal, and whether it is a token.
    pub(crate) fn answer(&self, request: &SeenRequest) -> (Canned, bool) {
        let (status, body, is_token) = match self.checked(request) {
            Ok(()) => (StatusCode::OK, self.give(), true),
            Err(refusal) => {
                let body =
                    json!({"error": refusal.error, "error_description": refusal.description});
                (refusal.status, body, false)
            }
        };
        let mut canned = Canned::of_status(status).body(body.to_string());
        let json = HeaderValue::from_static("application/json;charset=utf-8");
        canned.headers.insert(CONTENT_TYPE, json);
        canned
            .headers
            .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        (canned, is_token)
    }

    /// Whether a token was given out and holds.
    pub(crate) fn holds(&self, token: &str) -> bool {
        let now = Instant::now();
        let given = self.lock();
        let mut held = given.held.iter();
        held.any(|(known, end)| known == token && *end > now)
    }

    /// None that was given out holds any more.
    pub(crate) fn revoke(&self) {
        self.lock().held.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give(&self) -> serde_json::Value {
        let (now, lifetime) = (Instant::now(), self.endpoint.lifetime);
        let mut given = self.lock();
        while given.held.front().is_some_and(|(_, end)| *end <= now) {
            given.held.pop_front();
        }
        given.count += 1;
        let token = format!("mock-token-{}", given.count);
        // A life that no clock can tell the end of is as good as a day.
        let end = now.checked_add(lifetime).unwrap_or(now + DAY);
        given.held.push_back((token.clone(), end));
        json!({"token_type": "Bearer", "expires_in": lifetime.as_secs(), "access_token": token})
    }

    fn checked(&self, request: &SeenRequest) -> Result<(), Refusal> {
        if request.method != Method::POST {
            let description = format!("tokens are asked for by POST, not by {}", request.method);
            return Err(Refusal {
                status: StatusCode::METHOD_NOT_ALLOWED,
                ..invalid_request(description)
            });
        }
        let form = Form::read(request)?;
        let endpoint = &self.endpoint;
        if form.required("grant_type")? != "client_credentials" {
            return Err(bad_request(
                "unsupported_grant_type",
                "the grant is `client_credentials`",
            ));
        }
        let is_client = form.required("client_id")? == endpoint.client_id;
        let is_known = match (&endpoint.assertion, form.get("client_assertion")) {
            (Some(is_good), Some(assertion)) => {
                form.required("client_assertion_type")? == ASSERTION_TYPE && is_good(assertion)
            }
            _ => form.required("client_secret")? == endpoint.secret,
        };
        if !is_client || !is_known {
            return Err(Refusal {
                status: StatusCode::UNAUTHORIZED,
                error: "invalid_client",
                description: "the client is not known, or its secret is another".to_owned(),
            });
        }
        match &endpoint.scope {
            Some(scope) if form.required("scope")? != scope => Err(bad_request(
                "invalid_scope",
                format!("there are tokens for `{scope}`"),
            )),
            _ => Ok(()),
        }
    }
}

const DAY: Duration = Duration::from_secs(24 * 3600);

/// RFC 7523, 2.2.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn bad_request(error: &'static str, description: impl Into<String>) -> Refusal {
    Refusal {
        status: StatusCode::BAD_REQUEST,
        error,
        description: description.into(),
    }
}

fn invalid_request(description: impl Into<String>) -> Refusal {
    bad_request("invalid_request", description)
}

/// Names and values of a form (RFC 6749, appendix B).
struct Form(Vec<(String, String)>);

impl Form {
    fn read(request: &SeenRequest) -> Result<Self, Refusal> {
        let content_type = request.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let media = content_type.split(';').next().unwrap_or_default().trim();
        if !media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            let description = format!("a form is wanted, not `{content_type}`");
            return Err(invalid_request(description));
        }
        let text = std::str::from_utf8(&request.body)
            .map_err(|_| invalid_request("the form is not UTF-8"))?;
        let mut fields: Vec<(String, String)> = Vec::new();
        for field in text.split('&').filter(|field| !field.is_empty()) {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            let plain = |text: &str| {
                decode(&text.replace('+', " "))
                    .map_err(|_| invalid_request("the form is not UTF-8"))
            };
            let (name, value) = (plain(name)?, plain(value)?);
            // RFC 6749, 3.2: parameters must not be included more than once.
            if fields.iter().any(|(known, _)| *known == name) {
                return Err(invalid_request(format!("`{name}` is there twice")));
            }
            fields.push((name, value));
        }
        Ok(Form(fields))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.0.iter();
        // RFC 6749, 3.2: parameters without a value are treated as if they were left out.
        let found = fields.find(|(known, value)| known == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name)
            .ok_or_else(|| invalid_request(format!("`{name}` is missing")))
    }
}

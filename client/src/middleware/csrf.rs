//! Tokens against forged requests.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE,
    USER_AGENT,
};
use http::{Method, Request, Response, StatusCode, Uri};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use url::Url;

const TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");
const FETCH: HeaderValue = HeaderValue::from_static("Fetch");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

type Answer = Response<ResponseBody>;

/// Adds the token that a service wants with each change, so that no page of another site can make a browser send one: `X-CSRF-Token`, as
/// SAP's services and gateways have it. [`ClientBuilder::csrf_tokens`](crate::ClientBuilder::csrf_tokens) puts it around the client's transport.
///
/// - The first change, and none before, asks the root of the service for a token (`HEAD`, where that gives none `GET`, with `X-CSRF-Token: Fetch` and
///   whatever proves who is asking). It is kept with the cookies that came along, which name the session that it is good for.
/// - When the service says that it wants another one (403 with `X-CSRF-Token: Required`), it has done nothing yet: another one is asked for, and
///   the change is sent once more.
/// - A service that gives none is sent its changes without. What it answers in place of a token (401, 403, 429) is the answer to the change.
/// - What is sent to another place than the root's, and what has a token of its own, is left alone. Nothing that only reads is touched.
///
/// The requests for tokens are no calls of the client: limits do not count them, and no observer sees them.
///
/// # Example
/// ```
/// # use odata::doc_example::Defender;
/// # #[cfg(feature = "reqwest")] {
/// let service = Defender::builder()
///     .base_url("https://s4.contoso.com/sap/opu/odata4/sap/api_bookshop/srvd_a2x/sap/bookshop/0001/")
///     .basic_auth("CLIENT", "secret")
///     .csrf_tokens()
///     .build()?;
/// # }
/// # Ok::<(), odata::Error>(())
/// ```
pub struct CsrfTransport<T> {
    root: Url,
    transport: T,
    known: Mutex<Known>,
}

/// What is known of tokens.
#[derive(Clone)]
enum Known {
    Nothing,
    /// The service gives none.
    NoneGiven,
    Token(Arc<Token>),
}

struct Token {
    token: HeaderValue,
    cookies: Option<HeaderValue>,
}

/// What came of asking for one.
enum Asked {
    Known(Known),
    /// The answer to the change, too.
    Refused(Answer),
}

impl<T: Transport> CsrfTransport<T> {
    /// Around that transport, for the service with that root.
    pub fn new(root: Url, transport: T) -> Self {
        CsrfTransport {
            root,
            transport,
            known: Mutex::new(Known::Nothing),
        }
    }

    fn known(&self) -> Known {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    fn keep(&self, known: Known) -> Asked {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known.clone();
        Asked::Known(known)
    }

    /// Whether a request goes to the service, and not where an answer of it leads.
    fn is_own(&self, uri: &Uri) -> bool {
        let asked = Url::parse(&uri.to_string());
        asked.is_ok_and(|url| url.origin() == self.root.origin())
    }

    async fn change(&self, request: Request<RequestBody>) -> Result<Answer, TransportError> {
        let known = match self.known() {
            Known::Nothing => match self.ask(&request).await? {
                Asked::Known(known) => known,
                Asked::Refused(answer) => return Ok(answer),
            },
            known => known,
        };
        let answer = self.transport.send(known.added_to(&request)).await?;
        if !wants_another(&answer) {
            return Ok(answer);
        }
        // Another change may have got the other one meanwhile.
        let other = match self.known() {
            other if !other.is(&known) => Asked::Known(other),
            _ => self.ask(&request).await?,
        };
        match other {
            Asked::Known(other @ Known::Token(_)) => {
                self.transport.send(other.added_to(&request)).await
            }
            Asked::Known(_) => Ok(answer),
            Asked::Refused(answer) => Ok(answer),
        }
    }

    /// Asks for a token.
    ///
    /// # Errors
    /// When no answer came, or one by which nothing can be told; the change was not sent then.
    async fn ask(&self, change: &Request<RequestBody>) -> Result<Asked, TransportError> {
        for method in [Method::HEAD, Method::GET] {
            let answer = self.transport.send(self.question(method, change)?).await;
            let answer = answer.map_err(|error| match error.is_connect() {
                true => error,
                false => without(error),
            })?;
            if let Some(token) = Token::of(answer.headers()) {
                return Ok(self.keep(Known::Token(Arc::new(token))));
            }
            match answer.status() {
                StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::TOO_MANY_REQUESTS => return Ok(Asked::Refused(answer)),
                status if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED => {
                    return Err(without(format!("the service answered {status}")));
                }
                _ => {}
            }
        }
        Ok(self.keep(Known::NoneGiven))
    }

    /// Options of the service's own go along, since they may say whom it is asked for, as `sap-client` does.
    fn question(
        &self,
        method: Method,
        change: &Request<RequestBody>,
    ) -> Result<Request<RequestBody>, TransportError> {
        let mut root = self.root.clone();
        let options = change.uri().query().unwrap_or_default().split('&');
        let own =
            options.filter(|option| !option.is_empty() && !option.starts_with(['$', '@', '%']));
        let own: Vec<&str> = own.collect();
        root.set_query(Some(own.join("&").as_str()).filter(|own| !own.is_empty()));
        let mut question = Request::new(RequestBody::empty());
        *question.method_mut() = method;
        *question.uri_mut() = root.as_str().parse().map_err(TransportError::other)?;
        let headers = question.headers_mut();
        headers.insert(ACCEPT, JSON);
        for (name, value) in change.headers() {
            let names_who_asks = value.is_sensitive()
                || [AUTHORIZATION, COOKIE, USER_AGENT, ACCEPT_LANGUAGE].contains(name);
            if names_who_asks {
                headers.append(name.clone(), value.clone());
            }
        }
        headers.insert(TOKEN, FETCH);
        Ok(question)
    }
}

impl<T: Transport> Transport for CsrfTransport<T> {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let is_alone = request.method().is_safe()
            || request.headers().contains_key(TOKEN)
            || !self.is_own(request.uri());
        match is_alone {
            true => self.transport.send(request),
            false => Box::pin(self.change(request)),
        }
    }
}

impl Known {
    fn is(&self, other: &Known) -> bool {
        match (self, other) {
            (Known::Token(one), Known::Token(other)) => Arc::ptr_eq(one, other),
            (Known::Token(_), _) | (_, Known::Token(_)) => false,
            _ => true,
        }
    }

    /// The same request again, and its token with it.
    fn added_to(&self, request: &Request<RequestBody>) -> Request<RequestBody> {
        let mut sent = Request::new(request.body().clone());
        *sent.method_mut() = request.method().clone();
        *sent.uri_mut() = request.uri().clone();
        *sent.headers_mut() = request.headers().clone();
        if let Known::Token(known) = self {
            let headers = sent.headers_mut();
            headers.insert(TOKEN, known.token.clone());
            if let Some(cookies) = &known.cookies {
                let all = match headers.get(COOKIE) {
                    Some(own) => joined(own.as_bytes(), cookies.as_bytes()),
                    None => Some(cookies.clone()),
                };
                headers.extend(all.map(|all| (COOKIE, all)));
            }
        }
        sent
    }
}

impl Token {
    /// The token that came with an answer, if one did, and the cookies beside it.
    fn of(headers: &HeaderMap) -> Option<Token> {
        let mut token = headers.get(TOKEN)?.clone();
        let is_word = |word: &str| token.as_bytes().eq_ignore_ascii_case(word.as_bytes());
        if token.is_empty() || is_word("required") || is_word("fetch") {
            return None;
        }
        token.set_sensitive(true);
        let cookies = headers.get_all(SET_COOKIE).iter();
        let cookies =
            cookies.filter_map(|cookie| cookie.as_bytes().split(|byte| *byte == b';').next());
        let cookies: Vec<&[u8]> = cookies.map(<[u8]>::trim_ascii).collect();
        let cookies = (!cookies.is_empty()).then(|| secret(&cookies.join(&b"; "[..])));
        Some(Token {
            token,
            cookies: cookies.flatten(),
        })
    }
}

fn joined(one: &[u8], other: &[u8]) -> Option<HeaderValue> {
    secret(&[one, other].join(&b"; "[..]))
}

fn secret(bytes: &[u8]) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_bytes(bytes).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Whether nothing was done for want of a token, or of another one.
fn wants_another(answer: &Answer) -> bool {
    answer.status() == StatusCode::FORBIDDEN && wants_token(answer.headers())
}

/// Whether an answer says that a token is wanted.
pub(crate) fn wants_token(headers: &HeaderMap) -> bool {
    let says = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"required");
    headers.get(TOKEN).is_some_and(says)
}

/// The change was not sent, so that it may be tried again, whatever it is.
fn without(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::unsent(NoToken(why.into()))
}

#[derive(Debug)]
struct NoToken(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for NoToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service gave no X-CSRF-Token: {}", self.0)
    }
}

impl std::error::Error for NoToken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

impl<T> fmt::Debug for CsrfTransport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CsrfTransport({})", self.root)
    }
}

//! Tokens against forged requests.

use std::fmt;
use std::sync::{Arc, Mutex, Weak};

use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use http::{Method, Request, Response, StatusCode, Uri};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use url::Url;

use super::cookies::{cookies, joined};
use super::no_token::{Failed, Refusal};
use crate::error::shown;
use crate::flight::{Flight, Passenger, lock};
use crate::sight::asked_for;

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
/// - However many changes want a token, one is asked for at a time, and they wait for it.
///
/// The requests for tokens are no calls of the client: limits do not count them, and no observer sees them. With the feature `tracing` each is an
/// event.
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
pub struct CsrfTransport<T>(Arc<Guard<T>>);

/// What asks for tokens goes on while anybody waits for it, and so has its own hold of this.
struct Guard<T> {
    root: Url,
    transport: T,
    state: Mutex<State>,
}

struct State {
    known: Known,
    /// What asks for a token just now, and how, while anybody waits for it.
    asking: Option<(Question, Weak<Flight<Asked>>)>,
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

/// What came of asking for one, for all who wait.
#[derive(Clone)]
enum Asked {
    Known(Known),
    /// The answer to the change, too.
    Refused(Arc<Refusal>),
    Failed(Arc<Failed>),
}

impl<T: Transport> CsrfTransport<T> {
    /// Around that transport, for the service with that root.
    pub fn new(root: Url, transport: T) -> Self {
        CsrfTransport(Arc::new(Guard {
            root,
            transport,
            state: Mutex::new(State {
                known: Known::Nothing,
                asking: None,
            }),
        }))
    }
}

impl<T: Transport> Guard<T> {
    fn known(&self) -> Known {
        lock(&self.state).known.clone()
    }

    /// Whether a request goes to the service, and not where an answer of it leads.
    fn is_own(&self, uri: &Uri) -> bool {
        let asked = Url::parse(&uri.to_string());
        asked.is_ok_and(|url| url.origin() == self.root.origin())
    }

    async fn change(
        self: &Arc<Self>,
        request: Request<RequestBody>,
    ) -> Result<Answer, TransportError> {
        let known = match self.known() {
            Known::Nothing => match self.asked(&request, &Known::Nothing).await? {
                Asked::Known(known) => known,
                Asked::Refused(refusal) => return Ok(refusal.answer()),
                Asked::Failed(failed) => return Err(failed.error()),
            },
            known => known,
        };
        let answer = self.transport.send(known.added_to(&request)).await?;
        if !wants_another(&answer) {
            return Ok(answer);
        }
        match self.asked(&request, &known).await? {
            Asked::Known(other @ Known::Token(_)) => {
                self.transport.send(other.added_to(&request)).await
            }
            Asked::Known(_) => Ok(answer),
            Asked::Refused(refusal) => Ok(refusal.answer()),
            Asked::Failed(failed) => Err(failed.error()),
        }
    }

    /// What came of asking for another token than that, by whoever asks for it: another change may have got one meanwhile.
    ///
    /// # Errors
    /// When nobody can be asked at the root with the options of the change.
    async fn asked(
        self: &Arc<Self>,
        change: &Request<RequestBody>,
        old: &Known,
    ) -> Result<Asked, TransportError> {
        let question = self.question(change)?;
        loop {
            let (passenger, is_same) = match self.board(&question, old) {
                Ok(boarded) => boarded,
                Err(other) => return Ok(Asked::Known(other)),
            };
            let asked = passenger.await;
            // That another one was refused says nothing of this one.
            if is_same || matches!(asked, Asked::Known(_)) {
                return Ok(asked);
            }
        }
    }

    /// Waits for what asks just now, and else asks; says whether it asks in the same way.
    ///
    /// # Errors
    /// What is known, when that is another token by now: what asked for it may just have ended.
    fn board(
        self: &Arc<Self>,
        question: &Question,
        old: &Known,
    ) -> Result<(Passenger<Asked>, bool), Known> {
        let mut state = lock(&self.state);
        if !state.known.is(old) {
            return Err(state.known.clone());
        }
        if let Some((asking, flight)) = &state.asking
            && let Some(flight) = flight.upgrade()
        {
            return Ok((flight.board(), asking == question));
        }
        let (guard, asked) = (self.clone(), question.clone());
        let flight = Flight::new(Box::pin(async move { guard.ask(&asked).await }), || {
            Asked::Failed(Arc::new(Failed::without("what asked for it panicked")))
        });
        state.asking = Some((question.clone(), Arc::downgrade(&flight)));
        Ok((flight.board(), true))
    }

    /// Asks, and keeps what came; whoever comes later asks anew.
    async fn ask(&self, question: &Question) -> Asked {
        let asked = self.token(question).await;
        let mut state = lock(&self.state);
        state.asking = None;
        if let Asked::Known(known) = &asked {
            state.known = known.clone();
        }
        asked
    }

    async fn token(&self, question: &Question) -> Asked {
        for method in [Method::HEAD, Method::GET] {
            let answer = self.transport.send(question.by(method)).await;
            let status = answer.as_ref().ok().map(Response::status);
            asked_for("an X-CSRF-Token", &question.shown, status);
            let answer = match answer {
                Ok(answer) => answer,
                Err(error) => return Asked::Failed(Arc::new(Failed::of(error))),
            };
            if let Some(token) = Token::of(answer.headers()) {
                return Asked::Known(Known::Token(Arc::new(token)));
            }
            match answer.status() {
                StatusCode::UNAUTHORIZED
                | StatusCode::FORBIDDEN
                | StatusCode::TOO_MANY_REQUESTS => {
                    return Asked::Refused(Arc::new(Refusal::of(answer).await));
                }
                status if status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED => {
                    let why = format!("the service answered {status}");
                    return Asked::Failed(Arc::new(Failed::without(why)));
                }
                _ => {}
            }
        }
        Asked::Known(Known::NoneGiven)
    }

    /// Options of the service's own go along, since they may say whom it is asked for, as `sap-client` does.
    fn question(&self, change: &Request<RequestBody>) -> Result<Question, TransportError> {
        let mut root = self.root.clone();
        let options = change.uri().query().unwrap_or_default().split('&');
        let own =
            options.filter(|option| !option.is_empty() && !option.starts_with(['$', '@', '%']));
        let own: Vec<&str> = own.collect();
        root.set_query(Some(own.join("&").as_str()).filter(|own| !own.is_empty()));
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, JSON);
        for (name, value) in change.headers() {
            let names_who_asks = value.is_sensitive()
                || [AUTHORIZATION, COOKIE, USER_AGENT, ACCEPT_LANGUAGE].contains(name);
            if names_who_asks {
                headers.append(name.clone(), value.clone());
            }
        }
        headers.insert(TOKEN, FETCH);
        Ok(Question {
            uri: root.as_str().parse().map_err(TransportError::other)?,
            shown: shown(&root),
            headers,
        })
    }
}

/// How a token is asked for.
#[derive(Clone, PartialEq)]
struct Question {
    uri: Uri,
    /// The same, for showing.
    shown: String,
    headers: HeaderMap,
}

impl Question {
    fn by(&self, method: Method) -> Request<RequestBody> {
        let mut question = Request::new(RequestBody::empty());
        *question.method_mut() = method;
        *question.uri_mut() = self.uri.clone();
        *question.headers_mut() = self.headers.clone();
        question
    }
}

impl<T: Transport> Transport for CsrfTransport<T> {
    fn send(&self, request: Request<RequestBody>) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let guard = &self.0;
        let is_alone = request.method().is_safe()
            || request.headers().contains_key(TOKEN)
            || !guard.is_own(request.uri());
        match is_alone {
            true => guard.transport.send(request),
            false => Box::pin(guard.change(request)),
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
        *sent.extensions_mut() = request.extensions().clone();
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
        Some(Token {
            token,
            cookies: cookies(headers),
        })
    }
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

impl<T> fmt::Debug for CsrfTransport<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CsrfTransport({})", self.0.root)
    }
}

//! A transport that answers from a recording.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{Request, Response};
use odata_core::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use super::exchange::{End, Exchange, Message, headers};
use super::recording::Recording;
use super::secrets;

/// Answers as a [`Recording`] has it, without a network. Clones share what was answered.
///
/// A request is known by its method, its URL and its body; what the recording hides fits anything. One that was recorded several times is answered so
/// often, in the order of the recording. Failures are repeated as they were recorded. [`in_order`](Self::in_order) asks for more.
///
/// What is not in the recording is answered with 501, and the error says what was asked and what the recording has.
///
/// # Example
/// ```
/// use odata::{Recording, Replay};
/// # use odata::doc_example::Defender;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let line = r#"{"method":"DELETE","url":"https://api.security.microsoft.com/api/libraryfiles/a","status":204}"#;
/// let replay = Replay::of(line.parse::<Recording>()?);
/// let defender = Defender::builder().transport(replay.clone()).build()?;
/// let error = defender.library_files().by_key("b").delete().send().await.unwrap_err();
/// assert!(error.to_string().contains("the recording has no answer to `DELETE https://api.security.microsoft.com/api/libraryfiles/b`"));
/// defender.library_files().by_key("a").delete().send().await?;
/// assert_eq!((replay.left().len(), replay.unknown().len()), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[derive(Clone)]
pub struct Replay {
    recording: Arc<Recording>,
    in_order: bool,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Which exchanges were given.
    given: Vec<bool>,
    unknown: Vec<String>,
}

impl Replay {
    /// Answers from that recording.
    pub fn of(recording: Recording) -> Self {
        let given = vec![false; recording.len()];
        Replay {
            recording: Arc::new(recording),
            in_order: false,
            state: Arc::new(Mutex::new(State {
                given,
                ..State::default()
            })),
        }
    }

    /// Each request has to be the next one of the recording.
    ///
    /// A stream asks for a page as soon as its link has come, so this is for requests that are sent one after the other.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.in_order = true;
        self
    }

    /// What the recording has and was not asked for, as `GET URL`; what nobody waited for when it was recorded is not missed.
    pub fn left(&self) -> Vec<String> {
        let state = self.state();
        let all = self.recording.exchanges.iter().zip(&state.given);
        all.filter(|(exchange, given)| !**given && exchange.end != End::Dropped)
            .map(|(exchange, _)| exchange.asked())
            .collect()
    }

    /// What was asked and is not in the recording, as `GET URL`.
    pub fn unknown(&self) -> Vec<String> {
        self.state().unknown.clone()
    }

    /// Makes sure that all of the recording was asked for and nothing else was.
    ///
    /// # Panics
    /// When it is not so; the message says what was asked and what was not.
    #[track_caller]
    pub fn assert_done(&self) {
        let (unknown, left) = (self.unknown(), self.left());
        assert!(
            unknown.is_empty() && left.is_empty(),
            "asked, and not in the recording: {unknown:#?}\nin the recording, and not asked: {left:#?}"
        );
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, asked: &Exchange) -> Result<Exchange, String> {
        let mut state = self.state();
        let all = &self.recording.exchanges;
        let free = |index: usize| state.given.get(index) == Some(&false);
        let mut left = (0..all.len()).filter(|index| free(*index));
        let fits = |index: &usize| all.get(*index).is_some_and(|known| is_same(known, asked));
        let waited = |index: &usize| all.get(*index).is_some_and(|it| it.end != End::Dropped);
        let found = match self.in_order {
            true => left.next().filter(fits),
            false => {
                let fitting: Vec<usize> = left.filter(fits).collect();
                let waited = fitting.iter().find(|index| waited(index));
                waited.or(fitting.first()).copied()
            }
        };
        if let Some(exchange) = found.and_then(|index| all.get(index)) {
            let given = found.and_then(|index| state.given.get_mut(index));
            if let Some(given) = given {
                *given = true;
            }
            return Ok(exchange.clone());
        }
        let next = (0..all.len()).find(|index| free(*index));
        let next = next.and_then(|index| all.get(index)).map(Exchange::asked);
        let times = all.iter().filter(|known| is_same(known, asked)).count();
        let hint = match (times, next) {
            (0, Some(next)) | (_, Some(next)) if self.in_order || times == 0 => {
                format!("it goes on with `{next}`")
            }
            (0, _) => "all that it has was asked for".to_owned(),
            (times, _) => format!("it has {times}, and all were given"),
        };
        let asked = format!("{} {}", asked.method, secrets::url(&asked.url, &[]));
        let message = format!("the recording has no answer to `{asked}`: {hint}");
        state.unknown.push(asked);
        Err(message)
    }
}

/// Whether it is the same request.
fn is_same(known: &Exchange, asked: &Exchange) -> bool {
    let (body, other) = (&known.sent.body, &asked.sent.body);
    let text = |body: &Bytes| String::from_utf8_lossy(body).into_owned();
    known.method == asked.method
        && secrets::fits(&known.url, &asked.url)
        && (body == other || secrets::fits(&text(body), &text(other)))
}

async fn collect(body: &RequestBody) -> Result<Bytes, TransportError> {
    let mut pieces = body.open();
    let mut whole = BytesMut::new();
    while let Some(piece) = poll_fn(|cx| pieces.as_mut().poll_next(cx)).await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole.freeze())
}

fn unknown(message: &str) -> Response<ResponseBody> {
    let error = serde_json::json!({"error": {"code": "NotInRecording", "message": message}});
    let mut response = Response::new(ResponseBody::from(Bytes::from(error.to_string())));
    *response.status_mut() = http::StatusCode::NOT_IMPLEMENTED;
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

fn response(exchange: Exchange) -> Result<Response<ResponseBody>, TransportError> {
    let Some(status) = exchange.status else {
        let nobody = || TransportError::other("nobody waited for the answer when it was recorded");
        let error = exchange
            .end
            .error()
            .filter(|_| exchange.end != End::Dropped);
        return Err(error.unwrap_or_else(nobody));
    };
    let mut response = Response::builder().status(status);
    for (name, value) in &exchange.answer.headers {
        response = response.header(name, value);
    }
    let pieces = [
        Some(Ok(exchange.answer.body)),
        exchange.end.error().map(Err),
    ];
    let pieces = Pieces(pieces.into_iter().flatten().collect());
    response
        .body(ResponseBody::streamed(Box::pin(pieces)))
        .map_err(TransportError::other)
}

struct Pieces(VecDeque<Result<Bytes, TransportError>>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

impl Transport for Replay {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let sent = Message {
                headers: headers(request.headers()),
                body: collect(request.body()).await?,
            };
            let asked = Exchange {
                method: request.method().to_string(),
                url: request.uri().to_string(),
                sent: sent.settled(),
                ..Exchange::default()
            };
            match self.find(&asked) {
                Ok(exchange) => response(exchange),
                Err(message) => Ok(unknown(&message)),
            }
        })
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("left", &self.left().len())
            .finish_non_exhaustive()
    }
}

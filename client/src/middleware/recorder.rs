//! A transport that remembers what goes through it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{Request, Response};
use odata_core::transport::{
    BoxFuture, ByteStream, RequestBody, ResponseBody, Transport, TransportError,
};

use super::exchange::{End, Exchange, headers, replaced};
use super::recording::Recording;
use super::secrets;
use crate::client::Confidential;
use crate::client::QUERY;

/// Passes requests on to another transport, and records each with what came of it. Clones share the recording.
///
/// Of a login ([`Session`](crate::Session)) no text is recorded. No `Authorization` is recorded, no cookie, no header that is marked as sensitive,
/// none that usually holds a key; of the service's own options in URLs only the names, unless they are [kept](Self::keep_option); of forms for tokens only the names of fields, and no token that comes
/// back. What stands in other bodies, and in next links within them, is recorded as it is: look at it before you check it in, and
/// [`hide`](Self::hide) what is nobody's business.
///
/// An answer is recorded as it is read, piece by piece joined, and nobody is held up. Of one that is dropped half way, what was read is
/// recorded, and that it was dropped.
///
/// # Example: record once, test for ever
/// ```
/// use odata::{Recorder, Recording, Replay};
/// # use odata::doc_example::Defender;
/// # use odata_mock::MockService;
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// # let csdl = include_str!("../../../specs/defender/metadata.xml");
/// # let rows = serde_json::json!([{"fileName": "a.ps1"}, {"fileName": "b.sh"}]);
/// # let transport = MockService::from_csdl(csdl)?.entity_set("libraryfiles", rows)?.page_size(1).transport();
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("files.jsonl");
/// if std::env::var_os("REPLAY").is_none() {
///     let recorder = Recorder::new(transport);                                     // ReqwestTransport::new()?
///     let defender = Defender::builder().transport(recorder.clone()).bearer_token("eyJ0eXAi...").build()?;
///     assert_eq!(names(&defender).await?, ["a.ps1", "b.sh"]);
///     recorder.recording().save(&path)?;
/// }
/// let replay = Replay::of(Recording::load(&path)?);
/// let defender = Defender::builder().transport(replay.clone()).build()?;
/// assert_eq!(names(&defender).await?, ["a.ps1", "b.sh"]);                          // no network
/// replay.assert_done();                                                            // and nothing else was asked
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// # async fn names(defender: &Defender) -> odata::Result<Vec<String>> {
/// #     let (mut rows, mut names) = (defender.library_files().stream(), Vec::new());
/// #     while let Some(file) = rows.next().await { names.push(file?.file_name); }
/// #     Ok(names)
/// # }
/// ```
#[derive(Clone)]
pub struct Recorder {
    transport: Arc<dyn Transport>,
    rules: Arc<Rules>,
    log: Arc<Mutex<Log>>,
}

#[derive(Clone, Debug, Default)]
struct Rules {
    hidden: Vec<String>,
    kept: Vec<String>,
}

/// The exchanges in the order in which they were sent, though they end in another one.
#[derive(Debug, Default)]
struct Log {
    sent: usize,
    ended: BTreeMap<usize, Exchange>,
    /// How many are in their place.
    placed: usize,
    recording: Recording,
    file: Option<File>,
    failed: Option<io::Error>,
}

impl Log {
    fn end(&mut self, index: usize, exchange: Exchange) {
        self.ended.insert(index, exchange);
        while let Some(exchange) = self.ended.remove(&self.placed) {
            self.placed += 1;
            match &mut self.file {
                None => self.recording.exchanges.push(exchange),
                Some(file) => {
                    let written = file.write_all(format!("{}\n", exchange.to_line()).as_bytes());
                    self.failed = self.failed.take().or(written.err());
                }
            }
        }
    }
}

impl Recorder {
    /// Records in memory.
    pub fn new(transport: impl Transport) -> Self {
        Recorder {
            transport: Arc::new(transport),
            rules: Arc::default(),
            log: Arc::default(),
        }
    }

    /// Records into a file, in place of one that is there, line by line as exchanges end; nothing is kept in memory. The file is written while
    /// requests are sent, so this is for tests and for finding faults.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn to_file(transport: impl Transport, path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = File::create(path).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        })?;
        let log = Log {
            file: Some(file),
            ..Log::default()
        };
        Ok(Recorder {
            log: Arc::new(Mutex::new(log)),
            ..Recorder::new(transport)
        })
    }

    /// Puts `...` in place of a text wherever it stands.
    #[must_use]
    pub fn hide(mut self, secret: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.rules).hidden.push(secret.into());
        self
    }

    /// Records the value of an option that is not OData's own, such as the parameter of a function.
    #[must_use]
    pub fn keep_option(mut self, name: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.rules).kept.push(name.into());
        self
    }

    /// What was recorded so far: each request that has ended, and before which none is still on its way. Of a recorder that writes into a file nothing is
    /// kept.
    pub fn recording(&self) -> Recording {
        lock(&self.log).recording.clone()
    }

    /// Whether all that has ended was written.
    ///
    /// # Errors
    /// When some of it could not be, once.
    pub fn written(&self) -> io::Result<()> {
        lock(&self.log).failed.take().map_or(Ok(()), Err)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Transport for Recorder {
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> BoxFuture<'_, Result<Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let (request, mut taken) = self.take(request);
            match self.transport.send(request).await {
                Ok(response) => {
                    taken.head(&response);
                    Ok(response
                        .map(|body| ResponseBody::streamed(Box::pin(Recorded { body, taken }))))
                }
                Err(error) => {
                    taken.exchange.end = End::of(&error);
                    Err(error)
                }
            }
        })
    }
}

impl Recorder {
    fn take(&self, request: Request<RequestBody>) -> (Request<RequestBody>, Taken) {
        let mut log = lock(&self.log);
        let index = log.sent;
        log.sent += 1;
        drop(log);
        let mut taken = Taken {
            index,
            exchange: Exchange {
                method: request.method().to_string(),
                url: request.uri().to_string(),
                ..Exchange::default()
            },
            is_login: request.extensions().get::<Confidential>().is_some(),
            sent: Arc::default(),
            answer: Vec::new(),
            rules: self.rules.clone(),
            log: self.log.clone(),
        };
        taken.exchange.sent.headers = headers(request.headers());
        let sent = &taken.sent;
        let request = request.map(|body| match body.as_bytes() {
            Some(bytes) => {
                lock(sent).extend_from_slice(bytes);
                body
            }
            None => {
                let (length, sent) = (body.length(), sent.clone());
                RequestBody::streamed(length, move || {
                    // It may be read anew.
                    lock(&sent).clear();
                    let (pieces, sent) = (body.open(), sent.clone());
                    Box::pin(Sent { pieces, sent })
                })
            }
        });
        (request, taken)
    }
}

/// An exchange on its way. When it is dropped it has ended.
struct Taken {
    index: usize,
    exchange: Exchange,
    is_login: bool,
    sent: Arc<Mutex<Vec<u8>>>,
    answer: Vec<u8>,
    rules: Arc<Rules>,
    log: Arc<Mutex<Log>>,
}

impl Taken {
    fn head(&mut self, response: &Response<ResponseBody>) {
        self.exchange.status = Some(response.status().as_u16());
        self.exchange.answer.headers = match self.is_login {
            true => secrets::headers_of_login(response.headers()),
            false => headers(response.headers()),
        };
    }

    /// What is written of it.
    fn shown(&mut self) -> Exchange {
        let mut exchange = std::mem::take(&mut self.exchange);
        exchange.sent.body = std::mem::take(&mut *lock(&self.sent)).into();
        exchange.answer.body = std::mem::take(&mut self.answer).into();
        let (rules, sent) = (&self.rules, &mut exchange.sent);
        let has_none = matches!(exchange.status, Some(204 | 304));
        if exchange.end == End::Dropped && (has_none || exchange.answer.is_whole()) {
            exchange.end = End::Whole;
        }
        if is_form(sent.header(CONTENT_TYPE.as_str())) || exchange.url.ends_with(QUERY) {
            let fields = String::from_utf8_lossy(&sent.body);
            sent.body = secrets::options(&fields, &rules.kept).into();
        }
        if self.is_login {
            if !sent.body.is_empty() {
                sent.body = secrets::HIDDEN.into();
            }
            exchange.answer.body = secrets::without_texts(&exchange.answer.body).into();
        } else if let Some(answer) = secrets::without_tokens(&exchange.answer.body) {
            exchange.answer.body = answer.into();
        }
        exchange.url = secrets::url(&exchange.url, &rules.kept);
        for (name, value) in &mut exchange.answer.headers {
            let is_url = ["https://", "http://", "/"]
                .iter()
                .any(|it| value.starts_with(it));
            if name == LOCATION.as_str() || is_url {
                *value = secrets::url(value, &rules.kept);
            }
        }
        exchange.sent = exchange.sent.settled();
        for secret in &rules.hidden {
            exchange.url = exchange.url.replace(secret, secrets::HIDDEN);
            for message in [&mut exchange.sent, &mut exchange.answer] {
                let hidden = secrets::HIDDEN.as_bytes();
                message.body = replaced(&message.body, secret.as_bytes(), hidden);
                for (_, value) in &mut message.headers {
                    *value = value.replace(secret, secrets::HIDDEN);
                }
            }
        }
        exchange
    }
}

fn is_form(content_type: Option<&str>) -> bool {
    content_type.is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"))
}

impl Drop for Taken {
    fn drop(&mut self) {
        let exchange = self.shown();
        lock(&self.log).end(self.index, exchange);
    }
}

/// The body of an answer.
struct Recorded {
    body: ResponseBody,
    taken: Taken,
}

impl Stream for Recorded {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Recorded { body, taken } = &mut *self;
        let piece = Pin::new(body).poll_next(cx);
        match &piece {
            Poll::Pending => {}
            Poll::Ready(Some(Ok(piece))) => taken.answer.extend_from_slice(piece),
            Poll::Ready(Some(Err(error))) => taken.exchange.end = End::of(error),
            Poll::Ready(None) if taken.exchange.end == End::Dropped => {
                taken.exchange.end = End::Whole;
            }
            Poll::Ready(None) => {}
        }
        piece
    }
}

/// The body of a request that is read while it is sent.
struct Sent {
    pieces: ByteStream,
    sent: Arc<Mutex<Vec<u8>>>,
}

impl Stream for Sent {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = self.pieces.as_mut().poll_next(cx);
        if let Poll::Ready(Some(Ok(piece))) = &piece {
            lock(&self.sent).extend_from_slice(piece);
        }
        piece
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("sent", &lock(&self.log).sent)
            .finish_non_exhaustive()
    }
}

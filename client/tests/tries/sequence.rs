//! A transport that gives one answer after the other, whatever is asked, and remembers when it was asked for each.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use odata::ClientBuilder;
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use tokio::time::{Instant, sleep};

/// What comes of one request.
pub(crate) enum Answer {
    Status(u16, Vec<(&'static str, String)>, String),
    /// A body of which this much comes before it breaks off.
    Cut(String),
    Fails(fn(&'static str) -> TransportError),
    Late(Duration, Box<Answer>),
}

pub(crate) fn ok(body: &str) -> Answer {
    Answer::Status(200, Vec::new(), body.to_owned())
}

pub(crate) fn status(status: u16) -> Answer {
    Answer::Status(status, Vec::new(), String::new())
}

pub(crate) fn wait(of: u16, retry_after: &str) -> Answer {
    Answer::Status(
        of,
        vec![("retry-after", retry_after.to_owned())],
        String::new(),
    )
}

pub(crate) fn late(seconds: u64, answer: Answer) -> Answer {
    Answer::Late(Duration::from_secs(seconds), Box::new(answer))
}

pub(crate) fn files(names: &[&str]) -> String {
    format!("{{\"value\":[{}]}}", rows(names))
}

pub(crate) fn rows(names: &[&str]) -> String {
    let row = |name: &&str| format!("{{\"fileName\":\"{name}\"}}");
    names.iter().map(row).collect::<Vec<_>>().join(",")
}

/// A request: how many seconds after the first thing, how, and with which proof.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) at: f64,
    pub(crate) method: String,
    pub(crate) proof: Option<String>,
}

#[derive(Clone)]
pub(crate) struct Sequence {
    start: Instant,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Sequence {
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        Sequence {
            start: Instant::now(),
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            asked: Arc::default(),
        }
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Defender> {
        Defender::builder().transport(self.clone())
    }

    pub(crate) fn client(&self) -> Defender {
        self.builder().build().unwrap()
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// How many seconds after the first thing each request was sent.
    pub(crate) fn times(&self) -> Vec<f64> {
        self.asked().iter().map(|asked| asked.at).collect()
    }
}

async fn answered(answer: Answer) -> Result<http::Response<ResponseBody>, TransportError> {
    let (status, headers, body) = match answer {
        Answer::Late(time, answer) => {
            sleep(time).await;
            return Box::pin(answered(*answer)).await;
        }
        Answer::Fails(error) => return Err(error("as the script has it")),
        Answer::Status(status, headers, body) => {
            (status, headers, ResponseBody::from(Bytes::from(body)))
        }
        Answer::Cut(body) => {
            let pieces = [Ok(Bytes::from(body)), Err(TransportError::body("cut"))];
            let pieces = Box::pin(futures_util::stream::iter(pieces));
            (200, Vec::new(), ResponseBody::streamed(pieces))
        }
    };
    let mut answer = http::Response::builder()
        .status(status)
        .header("content-type", "application/json");
    for (name, value) in headers {
        answer = answer.header(name, value);
    }
    answer.body(body).map_err(TransportError::other)
}

impl Transport for Sequence {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let proof = request.headers().get("authorization");
        self.asked.lock().unwrap().push(Asked {
            at: self.start.elapsed().as_secs_f64(),
            method: request.method().to_string(),
            proof: proof.map(|proof| proof.to_str().unwrap().to_owned()),
        });
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(answered(answer.expect("nobody asks so often")))
    }
}

//! A transport that gives one answer after the other and keeps what was sent, as it was sent.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_core::Stream;
use odata::doc_example::Defender;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{ClientBuilder, Service};

/// One answer.
#[derive(Clone)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

pub(crate) fn status(status: u16) -> Answer {
    Answer {
        status,
        headers: Vec::new(),
        body: String::new(),
    }
}

impl Answer {
    pub(crate) fn json(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self.header("content-type", "application/json")
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// A request as it left.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    headers: http::HeaderMap,
    pub(crate) body: String,
}

impl Sent {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Method and path below the root, with the query.
    pub(crate) fn line(&self) -> String {
        let path = self.url.strip_prefix(ROOT).unwrap_or(&self.url);
        format!("{} {path}", self.method)
    }
}

pub(crate) const ROOT: &str = "https://api.security.microsoft.com/api/";

#[derive(Clone)]
pub(crate) struct Wire {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Wire {
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        Wire {
            answers: Arc::new(Mutex::new(answers.into_iter().collect())),
            sent: Arc::default(),
        }
    }

    pub(crate) fn builder<S: Service>(&self) -> ClientBuilder<S> {
        S::builder().transport(self.clone()).bearer_token("secret")
    }

    pub(crate) fn defender(&self) -> Defender {
        self.builder().build().unwrap()
    }

    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    #[track_caller]
    pub(crate) fn only(&self) -> Sent {
        let mut sent = self.sent();
        assert_eq!(sent.len(), 1, "{sent:?}");
        sent.remove(0)
    }

    /// Each request's method and path.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.sent().iter().map(Sent::line).collect()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        Box::pin(async move {
            let mut body = request.body().open();
            let mut whole = Vec::new();
            while let Some(piece) = poll_fn(|cx| Pin::new(&mut body).poll_next(cx)).await {
                whole.extend_from_slice(&piece?);
            }
            self.sent.lock().unwrap().push(Sent {
                method: request.method().to_string(),
                url: request.uri().to_string(),
                headers: request.headers().clone(),
                body: String::from_utf8(whole).unwrap(),
            });
            let answer = self.answers.lock().unwrap().pop_front();
            let answer = answer.expect("no more requests were expected");
            let mut response = http::Response::builder().status(answer.status);
            for (name, value) in &answer.headers {
                response = response.header(*name, value);
            }
            let body = ResponseBody::from(Bytes::from(answer.body));
            Ok(response.body(body).unwrap())
        })
    }
}

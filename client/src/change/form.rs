//! Forms with a file (`multipart/form-data`, RFC 7578): what some services take in place of JSON.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use odata_core::descriptor::{EntitySetInfo, Usage};
use odata_core::transport::{ByteStream, MaybeSend, MaybeSync, RequestBody, TransportError};
use odata_core::url::encode_segment;

use super::content::exactly;
use super::outbound::{ODATA_VERSION, VERSION};
use super::saved::entity;
use crate::client::{Client, Outgoing};
use crate::decode::Structured;
use crate::error::{Error, Result};
use crate::json::Manner;
use crate::random;
use crate::request::takes_terms;

/// A file for a form: its name, its length, and its bytes, held or read piece by piece.
#[derive(Clone)]
pub struct FilePart {
    name: String,
    length: u64,
    body: RequestBody,
}

impl FilePart {
    /// A file whose bytes are at hand.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        FilePart {
            name: name.into(),
            length: bytes.len() as u64,
            body: bytes.into(),
        }
    }

    /// A file that is read while it is sent; it is opened anew for each try.
    pub fn streamed(
        name: impl Into<String>,
        length: u64,
        open: impl Fn() -> ByteStream + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        FilePart {
            name: name.into(),
            length,
            body: RequestBody::streamed(Some(length), open),
        }
    }

    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FilePart({}, {} bytes)", self.name, self.length)
    }
}

/// What the runtime is told about a form of a service.
#[derive(Debug)]
pub struct FormInfo {
    /// The largest file that the service takes, in bytes, as it documents.
    pub max_file_size: Option<u64>,
}

/// A form on its way to an entity set; generated code fills it in.
#[must_use = "nothing is sent before `send`"]
pub struct Form<E> {
    client: Client,
    set: &'static EntitySetInfo,
    info: &'static FormInfo,
    texts: Vec<(&'static str, String)>,
    file: (&'static str, FilePart),
    entity: std::marker::PhantomData<fn() -> E>,
}

impl<E: Structured> Form<E> {
    /// A form with its file.
    pub fn new(
        client: &Client,
        set: &'static EntitySetInfo,
        info: &'static FormInfo,
        field: &'static str,
        file: FilePart,
    ) -> Self {
        let (client, entity) = (client.of(set).to(Usage::Insert), std::marker::PhantomData);
        Form {
            client,
            set,
            info,
            texts: Vec::new(),
            file: (field, file),
            entity,
        }
    }

    /// Fills in a field; a second text for the same one replaces the first.
    pub fn text(mut self, field: &'static str, text: impl Into<String>) -> Self {
        self.texts.retain(|(known, _)| *known != field);
        self.texts.push((field, text.into()));
        self
    }

    takes_terms!(client);

    /// Sends it and gives the entity that the service made of it.
    ///
    /// # Errors
    /// When the file is larger than the service takes ([`is_refused`](Error::is_refused): nothing is sent then), when it
    /// turns out longer or shorter than it was said to be, and as [`Insert::send`](crate::Insert::send).
    pub async fn send(self) -> Result<E> {
        let (field, file) = self.file;
        if let Some(max) = self.info.max_file_size
            && file.length > max
        {
            return Err(Error::refused(format!(
                "`{}` has {} bytes, and the service takes at most {max}",
                file.name, file.length
            )));
        }
        let boundary = boundary();
        let (head, tail) = frame(&boundary, &self.texts, field, &file.name);
        let length = head.len() as u64 + file.length + tail.len() as u64;
        let (body, expected) = (file.body, file.length);
        let body = RequestBody::streamed(Some(length), move || {
            Box::pin(Framed {
                head: Some(head.clone()),
                file: Some(exactly(expected, body.open())),
                tail: Some(tail.clone()),
            })
        });
        let mut headers = HeaderMap::new();
        let content_type =
            HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
                .map_err(|_| Error::refused("the form has no boundary that a header can hold"))?;
        headers.insert(CONTENT_TYPE, content_type);
        headers.insert(ODATA_VERSION, VERSION);
        let url = self.client.url(&encode_segment(self.set.name), "")?;
        let answer = self
            .client
            .send(Box::new(Outgoing {
                method: Method::POST,
                url,
                headers,
                body,
            }))
            .await?;
        let missing =
            || Error::payload("the service took the file and did not send the entity back");
        let read = entity(&answer, Manner::default()).and_then(|entity| entity.ok_or_else(missing));
        read.map_err(|error| {
            let mut error = error.of_answer(&Method::POST, &answer.head);
            error.note_done(answer.head.status, &answer.head.headers);
            error
        })
    }
}

impl<E> fmt::Debug for Form<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({}, {:?})", self.set.name, self.file.1)
    }
}

/// A line that no file has in it: 128 random bits.
fn boundary() -> String {
    format!("odata-{}", random::boundary())
}

/// What stands before the file's bytes and behind them.
fn frame(boundary: &str, texts: &[(&str, String)], field: &str, file_name: &str) -> (Bytes, Bytes) {
    let mut head = String::new();
    for (name, text) in texts {
        head.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{text}\r\n",
            quoted(name)
        ));
    }
    head.push_str(&format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n",
        quoted(field),
        quoted(file_name)
    ));
    (head.into(), format!("\r\n--{boundary}--\r\n").into())
}

/// Quotes and line breaks are percent-encoded, as browsers do (RFC 7578, section 2; WHATWG HTML, 4.10.21.8).
fn quoted(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The file between its frame.
struct Framed {
    head: Option<Bytes>,
    file: Option<ByteStream>,
    tail: Option<Bytes>,
}

impl Stream for Framed {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(head) = self.head.take() {
            return Poll::Ready(Some(Ok(head)));
        }
        let Some(file) = &mut self.file else {
            return Poll::Ready(self.tail.take().map(Ok));
        };
        match std::task::ready!(file.as_mut().poll_next(cx)) {
            Some(piece) => Poll::Ready(Some(piece)),
            None => {
                self.file = None;
                Poll::Ready(self.tail.take().map(Ok))
            }
        }
    }
}

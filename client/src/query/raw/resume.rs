//! Going on with bytes that broke off (RFC 9110, 14 and 13.1.5).

use http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_RANGE, LAST_MODIFIED, RANGE,
};
use http::{Method, StatusCode};
use odata_core::transport::{BoxFuture, ResponseBody};

use super::range::Part;
use crate::client::{Client, Opened, Outgoing, Tries};
use crate::error::{Error, Result};

/// How bytes are gone on with.
pub(super) struct Resume {
    client: Client,
    asked: Outgoing,
    /// By which it is seen whether they are still the same.
    validator: HeaderValue,
    /// Which byte comes next.
    read: u64,
    tries: Tries,
}

/// How they are gone on with, what comes now, and how many there are in all, where that is said.
pub(super) type Resumed = Result<(Box<Resume>, ResponseBody, Option<u64>)>;

impl Resume {
    /// Of what begins with that byte. Nothing where it would not be sure that the parts belong together.
    pub(super) fn of(
        client: &Client,
        asked: Outgoing,
        opened: &Opened,
        first: u64,
    ) -> Option<Self> {
        let headers = &opened.head.headers;
        let is_part = opened.head.status == StatusCode::PARTIAL_CONTENT;
        let is_read =
            asked.method == Method::GET && (is_part || opened.head.status == StatusCode::OK);
        // What was packed on its way has other bytes than those that are counted here, and no length. A browser does not say so.
        let is_plain = !cfg!(target_arch = "wasm32")
            && !headers.contains_key(CONTENT_ENCODING)
            && headers.contains_key(CONTENT_LENGTH);
        let units = text(headers, ACCEPT_RANGES).unwrap_or_default();
        let has_ranges = is_part || units.split(',').any(|unit| unit.trim() == "bytes");
        let tag = headers.get(ETAG);
        let tag = tag.filter(|tag| tag.as_bytes().starts_with(b"\""));
        let validator = tag.or_else(|| headers.get(LAST_MODIFIED))?.clone();
        (is_read && is_plain && has_ranges).then(|| Resume {
            tries: Tries::of_reading(client.clone()),
            client: client.clone(),
            asked,
            validator,
            read: first,
        })
    }

    /// So many more came.
    pub(super) fn came(&mut self, bytes: usize) {
        if bytes > 0 {
            self.read += bytes as u64;
            self.tries.progressed();
        }
    }

    /// Asks for the rest.
    pub(super) fn again(self: Box<Self>, error: Error) -> BoxFuture<'static, Resumed> {
        Box::pin(self.ask(error))
    }

    async fn ask(mut self: Box<Self>, error: Error) -> Resumed {
        self.tries.again(error).await?;
        let mut outgoing = self.asked.clone();
        let from = format!("bytes={}-", self.read);
        let from = HeaderValue::from_str(&from).map_err(|_| Error::refused("no range"))?;
        outgoing.headers.insert(RANGE, from);
        outgoing.headers.insert(IF_RANGE, self.validator.clone());
        let opened = self.client.open(outgoing).await?;
        let part = Part::of(opened.head.status, &opened.head.headers);
        match opened.head.status {
            StatusCode::PARTIAL_CONTENT if part.map(|part| part.first) == Some(self.read) => {
                let total = part.and_then(|part| part.total);
                Ok((self, opened.body, total))
            }
            StatusCode::PARTIAL_CONTENT => Err(Error::payload(format!(
                "the answer broke off after {} bytes, and the service goes on from another one",
                self.read
            ))),
            _ => Err(Error::payload(format!(
                "the answer broke off after {} bytes, and the bytes are others by now: they are to be read from the beginning",
                self.read
            ))),
        }
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

//! Going on with bytes that broke off (RFC 9110, 14 and 13.1.5).

use http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderName,
    HeaderValue, IF_RANGE, LAST_MODIFIED, RANGE,
};
use http::{Method, StatusCode};
use odata_core::transport::{BoxFuture, ResponseBody};

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

/// How they are gone on with, and what comes now.
pub(super) type Resumed = Result<(Box<Resume>, ResponseBody)>;

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
        let range = text(&opened.head.headers, CONTENT_RANGE).and_then(start);
        match opened.head.status {
            StatusCode::PARTIAL_CONTENT if range == Some(self.read) => Ok((self, opened.body)),
            // All had come, and the connection broke behind the last byte.
            StatusCode::RANGE_NOT_SATISFIABLE => Ok((self, opened.body)),
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

/// The first byte of `bytes 3-8/9`.
fn start(range: &str) -> Option<u64> {
    let (first, _) = range.trim().strip_prefix("bytes ")?.split_once('-')?;
    first.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::start;

    #[test]
    fn where_a_part_begins() {
        assert_eq!(start("bytes 3-8/9"), Some(3));
        assert_eq!(start("bytes 0-8/*"), Some(0));
        for wrong in ["bytes */9", "3-8/9", "bytes -8/9", "lines 3-8/9", ""] {
            assert_eq!(start(wrong), None, "{wrong}");
        }
    }
}

//! What a service says of bytes that it has taken.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;
use http::header::{ETAG, LOCATION};

use crate::client::Answer;
use crate::decode::{Structured, Value, keep_etag};
use crate::error::{Error, Result};
use crate::json::Reader;

/// What a service says of bytes that it has taken.
///
/// OData asks for no more than a 204 (Protocol 4.01, 11.4.7.2 and 11.4.8.1). What a service sends beside is kept: Microsoft Graph answers
/// with the entity whose content was put, which is how one learns its key where the URL is a path.
///
/// # Example: the entity that a service answers with
/// ```
/// # use odata::{Content, RawQuery, Structured};
/// # async fn example<DriveItem: Structured>(content: RawQuery) -> odata::Result<()> {
/// let taken = content.put(Content::bytes("text/plain", "hello")).send().await?;
/// let item: Option<DriveItem> = taken.read_as()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Uploaded {
    status: StatusCode,
    etag: Option<String>,
    location: Option<String>,
    body: Bytes,
}

impl Uploaded {
    pub(super) fn of(answer: &Answer) -> Self {
        Uploaded {
            status: answer.status(),
            etag: answer.header(&ETAG).map(str::to_owned),
            location: answer.header(&LOCATION).map(str::to_owned),
            body: answer.bytes().clone(),
        }
    }

    /// The status of the answer: 202 says of an upload session that more is expected.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The ETag that they have now, where the service says it.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// Where what was made of them is (`Location`), as the service wrote it.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The body of the answer, as it came; mostly there is none.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body read as JSON of that type: the entity that they belong to, the state of an upload session. Nothing where there is no body.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read_as<T: Structured>(&self) -> Result<Option<T>> {
        if self.body.is_empty() {
            return Ok(None);
        }
        let text = std::str::from_utf8(&self.body)
            .map_err(|_| Error::payload("what was answered to the bytes is not UTF-8"))?;
        let mut reader = Reader::new(text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut value = T::default();
        let read = Value::read(&mut value, &mut reader).and_then(|()| reader.end());
        read.map_err(Error::from)?;
        if let Some(etag) = &self.etag {
            keep_etag(&mut value, etag);
        }
        Ok(Some(value))
    }
}

impl fmt::Debug for Uploaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uploaded")
            .field("status", &self.status.as_u16())
            .field("etag", &self.etag)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

//! Bytes from a certain one on (RFC 9110, 14.2 and 13.1.5).

use http::header::{ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, RANGE};
use http::{HeaderName, StatusCode};
use odata_core::transport::TransportError;

use super::RawQuery;
use crate::error::{Error, Result};

/// Where reading goes on, and of what.
#[derive(Clone, Debug)]
pub(super) struct Range {
    first: u64,
    etag: Option<HeaderValue>,
}

impl RawQuery {
    /// The bytes from that one on, counted from 0: to go on where reading broke off. `etag` is that of what was read, where the service gave one
    /// ([`RawBody::etag`](crate::RawBody::etag)); if the bytes are others by now, [`open`](Self::open), [`bytes`](Self::bytes) and [`text`](Self::text) are an error. So it is when there are fewer (416 of a service that knows ranges,
    /// which some send too where nothing is left to be read). A [batch](crate::Batch) refuses it: its requests
    /// have no `Range` (Protocol 4.01, 11.7.2).
    ///
    /// A service that does not know ranges sends all of them, and those before are passed over. What is sent packed is asked for as it is kept.
    ///
    /// # Example
    /// ```
    /// # async fn example(photo: odata::RawQuery, have: u64, etag: Option<&str>) -> odata::Result<()> {
    /// if let Some(mut rest) = photo.from_byte(have, etag).open().await? {
    ///     while let Some(piece) = rest.next().await {
    ///         println!("{} more bytes", piece?.len());
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_byte(mut self, first: u64, etag: Option<&str>) -> Self {
        let etag = etag.and_then(|etag| HeaderValue::from_str(etag).ok());
        self.range = Some(Range { first, etag });
        self
    }
}

/// What part of the bytes an answer says that it has (`Content-Range`, RFC 9110, 14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) first: u64,
    /// How many there are in all, where that is said.
    pub(super) total: Option<u64>,
}

impl Part {
    /// That of an answer; nothing where it has all of them, or does not say it as the standard has it.
    pub(super) fn of(status: StatusCode, headers: &HeaderMap) -> Option<Part> {
        let said = headers.get(CONTENT_RANGE)?.to_str().ok()?;
        match status {
            StatusCode::PARTIAL_CONTENT => Part::read(said),
            _ => None,
        }
    }

    fn read(said: &str) -> Option<Part> {
        let (range, total) = said.trim().strip_prefix("bytes ")?.split_once('/')?;
        Some(Part {
            first: range.split_once('-')?.0.trim().parse().ok()?,
            total: total.trim().parse().ok(),
        })
    }

    /// Makes sure that what comes unasked in parts is all of it.
    ///
    /// # Errors
    /// When it does not begin at the beginning.
    pub(super) fn unasked(status: StatusCode, headers: &HeaderMap) -> Result<Option<Part>> {
        let part = Part::of(status, headers);
        let begins = part.is_some_and(|part| part.first == 0);
        match status == StatusCode::PARTIAL_CONTENT && !begins {
            true => Err(Error::payload(
                "a part of the bytes came (206), and all of them were asked for",
            )),
            false => Ok(part),
        }
    }

    /// What is said where an answer ends before all of them came.
    #[cold]
    pub(super) fn short(came: u64, total: u64) -> Error {
        TransportError::body(format!("{came} of {total} bytes came")).into()
    }
}

impl Range {
    /// A weak ETag does not say that the bytes are the same, so nothing is made to depend on it.
    fn is_strong(etag: &HeaderValue) -> bool {
        etag.as_bytes().first() == Some(&b'"')
    }

    /// Whether it is all of them.
    pub(super) fn is_all(&self) -> bool {
        self.first == 0
    }

    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        if self.first == 0 {
            return;
        }
        if let Ok(range) = HeaderValue::from_str(&format!("bytes={}-", self.first)) {
            headers.insert(RANGE, range);
        }
        if let Some(etag) = self.etag.as_ref().filter(|etag| Range::is_strong(etag)) {
            headers.insert(IF_RANGE, etag.clone());
        }
    }

    /// There are fewer bytes than were read before.
    #[cold]
    pub(super) fn too_few(first: u64, missing: u64) -> Error {
        Error::payload(format!(
            "bytes from {first} on were asked for, and there are no more than {}: those that were read before are others",
            first.saturating_sub(missing)
        ))
    }

    /// From which byte on the answer is, and how many of its bytes were read before.
    ///
    /// # Errors
    /// When it is an answer to something else, or the bytes have changed.
    pub(super) fn begins(&self, status: StatusCode, headers: &HeaderMap) -> Result<(u64, u64)> {
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        if let (Some(old), Some(new)) = (&self.etag, headers.get(ETAG))
            && old != new
        {
            return Err(Error::payload(
                "the bytes have changed since the first of them were read: their ETag is another one",
            ));
        }
        if status != StatusCode::PARTIAL_CONTENT {
            return Ok((0, self.first));
        }
        let said = text(CONTENT_RANGE).unwrap_or_default();
        let first = Part::read(said).map(|part| part.first);
        match first.and_then(|first| Some((first, self.first.checked_sub(first)?))) {
            Some(begins) => Ok(begins),
            None => Err(Error::payload(format!(
                "bytes from {} on were asked for, and those that came are `{said}`",
                self.first
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn what_part_it_is() {
        let part = |first, total| Some(Part { first, total });
        assert_eq!(Part::read("bytes 3-8/9"), part(3, Some(9)));
        assert_eq!(Part::read(" bytes 0-8/* "), part(0, None));
        for wrong in [
            "bytes */9",
            "3-8/9",
            "bytes -8/9",
            "lines 3-8/9",
            "bytes 3-8",
            "",
        ] {
            assert_eq!(Part::read(wrong), None, "{wrong}");
        }
    }
}

//! Bytes and texts that are read whole, as one request among others.

use bytes::Bytes;

use super::RawQuery;
use super::range::{Part, Range};
use crate::client::{Answer, Client, utf8};
use crate::error::{Error, Result};
use crate::request::sealed::Sealed;
use crate::request::{Prepared, Request};

impl RawQuery {
    /// The same, read as text: for a [batch](crate::Batch), where [`text`](Self::text) would send it alone.
    pub fn as_text(&self) -> RawTextQuery {
        RawTextQuery(self.clone())
    }
}

impl Sealed for RawQuery {}

/// All bytes, in memory; nothing where the service says that there is nothing (204).
impl Request for RawQuery {
    type Output = Option<Bytes>;

    fn prepare(&self) -> Result<Prepared<Option<Bytes>>> {
        let (client, outgoing) = self.outgoing();
        let range = self.among_others()?;
        let read = move |_: &Client, answer: &Answer| asked_for(range.as_ref(), answer);
        Ok(Prepared::new(&client, outgoing?, read))
    }
}

impl RawQuery {
    /// What is asked for of the bytes, when it is asked as one request among others.
    ///
    /// # Errors
    /// When it is a part of them: requests within a batch have no `Range` (Protocol 4.01, 11.7.2).
    fn among_others(&self) -> Result<Option<Range>> {
        match &self.range {
            Some(range) if !range.is_all() => Err(Error::refused(
                "bytes from a certain one on are no request of a batch, and none that is answered later: `bytes`, `text` or `open` reads them",
            )),
            range => Ok(range.clone()),
        }
    }
}

/// The bytes of an answer that were asked for; nothing where the service says that there is nothing (204).
///
/// # Errors
/// When it is an answer to something else, or the bytes have changed.
pub(super) fn asked_for(range: Option<&Range>, answer: &Answer) -> Result<Option<Bytes>> {
    if answer.is_nothing() {
        return Ok(None);
    }
    let bytes = answer.bytes();
    if let Some(part) = Part::of(answer.status(), answer.headers()) {
        let came = part.first.saturating_add(bytes.len() as u64);
        if let Some(total) = part.total.filter(|total| came < *total) {
            return Err(Part::short(came, total));
        }
    }
    let Some(range) = range else {
        Part::unasked(answer.status(), answer.headers())?;
        return Ok(Some(bytes.clone()));
    };
    let (first, passed_over) = range.begins(answer.status(), answer.headers())?;
    match usize::try_from(passed_over) {
        Ok(before) if before <= bytes.len() => Ok(Some(bytes.slice(before..))),
        _ => {
            let missing = passed_over - bytes.len() as u64;
            Err(Range::too_few(first + passed_over, missing))
        }
    }
}

/// The same as text.
///
/// # Errors
/// When it is not UTF-8.
pub(super) fn as_text(bytes: Option<Bytes>) -> Result<Option<String>> {
    let text = bytes.as_deref().map(utf8).transpose()?;
    Ok(text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()))
}

/// A question for plain text: what [`RawQuery::as_text`] makes of one for bytes.
#[derive(Clone, Debug)]
#[must_use = "nothing is asked before it is sent"]
pub struct RawTextQuery(RawQuery);

impl Sealed for RawTextQuery {}

/// The text, which must be UTF-8; nothing where the service says that there is nothing (204).
impl Request for RawTextQuery {
    type Output = Option<String>;

    fn prepare(&self) -> Result<Prepared<Option<String>>> {
        let (client, outgoing) = self.0.outgoing();
        let range = self.0.among_others()?;
        let read =
            move |_: &Client, answer: &Answer| asked_for(range.as_ref(), answer).and_then(as_text);
        Ok(Prepared::new(&client, outgoing?, read))
    }
}

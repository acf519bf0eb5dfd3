//! Bytes and texts that are read whole, as one request among others.

use bytes::Bytes;

use super::RawQuery;
use crate::client::{Answer, Client};
use crate::error::Result;
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
        let read = |_: &Client, answer: &Answer| {
            Ok((!answer.is_nothing()).then(|| answer.bytes().clone()))
        };
        Ok(Prepared::new(&client, outgoing?, read))
    }
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
        let read = |_: &Client, answer: &Answer| match answer.is_nothing() {
            true => Ok(None),
            false => answer.text().map(|text| Some(text.to_owned())),
        };
        Ok(Prepared::new(&client, outgoing?, read))
    }
}

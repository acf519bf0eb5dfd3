//! What is wanted of an answer that no part of the URL says.

use http::header::{ACCEPT, HeaderName, HeaderValue};
use http::{HeaderMap, header};

use crate::json::Manner;

/// How much control information the service is asked for (OData JSON 4.0, 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Metadata {
    /// Next links and counts only. Without `@odata.type` values of derived types are read as their base type.
    None,
    /// What cannot be worked out from the URL and the schema. It is what is asked for unless it is said otherwise.
    #[default]
    Minimal,
    /// All of it: links to edit, to read and to navigate, and what operations there are. What came is in
    /// [`Extras`](crate::Extras).
    Full,
}

/// What is asked for in headers, and how the answer is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes {
    pub(super) metadata: Metadata,
    /// Int64 and Decimal come as strings (OData JSON 4.0, 3.2).
    pub(super) ieee754: bool,
    pub(super) page_size: Option<u32>,
    pub(super) track_changes: bool,
    /// The options go in the body of a `POST`, which leaves the URL short.
    pub(crate) by_post: bool,
    pub(super) manner: Manner,
    /// What tells the entities of a page from each other, however they are changed.
    pub(crate) key: &'static [&'static str],
}

const PREFER: HeaderName = HeaderName::from_static("prefer");

impl Wishes {
    pub(crate) fn manner(&self) -> Manner {
        Manner {
            annotations: self.manner.annotations || self.metadata == Metadata::Full,
            ..self.manner
        }
    }

    pub(crate) fn headers(&self) -> HeaderMap {
        let is_usual = self.metadata == Metadata::Minimal && !self.ieee754;
        match is_usual && self.page_size.is_none() && !self.track_changes {
            true => HeaderMap::new(),
            false => self.own_headers(),
        }
    }

    #[cold]
    fn own_headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        if self.metadata != Metadata::Minimal || self.ieee754 {
            let accept: &'static str = match (self.metadata, self.ieee754) {
                (Metadata::None, false) => "application/json;odata.metadata=none",
                (Metadata::None, true) => {
                    "application/json;odata.metadata=none;IEEE754Compatible=true"
                }
                (Metadata::Minimal, _) => {
                    "application/json;odata.metadata=minimal;IEEE754Compatible=true"
                }
                (Metadata::Full, false) => "application/json;odata.metadata=full",
                (Metadata::Full, true) => {
                    "application/json;odata.metadata=full;IEEE754Compatible=true"
                }
            };
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
        }
        if self.page_size.is_none() && !self.track_changes {
            return headers;
        }
        // With the prefix, since 4.0 knows no other form and 4.01 takes both (Protocol 4.01, 8.2.8).
        let mut preferences = Vec::new();
        if let Some(size) = self.page_size {
            preferences.push(format!("odata.maxpagesize={size}"));
        }
        if self.track_changes {
            preferences.push("odata.track-changes".to_owned());
        }
        let preferences = header::HeaderValue::from_str(&preferences.join(", "));
        if let Ok(preferences) = preferences {
            headers.insert(PREFER, preferences);
        }
        headers
    }
}

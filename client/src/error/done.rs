//! What was done though there is an error.

use http::header::{HeaderName, LOCATION};
use http::{HeaderMap, StatusCode};

use super::{Error, shown_text};

const ENTITY_ID: HeaderName = HeaderName::from_static("odata-entityid");

/// Where what was changed is, if that is known.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(super) at: Option<String>,
}

impl Error {
    /// Of a change that was made all the same, and where what was changed is.
    pub(crate) fn of_done(mut self, at: Option<String>) -> Self {
        self.0.done = Some(Done { at });
        self
    }

    /// What an earlier try has done, if this one is not known to have done anything.
    pub(crate) fn or_done(mut self, earlier: Option<Done>) -> Self {
        self.0.done = self.0.done.take().or(earlier);
        self
    }

    pub(crate) fn done(&self) -> Option<Done> {
        self.0.done.clone()
    }

    /// The same of whatever is wrong with the answer to a change, whose status says that the change was made.
    ///
    /// What was accepted (202) may fail yet. An answer may be an error of the service but for its status; where that says that something
    /// was created (201), something was.
    pub(crate) fn note_done(&mut self, status: StatusCode, headers: &HeaderMap) {
        let is_made = status.is_success() && status != StatusCode::ACCEPTED;
        let is_taken_back = self.service_error().is_some() && status != StatusCode::CREATED;
        if is_made && !is_taken_back && self.0.done.is_none() {
            let text = |name| headers.get(name)?.to_str().ok().map(shown_text);
            let at = text(LOCATION).or_else(|| text(ENTITY_ID));
            self.0.done = Some(Done { at });
        }
    }
}

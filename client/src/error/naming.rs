//! What an error is about: which request, who answered it, why it was given up.

use http::{HeaderValue, StatusCode};

use super::{Error, GivingUp, Inner, Kind, shown};
use crate::client::{Head, hide_proof};

impl Error {
    pub(crate) fn of_request(mut self, method: &http::Method, url: &url::Url) -> Self {
        self.name_request(method, url);
        self
    }

    /// The same, where it is.
    pub(crate) fn name_request(&mut self, method: &http::Method, url: &url::Url) {
        self.0
            .request
            .get_or_insert_with(|| format!("{method} {}", shown(url)));
    }

    /// The same, where the answer may have come from another place: redirects were followed.
    pub(crate) fn of_answer(mut self, method: &http::Method, head: &Head) -> Self {
        self.name_answer(method, head);
        self
    }

    /// The same, where it is.
    pub(crate) fn name_answer(&mut self, method: &http::Method, head: &Head) {
        if let Some(proof) = &head.proof {
            self.hide(proof);
        }
        let Some(asked) = &head.asked else {
            return self.name_request(method, &head.url);
        };
        if self.0.request.is_none() {
            self.0.answered_by = Some(shown(&head.url));
        }
        self.name_request(method, asked);
    }

    /// The same, without what proved who is asking: an answer may repeat it anywhere.
    pub(crate) fn hiding(mut self, proof: Option<&HeaderValue>) -> Self {
        if let Some(proof) = proof {
            self.hide(proof);
        }
        self
    }

    fn hide(&mut self, proof: &HeaderValue) {
        match &mut self.0.kind {
            Kind::Payload { reason } | Kind::Link { reason } => hide_proof(reason, proof),
            Kind::Decode(fault) => fault.hide(&|text| hide_proof(text, proof)),
            Kind::Service {
                request_id: Some(id),
                ..
            } => hide_proof(id, proof),
            _ => {}
        }
    }

    /// Nothing but what it is about was in the answer.
    pub(crate) fn of_whole(self, status: StatusCode) -> Self {
        match self.0.kind {
            Kind::Decode(fault) => Error(Box::new(Inner {
                kind: Kind::Decode(fault.of_answer(status)),
                ..*self.0
            })),
            _ => self,
        }
    }

    /// It came from there, whatever was asked.
    pub(crate) fn answered_by(mut self, url: &url::Url) -> Self {
        self.0.answered_by.get_or_insert_with(|| shown(url));
        self
    }

    /// Why it is not tried again.
    pub(crate) fn given_up(mut self, why: GivingUp) -> Self {
        self.0.given_up.get_or_insert(why);
        self
    }
}

//! The answers to the requests of a batch, as they came.

use http::StatusCode;

use super::ids::RequestId;
use super::layout::Layout;
use crate::request::Message;

/// What came of the answers to a batch, in any format.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// One for each request, in their order.
    pub(super) answers: Vec<Option<Result<Message, String>>>,
    /// Why the rest is missing, where it broke off.
    pub(super) cut: Option<String>,
}

impl Came {
    /// Nothing yet, to so many requests.
    pub(super) fn nothing(requests: usize) -> Self {
        Came {
            answers: std::iter::repeat_with(|| None).take(requests).collect(),
            cut: None,
        }
    }

    /// Whether there is such a request.
    pub(super) fn has(&self, request: RequestId) -> bool {
        request.index() < self.answers.len()
    }

    pub(super) fn is_answered(&self, request: RequestId) -> bool {
        let answer = self.answers.get(request.index());
        answer.is_some_and(Option::is_some)
    }

    pub(super) fn give(&mut self, request: RequestId, answer: Result<Message, String>) {
        if let Some(place) = self.answers.get_mut(request.index()) {
            *place = Some(answer);
        }
    }

    /// How many were answered.
    pub(super) fn count(&self) -> usize {
        self.answers
            .iter()
            .filter(|answer| answer.is_some())
            .count()
    }

    /// Where one request of a change set failed, each has failed with it: those of which nothing is said, and those that are said to have
    /// gone well, as CAP says in JSON of what it took back.
    pub(super) fn fail_together(&mut self, layout: &Layout) {
        for (_, members) in layout.groups() {
            let failed = |answer: &&Message| !answer.status.is_success();
            let answers = self.answers.get(members.range()).unwrap_or_default().iter();
            let answers = answers.filter_map(|answer| answer.as_ref()?.as_ref().ok());
            let answers: Vec<&Message> = answers.filter(failed).collect();
            // That another one failed is no reason of its own.
            let own = |answer: &&&Message| answer.status != StatusCode::FAILED_DEPENDENCY;
            let reason = answers.iter().find(own).or(answers.first());
            let Some(reason) = reason.map(|reason| (*reason).clone()) else {
                continue;
            };
            for answer in self.answers.get_mut(members.range()).unwrap_or_default() {
                let is_well = |answer: &Result<Message, String>| {
                    answer
                        .as_ref()
                        .is_ok_and(|answer| answer.status.is_success())
                };
                if answer.as_ref().is_none_or(is_well) {
                    *answer = Some(Ok(reason.clone()));
                }
            }
        }
    }
}

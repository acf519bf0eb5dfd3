//! The answers to the requests of a batch, as they came.

use crate::request::Message;

/// What came of the answers to a batch, in any format.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// By the number of the request.
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

    pub(super) fn is_answered(&self, request: usize) -> bool {
        self.answers.get(request).is_some_and(Option::is_some)
    }

    pub(super) fn give(&mut self, request: usize, answer: Result<Message, String>) {
        if let Some(place) = self.answers.get_mut(request) {
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
}

//! An answer to one request of a batch, as it came.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// Status, headers and body.
#[derive(Clone, Debug)]
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What came of the answers to a batch, in any format.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// By the number of the request.
    pub(super) answers: Vec<Option<Result<Answered, String>>>,
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

    pub(super) fn give(&mut self, request: usize, answer: Result<Answered, String>) {
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

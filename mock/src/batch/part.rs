//! One request of a batch.

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::Canned;
use crate::answer::Fault;

/// A request as it stands in a batch.
#[derive(Debug)]
pub(super) struct Part {
    /// What others call it.
    pub(super) id: Option<String>,
    /// The change set, or atomicity group, that it is in.
    pub(super) group: Option<String>,
    /// What has to be done before, by ids and groups.
    pub(super) depends_on: Vec<String>,
    pub(super) sent: Result<Sent, Fault>,
}

/// What is to be done.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) method: Method,
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What came of a part, or of a change set.
#[derive(Debug)]
pub(super) enum Done {
    /// The answer to the part with that number.
    One(usize, Canned),
    /// The answers to a change set.
    Group(Vec<(usize, Canned)>),
    /// A change set of which nothing was done: those that were in it, and the answer to the one that failed.
    Failed {
        parts: Vec<usize>,
        failed: usize,
        answer: Canned,
    },
}

impl Done {
    pub(super) fn is_well(&self) -> bool {
        match self {
            Done::One(_, answer) => is_well(answer),
            Done::Group(_) => true,
            Done::Failed { .. } => false,
        }
    }
}

pub(super) fn is_well(answer: &Canned) -> bool {
    answer.status.is_success() || answer.status.as_u16() == 304
}

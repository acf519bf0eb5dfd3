//! What the requests of a batch, its change sets and the batch itself are known by.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// A request of a batch. Written, it is what others name it by: `1` is the first one, and `$1` in URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RequestId(usize);

impl RequestId {
    /// Those of a batch, in order.
    pub(super) fn all() -> impl Iterator<Item = RequestId> {
        (0..).map(RequestId)
    }

    /// The one that has so many before it: the first one at 0.
    pub(super) fn at(index: usize) -> Self {
        RequestId(index)
    }

    /// How many are before it.
    pub(super) fn index(self) -> usize {
        self.0
    }

    /// The one that is written so.
    pub(super) fn parse(id: &str) -> Option<Self> {
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        let number: usize = is_number.then(|| id.parse().ok()).flatten()?;
        number.checked_sub(1).map(RequestId)
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 + 1)
    }
}

/// A change set of a batch, or atomicity group. Written, it is what JSON names it by: `g1` is the first one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupId(usize);

impl GroupId {
    pub(super) fn next(self) -> Self {
        GroupId(self.0 + 1)
    }
}

impl fmt::Display for GroupId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "g{}", self.0 + 1)
    }
}

/// A batch of this process, so that no handle is taken for one of another batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BatchId(u64);

impl BatchId {
    /// One that no other batch has.
    pub(super) fn fresh() -> Self {
        static BATCHES: AtomicU64 = AtomicU64::new(0);
        BatchId(BATCHES.fetch_add(1, Ordering::Relaxed))
    }
}

/// Whether a path or an id is that of what a request of a batch makes: `$1`, and what lies below it.
pub(crate) fn is_result(path: &str) -> bool {
    let id = path.strip_prefix('$').and_then(|id| id.split('/').next());
    id.and_then(RequestId::parse).is_some()
}

#[cfg(test)]
mod tests {
    use super::RequestId;

    #[test]
    fn ids_are_numbers_from_one_on() {
        let all = ["1", "20", "0", "+1", "", "a", "99999999999999999999999"];
        let found = all.map(|id| RequestId::parse(id).map(RequestId::index));
        assert_eq!(found, [Some(0), Some(19), None, None, None, None, None]);
    }
}

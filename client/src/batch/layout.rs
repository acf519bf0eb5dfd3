//! How the requests of a batch stand in it: by themselves, or with others in a change set.

use std::ops::Range;

use super::ids::{GroupId, RequestId};

/// What is answered by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    One(RequestId),
    Group(GroupId, Members),
}

/// The requests of a change set, which stand one behind the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Members(Range<usize>);

/// All steps of a batch, in order.
#[derive(Debug)]
pub(super) struct Layout {
    steps: Vec<Step>,
    /// How many requests are in them.
    requests: usize,
}

impl Layout {
    /// That of requests of which is known in which change set they are.
    pub(super) fn of(groups: impl IntoIterator<Item = Option<GroupId>>) -> Self {
        let (mut steps, mut requests) = (Vec::new(), 0);
        for (request, group) in RequestId::all().zip(groups) {
            let at = request.index();
            requests = at + 1;
            match (group, steps.last_mut()) {
                (Some(group), Some(Step::Group(last, members))) if *last == group => {
                    members.0.end = requests;
                }
                (Some(group), _) => steps.push(Step::Group(group, Members(at..requests))),
                (None, _) => steps.push(Step::One(request)),
            }
        }
        Layout { steps, requests }
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many requests there are.
    pub(super) fn requests(&self) -> usize {
        self.requests
    }

    /// The change sets.
    pub(super) fn groups(&self) -> impl Iterator<Item = (GroupId, &Members)> {
        self.steps.iter().filter_map(|step| match step {
            Step::Group(group, members) => Some((*group, members)),
            Step::One(_) => None,
        })
    }
}

impl Step {
    pub(super) fn has(&self, request: RequestId) -> bool {
        match self {
            Step::One(one) => *one == request,
            Step::Group(_, members) => members.has(request),
        }
    }
}

impl Members {
    /// Each of them.
    pub(super) fn each(&self) -> impl Iterator<Item = RequestId> + use<> {
        self.0.clone().map(RequestId::at)
    }

    pub(super) fn has(&self, request: RequestId) -> bool {
        self.0.contains(&request.index())
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Where they stand among all requests.
    pub(super) fn range(&self) -> Range<usize> {
        self.0.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{GroupId, Layout, Members, RequestId, Step};

    #[test]
    fn change_sets_stay_apart() {
        let first = GroupId::default();
        let (second, third) = (first.next(), first.next().next());
        let groups = [
            None,
            Some(first),
            Some(first),
            Some(second),
            None,
            Some(third),
        ];
        let expected = [
            Step::One(RequestId::at(0)),
            Step::Group(first, Members(1..3)),
            Step::Group(second, Members(3..4)),
            Step::One(RequestId::at(4)),
            Step::Group(third, Members(5..6)),
        ];
        let layout = Layout::of(groups);
        assert_eq!(layout.steps(), expected);
        assert_eq!(layout.requests(), 6);
    }
}

//! How the requests of a batch stand in it: by themselves, or with others in a change set.

use std::ops::Range;

/// What is answered by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    One(usize),
    /// A change set, whose requests stand one behind the other.
    Group(Range<usize>),
}

/// The steps of requests of which is known in which change set they are.
pub(super) fn steps(groups: impl IntoIterator<Item = Option<usize>>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut last = None;
    for (request, group) in groups.into_iter().enumerate() {
        match (group, steps.last_mut()) {
            (Some(_), Some(Step::Group(range))) if group == last => range.end = request + 1,
            (Some(_), _) => steps.push(Step::Group(request..request + 1)),
            (None, _) => steps.push(Step::One(request)),
        }
        last = group;
    }
    steps
}

/// What a request is called where others name it: `1`, and `$1` in URLs.
pub(super) fn id(request: usize) -> String {
    (request + 1).to_string()
}

/// The request that is called so.
pub(super) fn request_of(id: &str) -> Option<usize> {
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let number: usize = is_number.then(|| id.parse().ok()).flatten()?;
    number.checked_sub(1)
}

/// Whether a path or an id is that of what a request of a batch makes: `$1`, and what lies below it.
pub(crate) fn is_result(path: &str) -> bool {
    let id = path.strip_prefix('$').and_then(|id| id.split('/').next());
    id.and_then(request_of).is_some()
}

/// What a change set is called.
pub(super) fn group_id(group: usize) -> String {
    format!("g{}", group + 1)
}

#[cfg(test)]
mod tests {
    use super::{Step, request_of, steps};

    #[test]
    fn change_sets_stay_apart() {
        let groups = [None, Some(0), Some(0), Some(1), None, Some(2)];
        let expected = [
            Step::One(0),
            Step::Group(1..3),
            Step::Group(3..4),
            Step::One(4),
            Step::Group(5..6),
        ];
        assert_eq!(steps(groups), expected);
    }

    #[test]
    fn ids_are_numbers_from_one_on() {
        let all = ["1", "20", "0", "+1", "", "a", "99999999999999999999999"];
        let found = all.map(request_of);
        assert_eq!(found, [Some(0), Some(19), None, None, None, None, None]);
    }
}

//! What tells the items of a page that were read from others, so that a page that broke off can be gone on with.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use crate::json::Reader;

/// The hashes of the items that were read.
#[derive(Debug, Default)]
pub(super) struct Trail {
    /// What the key properties of the items are called, where they are entities.
    key: &'static [&'static str],
    first: Option<u64>,
    all: u64,
}

/// How many members of an item are looked at for its key, which most services write at the beginning.
const LOOKED_AT: usize = 8;

impl Trail {
    pub(super) fn new(key: &'static [&'static str]) -> Self {
        Trail {
            key,
            ..Trail::default()
        }
    }

    /// Another item was read.
    pub(super) fn item(&mut self, text: &str) {
        let text = text.trim_ascii();
        // An entity may be changed meanwhile, and is the same one by its key.
        self.all = by_key(self.all, self.key, text).unwrap_or_else(|| joined(self.all, text));
        self.first = self.first.or(Some(self.all));
    }

    /// What tells the first item from others.
    pub(super) fn first(&self) -> Option<u64> {
        self.first
    }

    /// What tells all of them from others.
    pub(super) fn all(&self) -> u64 {
        self.all
    }
}

/// The hash of what was read before and of the key of one more entity; nothing where its key does not stand at its beginning.
fn by_key(all: u64, key: &[&str], text: &str) -> Option<u64> {
    if key.is_empty() {
        return None;
    }
    let mut reader = Reader::within(text, 0, 0);
    let (mut all, mut left) = (all, key.len());
    let mut goes_on = reader.begin_object().ok()?;
    for _ in 0..LOOKED_AT {
        if !goes_on {
            return None;
        }
        let name = reader.name().ok()?;
        if key.contains(&&*name) {
            all = joined(all, reader.raw().ok()?);
            left -= 1;
            if left == 0 {
                return Some(all);
            }
        } else {
            reader.skip().ok()?;
        }
        goes_on = reader.goes_on().ok()?;
    }
    None
}

fn joined(all: u64, text: &str) -> u64 {
    let mut hasher = FixedState::with_seed(all).build_hasher();
    hasher.write(text.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: &'static [&'static str], items: &[&str]) -> u64 {
        let mut trail = Trail::new(key);
        items.iter().for_each(|item| trail.item(item));
        trail.all()
    }

    #[test]
    fn an_entity_that_was_changed_is_the_same_one() {
        let before = [
            r#"{"id":1,"seen":"today"}"#,
            r#" {"@odata.etag":"a","id":2}"#,
        ];
        let after = [
            r#"{ "id" : 1,"seen":"now","a":[{}]}"#,
            r#"{"@odata.etag":"b","id":2}"#,
        ];
        assert_eq!(of(&["id"], &before), of(&["id"], &after));
        assert_ne!(of(&[], &before), of(&[], &after));
        let other = [before[0], r#"{"id":3}"#];
        assert_ne!(of(&["id"], &before), of(&["id"], &other));
        let turned = [before[1], before[0]];
        assert_ne!(of(&["id"], &before), of(&["id"], &turned));
    }

    #[test]
    fn a_key_of_which_a_part_is_not_there_is_none() {
        let (one, other) = (r#"{"a":1,"c":1}"#, r#"{"a":1,"c":2}"#);
        assert_ne!(of(&["a", "b"], &[one]), of(&["a", "b"], &[other]));
        assert_eq!(of(&["a"], &[one]), of(&["a"], &[other]));
    }

    #[test]
    fn whatever_is_no_entity_is_told_by_its_text() {
        for (one, other) in [
            ("1", "2"),
            ("null", "\"\""),
            ("{}", "[]"),
            ("{\"id\":", "{"),
        ] {
            assert_ne!(of(&["id"], &[one]), of(&["id"], &[other]), "{one} {other}");
        }
    }
}

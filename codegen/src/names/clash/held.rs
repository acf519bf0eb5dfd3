//! Which names are given away.

use std::rc::Rc;

use foldhash::HashMap;
use odata_csdl::source::Span;

use super::Entry;

/// What has a name.
#[derive(Clone, Copy)]
pub(super) struct Holder<'a> {
    pub(super) wire: &'a str,
    pub(super) span: Span,
}

impl<'a> Holder<'a> {
    pub(super) fn of(entry: &Entry<'a>) -> Self {
        Holder {
            wire: entry.wire,
            span: entry.span,
        }
    }
}

/// The names that are given away, by their keys: to what, and where that is declared. What a base type has given away is
/// taken too.
#[derive(Default)]
pub(in crate::names) struct Held<'a> {
    own: HashMap<String, Holder<'a>>,
    base: Option<Rc<Held<'a>>>,
    /// Whether anybody asks for them afterwards.
    is_asked: bool,
}

impl<'a> Held<'a> {
    pub(in crate::names) fn below(base: Option<Rc<Held<'a>>>, is_asked: bool) -> Self {
        Held {
            own: HashMap::default(),
            base,
            is_asked,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<Holder<'a>> {
        let mut next = Some(self);
        while let Some(held) = next {
            if let Some(&found) = held.own.get(key) {
                return Some(found);
            }
            next = held.base.as_deref();
        }
        None
    }

    pub(super) fn insert(&mut self, key: String, entry: &Entry<'a>) {
        self.own.insert(key, Holder::of(entry));
    }

    /// The names of several at once, which nobody has; nothing where nobody asks for them.
    pub(super) fn insert_all(&mut self, keys: &[String], entries: &[Entry<'a>]) {
        if !self.is_asked {
            return;
        }
        self.own.reserve(keys.len());
        for (key, entry) in keys.iter().zip(entries) {
            self.insert(key.clone(), entry);
        }
    }
}

//! The entities of an expansion, their type forgotten.

use std::any::Any;
use std::fmt;

use super::slot::Shown;
use super::structured::{Record, Structured, copy_of, same};
use super::{read, write};
use crate::json::{Fault, Reader};

/// What is in an [`Expanded<T>`](super::Expanded): every item is a `T`.
#[doc(hidden)]
#[derive(Default)]
pub struct Rows {
    items: Vec<Box<dyn Record>>,
    next_link: Option<Box<str>>,
    /// What the link is relative to, where the payload says it.
    base: Option<Box<str>>,
    count: Option<u64>,
}

impl Rows {
    pub(super) fn items(&self) -> &[Box<dyn Record>] {
        &self.items
    }

    pub(super) fn items_mut(&mut self) -> &mut Vec<Box<dyn Record>> {
        &mut self.items
    }

    pub(super) fn into_items(mut self) -> Vec<Box<dyn Record>> {
        std::mem::take(&mut self.items)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    pub(super) fn count(&self) -> Option<u64> {
        self.count
    }

    /// What encloses the collection is relative to that, and so is what is said of the collection unless it says otherwise.
    pub(super) fn stand_in(&mut self, context: &str) {
        self.base.get_or_insert_with(|| context.into());
    }

    /// Reads the entities; what was said of them before they came is kept.
    pub(super) fn read(
        &mut self,
        fresh: fn() -> Box<dyn Record>,
        reader: &mut Reader<'_>,
    ) -> Result<(), Fault> {
        if !self.is_empty() {
            *self = Rows::default();
        }
        reader.array(&mut |_, reader| {
            let mut item = fresh();
            read::record(&mut *item, reader)?;
            self.items.push(item);
            Ok(())
        })
    }

    pub(super) fn write(&self, json: &mut String) {
        let mut item = |at: usize, json: &mut String| {
            if let Some(item) = self.items.get(at) {
                write::record(&**item, json);
            }
        };
        write::array(self.items.len(), &mut item, json);
    }

    pub(super) fn annotate(&mut self, term: &str, json: &str) {
        let text = || Reader::new(json).string().ok().map(|text| (&*text).into());
        match term {
            "nextLink" => self.next_link = text(),
            "context" => self.base = text(),
            _ => self.count = json.trim_matches('"').parse().ok(),
        }
    }
}

/// By one call, as [`Held`](super::held::Held) is.
impl Drop for Rows {
    #[inline]
    fn drop(&mut self) {
        let links = [self.next_link.take(), self.base.take()];
        dropped(std::mem::take(&mut self.items), links);
    }
}

#[inline(never)]
#[allow(
    improper_ctypes_definitions,
    reason = "only how panics end is wanted of it"
)]
extern "C" fn dropped(items: Vec<Box<dyn Record>>, links: [Option<Box<str>>; 2]) {
    drop((items, links));
}

impl Clone for Rows {
    fn clone(&self) -> Self {
        Rows {
            items: self.items.iter().map(|item| copy_of(&**item)).collect(),
            next_link: self.next_link.clone(),
            base: self.base.clone(),
            count: self.count,
        }
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        let equal = |at: usize| same(&*self.items[at], &*other.items[at]);
        self.next_link == other.next_link
            && self.base == other.base
            && self.count == other.count
            && self.items.len() == other.items.len()
            && (0..self.items.len()).all(equal)
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = self.items.iter().map(|item| Shown(&**item));
        f.debug_list().entries(items).finish()
    }
}

/// What is known to be a `T`.
pub(super) fn typed<T: Structured>(record: &dyn Record) -> &T {
    match (record as &dyn Any).downcast_ref() {
        Some(value) => value,
        None => unreachable!("the items of an Expanded<T> are each a T"),
    }
}

pub(super) fn typed_mut<T: Structured>(record: &mut dyn Record) -> &mut T {
    match (record as &mut dyn Any).downcast_mut() {
        Some(value) => value,
        None => unreachable!("the items of an Expanded<T> are each a T"),
    }
}

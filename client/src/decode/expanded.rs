//! What a collection-valued navigation property leads to, where it was expanded.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use odata_core::descriptor::PropertyType;

use super::structured::{Record, Structured, same, show};
use super::{Value, read, write};
use crate::json::{Fault, Reader};

/// The entities that came with another one because `$expand` asked for them (Protocol 11.2.5.2). Use it like a `Vec<T>`.
///
/// It knows whether the service cut it short: [`next_link`](Self::next_link) is where the rest is.
pub struct Expanded<T> {
    // Always a `Vec<T>`.
    items: Box<dyn Items>,
    next_link: Option<Box<str>>,
    count: Option<u64>,
    of: PhantomData<fn() -> T>,
}

/// A `Vec<T>` whose `T` is forgotten.
trait Items: Send + Sync {
    fn len(&self) -> usize;
    fn get(&self, index: usize) -> Option<&dyn Record>;
    fn push(&mut self) -> Option<&mut dyn Record>;
    fn clear(&mut self);
    fn copied(&self) -> Box<dyn Items>;
    fn any(&self) -> &dyn Any;
    fn any_mut(&mut self) -> &mut dyn Any;
}

impl<T: Structured> Items for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn get(&self, index: usize) -> Option<&dyn Record> {
        self.as_slice().get(index).map(|item| item as &dyn Record)
    }

    fn push(&mut self) -> Option<&mut dyn Record> {
        self.push(T::default());
        self.last_mut().map(|item| item as &mut dyn Record)
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn copied(&self) -> Box<dyn Items> {
        Box::new(self.clone())
    }

    fn any(&self) -> &dyn Any {
        self
    }

    fn any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

impl<T: Structured> Expanded<T> {
    /// These entities, and no more.
    pub fn new(items: Vec<T>) -> Self {
        Expanded {
            items: Box::new(items),
            next_link: None,
            count: None,
            of: PhantomData,
        }
    }

    /// The entities by themselves.
    pub fn into_vec(mut self) -> Vec<T> {
        std::mem::take(&mut *self)
    }
}

impl<T> Expanded<T> {
    /// Where the rest is, when the service cut the collection short.
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// How many there are in all, where the service says so.
    pub fn count(&self) -> Option<u64> {
        self.count
    }
}

impl<T: Structured> Deref for Expanded<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        match self.items.any().downcast_ref() {
            Some(items) => items,
            None => unreachable!("an Expanded<T> is only made of a Vec<T>"),
        }
    }
}

impl<T: Structured> DerefMut for Expanded<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        match self.items.any_mut().downcast_mut() {
            Some(items) => items,
            None => unreachable!("an Expanded<T> is only made of a Vec<T>"),
        }
    }
}

impl<T: Structured> IntoIterator for Expanded<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<T: Structured> From<Vec<T>> for Expanded<T> {
    fn from(items: Vec<T>) -> Self {
        Expanded::new(items)
    }
}

impl<T: Structured> Default for Expanded<T> {
    fn default() -> Self {
        Expanded::new(Vec::new())
    }
}

impl<T> Clone for Expanded<T> {
    fn clone(&self) -> Self {
        Expanded {
            items: self.items.copied(),
            next_link: self.next_link.clone(),
            count: self.count,
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for Expanded<T> {
    fn eq(&self, other: &Self) -> bool {
        let equal = |at| match (self.items.get(at), other.items.get(at)) {
            (Some(one), Some(other)) => same(one, other),
            _ => false,
        };
        self.next_link == other.next_link
            && self.items.len() == other.items.len()
            && (0..self.items.len()).all(equal)
    }
}

struct Shown<'r>(&'r dyn Record);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

impl<T> fmt::Debug for Expanded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items = (0..self.items.len()).filter_map(|at| self.items.get(at));
        f.debug_list().entries(items.map(Shown)).finish()
    }
}

impl<T: Structured> Value for Expanded<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let items = &mut *self.items;
        items.clear();
        reader.array(&mut |_, reader| match items.push() {
            Some(item) => read::record(item, reader),
            None => reader.skip(),
        })
    }

    fn write(&self, json: &mut String) {
        let mut item = |at: usize, json: &mut String| {
            if let Some(item) = self.items.get(at) {
                write::record(item, json);
            }
        };
        write::array(self.items.len(), &mut item, json);
    }

    fn describe() -> PropertyType {
        T::describe().collection()
    }

    fn is_absent(&self) -> bool {
        self.items.len() == 0
    }

    fn annotate(&mut self, term: &str, json: &str) -> bool {
        let mut reader = Reader::new(json);
        match term {
            "nextLink" => self.next_link = reader.string().ok().map(|link| (&*link).into()),
            "count" => self.count = json.trim_matches('"').parse().ok(),
            _ => return false,
        }
        true
    }
}

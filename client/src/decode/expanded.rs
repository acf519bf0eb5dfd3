//! What a collection-valued navigation property leads to, where it was expanded.
#![allow(
    clippy::manual_map,
    reason = "a closure would be compiled for each type"
)]

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use odata_core::descriptor::PropertyType;

use super::nested::RecordOf;
use super::rows::{Rows, typed, typed_mut};
use super::slot::{View, ViewMut};
use super::structured::Structured;
use super::value::Form;
use super::{Nested, Value};
use crate::json::{Fault, Reader};

/// The entities that came with another one because `$expand` asked for them (Protocol 11.2.5.2). Use it like a `Vec<T>`.
///
/// It knows whether the service cut it short: [`next_link`](Self::next_link) is where the rest is.
///
/// # Example
/// ```
/// # use odata::doc_example::LibraryFile;
/// use odata::Expanded;
/// let mut files: Expanded<LibraryFile> = Expanded::default();
/// files.push(LibraryFile::default());
/// for file in &mut files {
///     file.file_name = "a.ps1".to_owned();
/// }
/// assert_eq!(files[0].file_name, "a.ps1");
/// assert_eq!((files.len(), files.next_link()), (1, None));
/// ```
pub struct Expanded<T> {
    // Most entities come without any: a null takes one word.
    rows: Box<Rows>,
    of: PhantomData<fn() -> T>,
}

impl<T> Expanded<T> {
    fn of(rows: Box<Rows>) -> Self {
        Expanded {
            rows,
            of: PhantomData,
        }
    }

    /// Where the rest is, when the service cut the collection short.
    pub fn next_link(&self) -> Option<&str> {
        self.rows.next_link()
    }

    /// What a relative [`next_link`](Self::next_link) is relative to, where the payload said it: a context URL (OData JSON 4.01, 4.3).
    pub(crate) fn base(&self) -> Option<&str> {
        self.rows.base()
    }

    /// Whether the service gave all of them. The rest is asked for with [`Client::rest_of`](crate::Client::rest_of).
    pub fn is_complete(&self) -> bool {
        self.next_link().is_none()
    }

    /// How many there are in all, where the service says so.
    pub fn count(&self) -> Option<u64> {
        self.rows.count()
    }

    /// How many came.
    pub fn len(&self) -> usize {
        self.rows.items().len()
    }

    /// Whether none came.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: Structured> Expanded<T> {
    /// These entities, and no more.
    pub fn new(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }

    /// The entities by themselves.
    pub fn into_vec(self) -> Vec<T> {
        self.into_iter().collect()
    }

    /// The entity with that index.
    pub fn get(&self, index: usize) -> Option<&T> {
        self.rows.items().get(index).map(|row| typed(&**row))
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        let row = self.rows.items_mut().get_mut(index);
        row.map(|row| typed_mut(&mut **row))
    }

    /// The first one.
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last one.
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Puts one at the end.
    pub fn push(&mut self, item: T) {
        self.rows.items_mut().push(Box::new(item));
    }

    /// The entities, one after the other.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.rows.items().iter().map(|row| typed(&**row))
    }

    /// The same, to be changed.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut T> + ExactSizeIterator {
        let rows = self.rows.items_mut().iter_mut();
        rows.map(|row| typed_mut(&mut **row))
    }
}

/// # Panics
/// When there is no such index, as that of a `Vec`.
impl<T: Structured> Index<usize> for Expanded<T> {
    type Output = T;

    fn index(&self, index: usize) -> &T {
        typed(&*self.rows.items()[index])
    }
}

/// # Panics
/// When there is no such index, as that of a `Vec`.
impl<T: Structured> IndexMut<usize> for Expanded<T> {
    fn index_mut(&mut self, index: usize) -> &mut T {
        typed_mut(&mut *self.rows.items_mut()[index])
    }
}

impl<T: Structured> IntoIterator for Expanded<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        let rows = self.rows.into_items().into_iter();
        let items = rows.map(|row| Nested::<T>::of(row).into_inner());
        items.collect::<Vec<T>>().into_iter()
    }
}

impl<'e, T: Structured> IntoIterator for &'e Expanded<T> {
    type Item = &'e T;
    type IntoIter = Box<dyn Iterator<Item = &'e T> + 'e>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl<'e, T: Structured> IntoIterator for &'e mut Expanded<T> {
    type Item = &'e mut T;
    type IntoIter = Box<dyn Iterator<Item = &'e mut T> + 'e>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter_mut())
    }
}

impl<T: Structured> FromIterator<T> for Expanded<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut all = Expanded::of(Box::default());
        items.into_iter().for_each(|item| all.push(item));
        all
    }
}

impl<T: Structured> From<Vec<T>> for Expanded<T> {
    fn from(items: Vec<T>) -> Self {
        Expanded::new(items)
    }
}

impl<T> Default for Expanded<T> {
    fn default() -> Self {
        Expanded::of(Box::default())
    }
}

impl<T> Clone for Expanded<T> {
    fn clone(&self) -> Self {
        Expanded::of(self.rows.clone())
    }
}

impl<T> PartialEq for Expanded<T> {
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows
    }
}

impl<T> fmt::Debug for Expanded<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.rows, f)
    }
}

impl<T: Structured> Value for Expanded<T> {
    type Form = AsExpanded;
}

/// The form of [`Expanded`].
#[doc(hidden)]
#[derive(Debug)]
pub enum AsExpanded {}

impl<T: Structured> Form<Expanded<T>> for AsExpanded {
    fn read(value: &mut Expanded<T>, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read(value, RecordOf::new::<T>(false), reader)
    }

    fn write(value: &Expanded<T>, json: &mut String) {
        value.rows.write(json);
    }

    fn describe() -> PropertyType {
        T::describe().collection()
    }

    fn is_absent(value: &Expanded<T>) -> bool {
        value.is_empty()
    }

    fn view(value: &Expanded<T>) -> View<'_> {
        View::Expansion(Some(&value.rows), RecordOf::new::<T>(false))
    }

    fn view_mut(value: &mut Expanded<T>) -> ViewMut<'_> {
        ViewMut::Expansion(value, RecordOf::new::<T>(false))
    }

    fn option(value: &Option<Expanded<T>>) -> View<'_> {
        let rows: Option<&Rows> = match value {
            Some(expanded) => Some(&expanded.rows),
            None => None,
        };
        View::Expansion(rows, RecordOf::new::<T>(true))
    }

    fn option_mut(value: &mut Option<Expanded<T>>) -> ViewMut<'_> {
        ViewMut::Expansion(value, RecordOf::new::<T>(true))
    }
}

/// Where an [`Expanded`] is, or that nothing was expanded, its type forgotten.
#[doc(hidden)]
pub trait Expansion {
    /// Puts in entities of that type, and gives those that were there: dropping them here would be compiled for each type.
    /// What cannot be null keeps what it has.
    fn put(&mut self, rows: Option<Box<Rows>>) -> Option<Box<Rows>>;
}

impl<T: Structured> Expansion for Expanded<T> {
    fn put(&mut self, rows: Option<Box<Rows>>) -> Option<Box<Rows>> {
        match rows {
            Some(rows) => Some(std::mem::replace(&mut self.rows, rows)),
            None => None,
        }
    }
}

impl<T: Structured> Expansion for Option<Expanded<T>> {
    fn put(&mut self, rows: Option<Box<Rows>>) -> Option<Box<Rows>> {
        let rows = match rows {
            Some(rows) => Some(Expanded::of(rows)),
            None => None,
        };
        match std::mem::replace(self, rows) {
            Some(before) => Some(before.rows),
            None => None,
        }
    }
}

pub(super) fn read(
    expansion: &mut dyn Expansion,
    of: RecordOf,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    if of.nullable && reader.null() {
        expansion.put(None);
        return Ok(());
    }
    let mut rows = take(expansion);
    let read = rows.read(of.fresh, reader);
    expansion.put(Some(rows));
    read
}

/// What is there, none where nothing is.
fn take(expansion: &mut dyn Expansion) -> Box<Rows> {
    expansion.put(Some(Box::default())).unwrap_or_default()
}

/// Takes `nextLink`, `count` and `context`; the link stands in that context where it has none of its own.
pub(super) fn annotate(
    expansion: &mut dyn Expansion,
    term: &str,
    json: &str,
    context: &str,
) -> bool {
    matches!(term, "nextLink" | "count" | "context") && {
        let mut rows = take(expansion);
        rows.annotate(term, json);
        if term == "nextLink" && !context.is_empty() {
            rows.stand_in(context);
        }
        expansion.put(Some(rows));
        true
    }
}

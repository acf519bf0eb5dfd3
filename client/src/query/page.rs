//! One page of an answer.

use odata_core::edm::Json;

/// One page of a collection, as the service cut it. [`all`](crate::Query::all) and [`stream`](crate::Query::stream) give the rows of all pages.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// Its rows.
    pub items: Vec<T>,
    /// How many rows there are on all pages; there when the query asked for it ([`count`](crate::Query::count)).
    pub count: Option<u64>,
    /// Where the next page is, as the service wrote it; none on the last page.
    pub next_link: Option<String>,
    /// The context URL of the answer.
    pub context: Option<String>,
    /// The annotations of the collection, and what else stood beside its rows, by their names on the wire; kept when it was asked for
    /// ([`keep_annotations`](crate::Query::keep_annotations)).
    pub annotations: Vec<(String, Json)>,
}

impl<T> Page<T> {
    /// Whether this is the last page.
    pub fn is_last(&self) -> bool {
        self.next_link.is_none()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

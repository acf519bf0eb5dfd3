//! The query options of a question, as it holds them.

use std::ops::{Deref, DerefMut};

use odata_core::expr::OrderBy;
use odata_core::url::QueryOptions;

/// What is asked of a resource, its type forgotten.
///
/// Options are trees of expressions, and rustc compiles how a tree is dropped into each crate where something drops one: into every program
/// that asks anything. What is dropped through a vtable is compiled here.
pub(super) struct Options(Option<Box<dyn Held>>);

/// Those of most questions for one entity.
static NONE: QueryOptions = QueryOptions::NONE;

trait Held: Send + Sync {
    fn get(&self) -> &QueryOptions;
    fn get_mut(&mut self) -> &mut QueryOptions;
}

impl Held for QueryOptions {
    fn get(&self) -> &QueryOptions {
        self
    }

    fn get_mut(&mut self) -> &mut QueryOptions {
        self
    }
}

impl Options {
    /// Nothing is asked but what a URL says.
    pub(super) fn none() -> Self {
        Options(None)
    }
}

impl Options {
    /// The query of a URL.
    #[inline(never)]
    pub(super) fn to_query(&self) -> String {
        let held = self.0.as_ref();
        held.map_or_else(String::new, |held| held.get().to_query())
    }
}

/// Sorts by one thing, and what it leaves equal by the next.
#[inline(never)]
pub(super) fn sort(options: &mut QueryOptions, first: OrderBy, then: Vec<OrderBy>) {
    options.order_by.push(first);
    options.order_by.extend(then);
}

/// As [`sort`], below what is expanded.
#[inline(never)]
pub(super) fn sort_items(options: &mut QueryOptions, first: OrderBy, then: Vec<OrderBy>) {
    let of_items = |item: OrderBy| OrderBy {
        by: item.by.of_items(),
        ..item
    };
    let then = then.into_iter().map(of_items).collect();
    sort(options, of_items(first), then);
}

impl From<QueryOptions> for Options {
    // Inlined, it would bring the vtable along, and with it the drop.
    #[inline(never)]
    fn from(options: QueryOptions) -> Self {
        Options(Some(Box::new(options)))
    }
}

impl Deref for Options {
    type Target = QueryOptions;

    fn deref(&self) -> &QueryOptions {
        self.0.as_ref().map_or(&NONE, |held| held.get())
    }
}

impl DerefMut for Options {
    fn deref_mut(&mut self) -> &mut QueryOptions {
        self.0.get_or_insert_with(held).get_mut()
    }
}

impl Clone for Options {
    #[inline(never)]
    fn clone(&self) -> Self {
        match &self.0 {
            Some(held) => held.get().clone().into(),
            None => Options(None),
        }
    }
}

#[inline(never)]
fn held() -> Box<dyn Held> {
    Box::new(QueryOptions::default())
}
